using CivicPulse.Modules.Gis.Public;
using CivicPulse.Platform.Data;
using Npgsql;

namespace CivicPulse.Modules.Gis.Model;

internal sealed class DistrictFinder(TenantConnection database) : IDistrictFinder
{
    private DistrictQuery? _knownFor;
    private Dictionary<Guid, FoundDistrict> _known = [];

    public async Task<IReadOnlyList<IReadOnlyList<FoundDistrict>>> FindAsync(IReadOnlyList<GeoPoint> places, DistrictQuery query, CancellationToken ct)
    {
        var found = places.Select(_ => new List<FoundDistrict>()).ToArray();
        var asked = Query(DistrictSql.Find, query, [.. places.Select(p => p.Latitude)], [.. places.Select(p => p.Longitude)]);
        asked.Parameters.Add(Doubles([.. places.Select(p => p.AccuracyMetres)]));
        await foreach (var (place, district) in database.ReadAsync(asked, row => (row.GetInt32(0), Read(row)), ct)) found[place - 1].Add(district);
        return found;
    }

    public async Task<IReadOnlyList<IReadOnlyList<FoundDistrict>>> FindManyAsync(IReadOnlyList<GeoPoint> places, DistrictQuery query, CancellationToken ct)
    {
        var known = await KnownAsync(query, ct);
        var found = new List<FoundDistrict>?[places.Count];
        var contained = database.ReadAsync(new NpgsqlBatchCommand(DistrictSql.Contain)
        {
            Parameters =
            {
                Doubles([.. places.Select(p => p.Latitude)]), Doubles([.. places.Select(p => p.Longitude)]),
                new() { Value = known.Values.Select(k => k.SetId).Distinct().ToArray() },
            },
        }, row => (row.GetInt32(0), row.GetGuid(1)), ct);
        await foreach (var (place, boundary) in contained)
        {
            if (!known.TryGetValue(boundary, out var district)) continue;
            var here = found[place - 1] ??= [];
            // A place on the cut between two pieces is in both.
            if (!here.Contains(district)) here.Add(district);
        }
        return [.. found.Select(f => (IReadOnlyList<FoundDistrict>?)f ?? [])];
    }

    /// <summary>Looked up once for a caller that asks piece by piece.</summary>
    public async Task<IReadOnlyDictionary<Guid, FoundDistrict>> KnownAsync(DistrictQuery query, CancellationToken ct)
    {
        if (ReferenceEquals(query, _knownFor)) return _known;
        var known = new Dictionary<Guid, FoundDistrict>();
        await foreach (var (boundary, district) in database.ReadAsync(Query(DistrictSql.Known, query, null, null), row => (row.GetGuid(1), Read(row)), ct)) known[boundary] = district;
        (_known, _knownFor) = (known, query);
        return known;
    }

    private static NpgsqlBatchCommand Query(string text, DistrictQuery query, double[]? latitudes, double[]? longitudes)
    {
#pragma warning disable CA2100, S2077 // One of the constants of DistrictSql.
        var asked = new NpgsqlBatchCommand(text);
#pragma warning restore CA2100, S2077
        asked.Parameters.Add(Doubles(latitudes));
        asked.Parameters.Add(Doubles(longitudes));
        asked.Parameters.Add(new() { Value = query.On });
        asked.Parameters.Add(new() { Value = (object?)query.Sets?.ToArray() ?? DBNull.Value, DataTypeName = "text[]" });
        asked.Parameters.Add(new() { Value = query.PublicOnly });
        return asked;
    }

    private static NpgsqlParameter Doubles(double[]? values) => new() { Value = (object?)values ?? DBNull.Value, DataTypeName = "double precision[]" };

    private static FoundDistrict Read(NpgsqlDataReader row) => new(
        row.GetGuid(1), row.GetGuid(2), row.GetString(3), row.GetString(4), row.GetString(5), row.GetString(6), row.IsDBNull(7) ? null : row.GetString(7), row.GetDouble(8), row.GetBoolean(9));
}
