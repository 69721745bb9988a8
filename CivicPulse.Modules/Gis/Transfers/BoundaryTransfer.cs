using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Linq.Expressions;
using CivicPulse.Modules.Gis.Model;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Portal;
using CivicPulse.Platform.Transfers;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Gis.Transfers;

/// <summary>Boundaries by their set and identifier. A set that is not there yet is made; of map files it is the file's name.</summary>
internal sealed class BoundaryTransfer : Transfer<Boundary, BoundaryRow>
{
    private readonly Dictionary<string, BoundarySet> _sets = new(StringComparer.Ordinal);

    public override string Kind => "boundaries";

    public override string ReadWord => GisPermissions.Read;

    public override string WriteWord => GisPermissions.Write;

    public override IReadOnlyList<string> Keys => ["set", "identifier"];

    public override IReadOnlyDictionary<string, string[]> Aliases { get; } = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["set"] = ["boundary set", "boundary_set", "layer"],
        ["identifier"] = ["geoid", "geoid20", "geoid10", "fips", "fips code", "precinct id", "code", "id", "feature_id", "number", "district"],
        ["name"] = ["namelsad", "namelsad20", "label", "title", "district name", "precinct", "precinct name", "county", "ward"],
        ["division_id"] = ["division", "ocd id", "ocdid", "ocd division id"],
        ["valid_from"] = ["start date", "effective date", "from"],
        ["valid_to"] = ["end date", "until", "to"],
        ["source"] = ["source url", "url"],
        ["geometry"] = ["shape", "geom", "the_geom"],
    };

    protected override Expression<Func<Boundary, BoundaryRow>> Row => b => new BoundaryRow(
        b.Set!.Slug, b.Identifier, b.Name, b.DivisionId, b.ValidFrom, b.ValidTo, BoundaryRow.SourceOf(b.Sources), b.Properties, Shape.Of(b.Shape!.Geometry));

    protected override IQueryable<Boundary> Records(TenantDb db) => db.Boundaries.OrderBy(b => b.Set!.Slug).ThenBy(b => b.Identifier);

    protected override async Task<IQueryable<Boundary>> FindAsync(TenantDb db, IReadOnlyList<BoundaryRow> rows, CancellationToken ct)
    {
        var slugs = rows.Select(r => r.Set).Distinct(StringComparer.Ordinal).ToArray();
        _sets.Clear();
        foreach (var set in await db.BoundarySets.Where(s => slugs.Contains(s.Slug)).ToListAsync(ct)) _sets[set.Slug] = set;
        var (sets, identifiers) = (_sets.Values.Select(s => s.Id).ToArray(), rows.Select(r => r.Identifier).Distinct(StringComparer.Ordinal).ToArray());
        return db.Boundaries.Include(b => b.Shape).Where(b => sets.Contains(b.SetId) && identifiers.Contains(b.Identifier));
    }

    protected override Boundary Create(BoundaryRow row)
    {
        if (!_sets.TryGetValue(row.Set, out var set)) _sets[row.Set] = set = NewSet(row.Set);
        var name = row.Name ?? row.Identifier;
        return new Boundary
        {
            Set = set,
            SetId = set.Id,
            Identifier = row.Identifier,
            Name = name,
            DivisionId = row.DivisionId ?? UsPlaces.DivisionOf(set.Classification, row.Identifier, name),
            ValidFrom = row.ValidFrom,
            ValidTo = row.ValidTo,
            Sources = row.Sources,
            Properties = row.Properties,
            Shape = new BoundaryShape { Geometry = row.Geometry!.Geometry },
        };
    }

    protected override void Change(Boundary record, BoundaryRow row)
    {
        (record.Name, record.DivisionId) = (row.Name ?? row.Identifier, row.DivisionId);
        (record.ValidFrom, record.ValidTo, record.Properties) = (row.ValidFrom, row.ValidTo, row.Properties);
        if (BoundaryRow.SourceOf(record.Sources) != row.Source) record.Sources = row.Sources;
        if (!Shape.Of(record.Shape!.Geometry).Equals(row.Geometry)) record.Draw(row.Geometry!.Geometry);
    }

    /// <summary>Maps of a set that changed are drawn anew, and others are told.</summary>
    protected override async Task EndedAsync(TenantDb db, DateTimeOffset since, CancellationToken ct)
    {
        var boundaries = db.Boundaries;
        foreach (var set in await db.BoundarySets.Where(s => boundaries.Any(b => b.SetId == s.Id && b.ChangedAt >= since)).ToListAsync(ct))
        {
            var (count, extent) = await db.ExtentAsync(set.Id, ct);
            set.Imported(count, extent);
        }
    }

    /// <summary>What is not told can be set by hand afterwards.</summary>
    private static BoundarySet NewSet(string slug) => new()
    {
        Slug = slug,
        Name = CultureInfo.InvariantCulture.TextInfo.ToTitleCase(slug.Replace('-', ' ')),
        Classification = UsPlaces.KindOf(slug),
    };
}

/// <param name="Set">The slug of the boundary set.</param>
/// <param name="Source">Where it is from.</param>
/// <param name="Geometry">A GeoJSON geometry.</param>
public sealed record BoundaryRow(
    [Required, MaxLength(60), RegularExpression(BoundaryRow.SlugPattern)] string Set, [Required, MaxLength(200)] string Identifier, [MaxLength(300)] string? Name = null,
    [DivisionId] string? DivisionId = null, DateOnly? ValidFrom = null, DateOnly? ValidTo = null, [WebAddress] string? Source = null,
    PropertyBag? Properties = null, [Required] Shape? Geometry = null)
{
    public const string SlugPattern = "[a-z0-9][a-z0-9-]*";

    internal IReadOnlyList<BoundarySource> Sources => Source is null ? [] : [new(Source)];

    internal static string? SourceOf(IReadOnlyList<BoundarySource> sources) => sources.Count == 0 ? null : sources[0].Url;
}
