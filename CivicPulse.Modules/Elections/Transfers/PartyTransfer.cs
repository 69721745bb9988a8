using System.ComponentModel.DataAnnotations;
using System.Linq.Expressions;
using CivicPulse.Modules.Elections.Model;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Portal;
using CivicPulse.Platform.Transfers;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Elections.Transfers;

/// <summary>Parties by their identifier, or by their name when they have none.</summary>
internal sealed class PartyTransfer : Transfer<Party, PartyRow>
{
    public override string Kind => "parties";

    public override string ReadWord => ElectionsPermissions.Read;

    public override string WriteWord => ElectionsPermissions.Write;

    public override string PublishWord => ElectionsPermissions.Publish;

    public override IReadOnlyList<string> Keys => ["identifier", "name"];

    public override bool FirstKeyDecides => true;

    public override IReadOnlyDictionary<string, string[]> Aliases { get; } = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["name"] = ["party", "party name"],
        ["abbreviation"] = ["short name", "abbr"],
        ["identifier"] = ["id"],
    };

    protected override Expression<Func<Party, PartyRow>> Row => p => new PartyRow(p.Name, p.Identifier, p.Abbreviation, p.Color, p.LogoUri, p.Links, p.Sources);

    protected override IQueryable<Party> Records(TenantDb db) => db.Parties.OrderBy(p => p.Name).ThenBy(p => p.Identifier);

    protected override Task<IQueryable<Party>> FindAsync(TenantDb db, IReadOnlyList<PartyRow> rows, CancellationToken ct)
    {
        var names = rows.Where(r => r.Identifier is null).Select(r => r.Name).Distinct(StringComparer.Ordinal).ToArray();
        var ids = rows.Select(r => r.Identifier).OfType<string>().Distinct(StringComparer.Ordinal).ToArray();
        return Task.FromResult<IQueryable<Party>>(db.Parties.Where(p => ids.Contains(p.Identifier) || (p.Identifier == null && names.Contains(p.Name))).OrderBy(p => p.Id));
    }

    protected override Party Create(PartyRow row)
    {
        var party = new Party { Name = row.Name, Identifier = row.Identifier };
        Change(party, row);
        return party;
    }

    protected override void Change(Party record, PartyRow row)
    {
        (record.Name, record.Abbreviation, record.Color, record.LogoUri) = (row.Name, row.Abbreviation, row.Color, row.LogoUri);
        (record.Links, record.Sources) = (row.Links ?? [], row.Sources ?? []);
    }
}

/// <param name="Color">Six hexadecimal digits.</param>
public sealed record PartyRow(
    [Required, MaxLength(300)] string Name, [MaxLength(300)] string? Identifier = null, [MaxLength(60)] string? Abbreviation = null, [HexColor] string? Color = null,
    [WebAddress] string? LogoUri = null, [MaxLength(100), WebAddress] string[]? Links = null, [MaxLength(100), WebAddress] string[]? Sources = null);
