using CivicPulse.Platform.Data;
using Microsoft.Extensions.Caching.Memory;
using Npgsql;

namespace CivicPulse.Modules.Gis.Model;

/// <summary>Tiles that were made, as long as there is room. Each process keeps its own: they are small, and quickly made.</summary>
internal sealed class TileCache : IDisposable
{
    private const long MostBytes = 64_000_000;
    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);
    private readonly MemoryCache _tiles = new(new MemoryCacheOptions { SizeLimit = MostBytes });

    public byte[]? Find(TileKey key) => _tiles.TryGetValue(key, out byte[]? tile) ? tile : null;

    public void Keep(TileKey key, byte[] tile) => _tiles.Set(key, tile, new MemoryCacheEntryOptions { Size = tile.Length + 200, SlidingExpiration = Kept });

    public void Dispose() => _tiles.Dispose();
}

/// <param name="Revision">Of the set: what changed is another tile.</param>
internal sealed record TileKey(Guid Set, long Revision, int Zoom, int Column, int Row);

/// <summary>Vector tiles of one set (MVT), and its shapes as GeoJSON.</summary>
internal sealed class Tiles(TenantConnection database, TileCache cache)
{
    public const int Deepest = 14;
    private const double PixelsOfWorld = 512;

    public static bool Exists(int zoom, int column, int row) => zoom is >= 0 and <= Deepest && column >= 0 && row >= 0 && column < 1 << zoom && row < 1 << zoom;

    /// <returns>No bytes where the set has nothing.</returns>
    public async Task<byte[]> TileAsync(TileKey key, CancellationToken ct)
    {
        if (cache.Find(key) is { } kept) return kept;
        var tile = await database.ReadAsync(new NpgsqlBatchCommand(ShapeSql.Tile)
        {
            Parameters = { new() { Value = key.Set }, new() { Value = key.Zoom }, new() { Value = key.Column }, new() { Value = key.Row } },
        }, row => row.IsDBNull(0) ? null : row.GetFieldValue<byte[]>(0), ct).FirstOrDefaultAsync(ct) ?? [];
        cache.Keep(key, tile);
        return tile;
    }

    /// <summary>GeoJSON features, each a text.</summary>
    /// <param name="zoom">Off by half a pixel there at most; null is exact.</param>
    public IAsyncEnumerable<string> FeaturesAsync(Guid? set, Guid? boundary, int? zoom, CancellationToken ct)
    {
        var off = zoom is { } z ? 360 / (PixelsOfWorld * Math.Pow(2, z)) / 2 : 0;
        var decimals = zoom is null ? 7 : Math.Clamp((int)Math.Ceiling(-Math.Log10(off)) + 1, 1, 7);
        return database.ReadAsync(new NpgsqlBatchCommand(ShapeSql.Features)
        {
            Parameters =
            {
                new() { Value = (object?)set ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Uuid }, new() { Value = (object?)boundary ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Uuid },
                new() { Value = off }, new() { Value = decimals },
            },
        }, row => row.GetString(0), ct);
    }
}
