using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CivicPulse.Modules.Gis.Public;
using CivicPulse.Platform.Data;
using Microsoft.Extensions.Caching.Memory;
using Npgsql;

namespace CivicPulse.Modules.Gis.Model;

/// <summary>Tries what is surest first: coordinates, then the operator's geocoding service if there is one, then names of boundaries.</summary>
internal sealed class Geocoder(GeocodingService service, GeocodeCache cache, TenantConnection database) : IGeocoder
{
    /// <summary>What somebody typed as a coordinate is meant about so exactly.</summary>
    private const double OfCoordinates = 0;

    public async Task<GeocodedPlace?> FindAsync(string address, bool publicOnly, CancellationToken ct)
    {
        if (Coordinates(address) is { } point) return new(point, FoundBy.Coordinates, null);
        if (service.IsOn)
        {
            var key = GeocodeCache.KeyOf(address);
            if (!cache.TryFind(key, out var known))
            {
                var (answered, found) = await service.FindAsync(address, ct);
                known = found;
                if (answered) cache.Keep(key, found);
            }
            if (known is not null) return known;
        }
        return await NamedAsync(address, publicOnly, ct);
    }

    private static GeoPoint? Coordinates(string text)
    {
        var parts = text.Split(text.Contains(',', StringComparison.Ordinal) ? ',' : ' ', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return parts.Length == 2 && double.TryParse(parts[0], NumberStyles.Float, CultureInfo.InvariantCulture, out var latitude)
            && double.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out var longitude)
            && new GeoPoint(latitude, longitude, OfCoordinates) is { IsOnEarth: true } point ? point : null;
    }

    /// <summary>A name alone is a place somewhere inside, as inexact as the area is wide. What several places are called is nobody's address.</summary>
    private async Task<GeocodedPlace?> NamedAsync(string address, bool publicOnly, CancellationToken ct)
    {
        var parts = address.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length is 0 or > 3) return null;
        var name = parts[0].ToLowerInvariant();
        string[] names = [name, .. ((string[])[" county", " parish", " city"]).Where(e => name.EndsWith(e, StringComparison.Ordinal)).Select(e => name[..^e.Length])];
        var state = parts.Length > 1 ? UsPlaces.States.FirstOrDefault(s => s.Postal.Equals(parts[1], StringComparison.OrdinalIgnoreCase) || s.Name.Equals(parts[1], StringComparison.OrdinalIgnoreCase)).Postal : null;
        return await database.ReadAsync(new NpgsqlBatchCommand(DistrictSql.Named)
        {
            Parameters = { new() { Value = names }, new() { Value = state is null ? DBNull.Value : $"ocd-division/country:us/state:{state}/", NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text }, new() { Value = publicOnly } },
        }, Named, ct).FirstOrDefaultAsync(ct);
    }

    private static GeocodedPlace? Named(NpgsqlDataReader row) => row.GetBoolean(4)
        ? new(new GeoPoint(row.GetDouble(1), row.GetDouble(2), Math.Min(GeoPoint.WidestMetres, Math.Round(row.GetDouble(3)))), FoundBy.Name, row.GetString(0))
        : null;
}

/// <summary>Answers of the service for an hour, under the hash of what was asked: an address is nowhere kept.</summary>
internal sealed class GeocodeCache : IDisposable
{
    private const int Most = 5000;
    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);
    private static readonly byte[] Salt = RandomNumberGenerator.GetBytes(16);
    private readonly MemoryCache _answers = new(new MemoryCacheOptions { SizeLimit = Most });

    public static string KeyOf(string address) => Convert.ToHexString(HMACSHA256.HashData(Salt, Encoding.UTF8.GetBytes(address.Trim().ToUpperInvariant())));

    public bool TryFind(string key, out GeocodedPlace? place) => _answers.TryGetValue(key, out place);

    public void Keep(string key, GeocodedPlace? place) => _answers.Set(key, place, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = Kept });

    public void Dispose() => _answers.Dispose();
}
