using System.ComponentModel.DataAnnotations;
using System.Linq.Expressions;
using CivicPulse.Modules.Governance.Model;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Portal;
using CivicPulse.Platform.Transfers;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Governance.Transfers;

/// <summary>Officials by their identifier, or by their name when they have none.</summary>
internal sealed class OfficialTransfer : Transfer<Official, OfficialRow>
{
    public override string Kind => "officials";

    public override string ReadWord => GovernancePermissions.Read;

    public override string WriteWord => GovernancePermissions.Write;

    public override string PublishWord => GovernancePermissions.Publish;

    public override IReadOnlyList<string> Keys => ["identifier", "name"];

    public override bool FirstKeyDecides => true;

    public override IReadOnlyDictionary<string, string[]> Aliases { get; } = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["name"] = ["official", "full name", "person"],
        ["given_name"] = ["first name", "first"],
        ["family_name"] = ["last name", "last", "surname"],
        ["identifier"] = ["id", "ocd id", "bioguide"],
        ["image"] = ["photo", "picture", "image url"],
        ["birth_date"] = ["birthday", "born"],
    };

    protected override Expression<Func<Official, OfficialRow>> Row => o => new OfficialRow(
        o.Name, o.Identifier, o.GivenName, o.FamilyName, o.AdditionalName, o.HonorificPrefix, o.HonorificSuffix, o.SortName, o.Gender, o.BirthDate, o.DeathDate, o.Image, o.Summary,
        o.Biography, o.Email, o.Party, o.OtherNames, o.Identifiers, o.ContactDetails, o.Links, o.Sources);

    protected override IQueryable<Official> Records(TenantDb db) => db.Officials.OrderBy(o => o.SortName).ThenBy(o => o.Name).ThenBy(o => o.Identifier);

    protected override Task<IQueryable<Official>> FindAsync(TenantDb db, IReadOnlyList<OfficialRow> rows, CancellationToken ct)
    {
        var names = rows.Where(r => r.Identifier is null).Select(r => r.Name).Distinct(StringComparer.Ordinal).ToArray();
        var ids = rows.Select(r => r.Identifier).OfType<string>().Distinct(StringComparer.Ordinal).ToArray();
        return Task.FromResult(db.Officials.Where(o => ids.Contains(o.Identifier) || (o.Identifier == null && names.Contains(o.Name))));
    }

    protected override Official Create(OfficialRow row)
    {
        var official = new Official { Name = row.Name, SortName = row.Name, Identifier = row.Identifier };
        Change(official, row);
        return official;
    }

    protected override void Change(Official record, OfficialRow row)
    {
        (record.Name, record.GivenName, record.FamilyName, record.AdditionalName) = (row.Name, row.GivenName, row.FamilyName, row.AdditionalName);
        (record.HonorificPrefix, record.HonorificSuffix) = (row.HonorificPrefix, row.HonorificSuffix);
        record.SortName = row.SortName ?? Official.SortedBy(row.Name, row.FamilyName, row.GivenName);
        (record.Gender, record.BirthDate, record.DeathDate, record.Image) = (row.Gender, row.BirthDate, row.DeathDate, row.Image);
        (record.Summary, record.Biography, record.Email, record.Party) = (row.Summary, row.Biography, row.Email, row.Party);
        (record.OtherNames, record.Identifiers, record.ContactDetails) = (row.OtherNames ?? [], row.Identifiers ?? [], row.ContactDetails ?? []);
        (record.Links, record.Sources) = (row.Links ?? [], row.Sources ?? []);
    }
}

/// <param name="SortName">Made of the names when left out.</param>
/// <param name="Identifiers">Each as <c>scheme:identifier</c>.</param>
/// <param name="ContactDetails">Each as <c>type:value</c>.</param>
public sealed record OfficialRow(
    [Required, MaxLength(300)] string Name, [MaxLength(300)] string? Identifier = null, [MaxLength(200)] string? GivenName = null, [MaxLength(200)] string? FamilyName = null,
    [MaxLength(200)] string? AdditionalName = null, [MaxLength(60)] string? HonorificPrefix = null, [MaxLength(60)] string? HonorificSuffix = null, [MaxLength(300)] string? SortName = null,
    [MaxLength(60)] string? Gender = null, [PartialDate] string? BirthDate = null, [PartialDate] string? DeathDate = null, [WebAddress] string? Image = null,
    [MaxLength(1000)] string? Summary = null, [MaxLength(20000)] string? Biography = null, [MaxLength(254)] string? Email = null, [MaxLength(200)] string? Party = null,
    [MaxLength(100)] string[]? OtherNames = null, [MaxLength(100)] string[]? Identifiers = null, [MaxLength(100)] string[]? ContactDetails = null,
    [MaxLength(100), WebAddress] string[]? Links = null, [MaxLength(100), WebAddress] string[]? Sources = null);
