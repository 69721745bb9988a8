using System.ComponentModel.DataAnnotations;
using System.Linq.Expressions;
using CivicPulse.Modules.Governance.Model;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Portal;
using CivicPulse.Platform.Transfers;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Governance.Transfers;

/// <summary>Bodies by their identifier, or by their name when they have none; a body comes after the one that it is a part of.</summary>
internal sealed class BodyTransfer : Transfer<Body, BodyRow>
{
    private readonly References _references = new();

    public override string Kind => "bodies";

    public override string ReadWord => GovernancePermissions.Read;

    public override string WriteWord => GovernancePermissions.Write;

    public override string PublishWord => GovernancePermissions.Publish;

    public override IReadOnlyList<string> Keys => ["identifier", "name"];

    public override bool FirstKeyDecides => true;

    public override IReadOnlyDictionary<string, string[]> Aliases { get; } = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["name"] = ["body", "body name", "organization", "organisation", "committee"],
        ["classification"] = ["type", "kind", "class"],
        ["description"] = ["about", "notes", "purpose"],
        ["identifier"] = ["id", "ocd id"],
        ["parent"] = ["part of", "parent body"],
    };

    protected override Expression<Func<Body, BodyRow>> Row => b => new BodyRow(
        b.Name, b.Classification, b.Description, b.Identifier, b.Parent == null ? null : b.Parent.Identifier ?? b.Parent.Name, b.Jurisdiction, b.DivisionId, b.DistrictId,
        b.FoundingDate, b.DissolutionDate, b.OtherNames, b.Identifiers, b.ContactDetails, b.Links, b.Sources);

    protected override IQueryable<Body> Records(TenantDb db) => db.Bodies
        .OrderBy(b => b.Parent == null ? 0 : b.Parent.Parent == null ? 1 : b.Parent.Parent.Parent == null ? 2 : 3).ThenBy(b => b.Name).ThenBy(b => b.Identifier);

    protected override async Task<IQueryable<Body>> FindAsync(TenantDb db, IReadOnlyList<BodyRow> rows, CancellationToken ct)
    {
        await _references.FindBodiesAsync(db, rows.Select(r => r.Parent), ct);
        var names = rows.Where(r => r.Identifier is null).Select(r => r.Name).Distinct(StringComparer.Ordinal).ToArray();
        var ids = rows.Select(r => r.Identifier).OfType<string>().Distinct(StringComparer.Ordinal).ToArray();
        return db.Bodies.Include(b => b.Parent).Where(b => ids.Contains(b.Identifier) || (b.Identifier == null && names.Contains(b.Name)));
    }

    protected override Body Create(BodyRow row)
    {
        var body = new Body { Name = row.Name, Classification = row.Classification, Identifier = row.Identifier };
        Change(body, row);
        _references.Add(body);
        return body;
    }

    protected override void Change(Body record, BodyRow row)
    {
        (record.Name, record.Classification, record.Description) = (row.Name, row.Classification, row.Description);
        record.ParentId = row.Parent is null ? null : _references.Body(row.Parent).Id;
        (record.Jurisdiction, record.DivisionId, record.DistrictId) = (row.Jurisdiction, row.DivisionId, row.DistrictId);
        (record.FoundingDate, record.DissolutionDate) = (row.FoundingDate, row.DissolutionDate);
        (record.OtherNames, record.Identifiers, record.ContactDetails) = (row.OtherNames ?? [], row.Identifiers ?? [], row.ContactDetails ?? []);
        (record.Links, record.Sources) = (row.Links ?? [], row.Sources ?? []);
    }
}

/// <param name="Parent">The body that it is a part of.</param>
/// <param name="Identifiers">Each as <c>scheme:identifier</c>.</param>
/// <param name="ContactDetails">Each as <c>type:value</c>.</param>
public sealed record BodyRow(
    [Required, MaxLength(300)] string Name, [Required, MaxLength(60), RegularExpression("[a-z_]+")] string Classification, [MaxLength(5000)] string? Description = null,
    [MaxLength(300)] string? Identifier = null, [property: RefersTo("bodies")] string? Parent = null, [MaxLength(300)] string? Jurisdiction = null, [DivisionId] string? DivisionId = null,
    Guid? DistrictId = null, [PartialDate] string? FoundingDate = null, [PartialDate] string? DissolutionDate = null, [MaxLength(100)] string[]? OtherNames = null,
    [MaxLength(100)] string[]? Identifiers = null, [MaxLength(100)] string[]? ContactDetails = null, [MaxLength(100), WebAddress] string[]? Links = null, [MaxLength(100), WebAddress] string[]? Sources = null);
