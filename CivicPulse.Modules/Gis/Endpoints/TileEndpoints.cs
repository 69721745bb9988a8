using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text;
using CivicPulse.Modules.Gis.Model;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;

namespace CivicPulse.Modules.Gis.Endpoints;

/// <summary>What maps are drawn from. Each answer is marked with the set's revision, so that a map asks again for next to nothing.</summary>
internal static class TileEndpoints
{
    internal const string TileType = "application/vnd.mapbox-vector-tile";
    internal const string ShapeType = "application/geo+json";

    public static void MapTiles(this IEndpointRouteBuilder routes)
    {
        var set = routes.MapGroup("/api/v1/boundary-sets/{setId:guid}").WithTags("Gis");
        set.MapGet("/tiles/{z:int}/{x:int}/{y:int}", Tile).Needs(GisPermissions.Read).Produces(StatusCodes.Status200OK, contentType: TileType)
            .WithSummary("A vector tile of a boundary set, to zoom 14; empty ones have no content");
        set.MapGet("/shapes", Shapes).Needs(GisPermissions.Read).Patiently().Produces(StatusCodes.Status200OK, contentType: ShapeType)
            .WithSummary("The shapes of a boundary set as GeoJSON, as fine as a zoom shows them");
        routes.MapGet("/api/v1/boundaries/{boundaryId:guid}/shape", Shape).WithTags("Gis").Needs(GisPermissions.Read).Produces(StatusCodes.Status200OK, contentType: ShapeType)
            .WithSummary("The shape of a boundary as GeoJSON, exact or as fine as a zoom shows it");
    }

    internal static async Task<Results<FileContentHttpResult, NoContent, StatusCodeHttpResult, NotFound>> Tile(
        Guid setId, int z, int x, int y, TenantDb db, Tiles tiles, HttpContext http)
    {
        if (!Tiles.Exists(z, x, y) || await RevisionAsync(db, setId, http.RequestAborted) is not { } revision) return TypedResults.NotFound();
        if (IsKnown(http, $"{revision:x}-{z}-{x}-{y}")) return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        var tile = await tiles.TileAsync(new TileKey(setId, revision, z, x, y), http.RequestAborted);
        return tile.Length == 0 ? TypedResults.NoContent() : TypedResults.Bytes(tile, TileType);
    }

    internal static async Task<Results<PushStreamHttpResult, StatusCodeHttpResult, NotFound>> Shapes(
        Guid setId, TenantDb db, Tiles tiles, HttpContext http, CancellationToken ct, [FromQuery, Range(0, 22)] int zoom = 6)
    {
        if (await RevisionAsync(db, setId, ct) is not { } revision) return TypedResults.NotFound();
        if (IsKnown(http, $"{revision:x}-{zoom}")) return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        return TypedResults.Stream(target => WriteAsync(tiles, setId, Bounded(zoom), target, http.RequestAborted), ShapeType);
    }

    private static async Task<Results<ContentHttpResult, StatusCodeHttpResult, NotFound>> Shape(
        Guid boundaryId, TenantDb db, Tiles tiles, HttpContext http, CancellationToken ct, [FromQuery, Range(0, 22)] int? zoom = null)
    {
        if (await db.KnownBoundaries.Where(b => b.Id == boundaryId).Select(b => (long?)b.ShapeVersion).FirstOrDefaultAsync(ct) is not { } version) return TypedResults.NotFound();
        if (IsKnown(http, $"{version:x}-{zoom}")) return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        var features = tiles.FeaturesAsync(null, boundaryId, zoom is { } z ? Bounded(z) : null, ct);
        return await features.FirstOrDefaultAsync(ct) is { } feature ? TypedResults.Text(feature, ShapeType) : TypedResults.NotFound();
    }

    private static async Task WriteAsync(Tiles tiles, Guid set, int zoom, Stream target, CancellationToken ct)
    {
        await using var text = new StreamWriter(target, new UTF8Encoding(false), 65_536, leaveOpen: true);
        await text.WriteAsync("{\"type\":\"FeatureCollection\",\"features\":[");
        var between = "\n";
        await foreach (var feature in tiles.FeaturesAsync(set, null, zoom, ct))
        {
            await text.WriteAsync((between + feature).AsMemory(), ct);
            between = ",\n";
        }
        await text.WriteAsync("\n]}\n");
    }

    private static int Bounded(int zoom) => zoom is >= 0 and <= 22 ? zoom : throw new BadInput("invalid", "`zoom` is from 0 to 22.");

    private static Task<long?> RevisionAsync(TenantDb db, Guid set, CancellationToken ct) =>
        db.KnownBoundarySets.Where(s => s.Id == set).Select(s => (long?)s.Revision).FirstOrDefaultAsync(ct);

    /// <summary>Marks the answer; true when the asker has it already.</summary>
    private static bool IsKnown(HttpContext http, FormattableString state)
    {
        var tag = new EntityTagHeaderValue($"\"{state.ToString(CultureInfo.InvariantCulture)}\"");
        http.Response.Headers.ETag = tag.ToString();
        http.Response.Headers.CacheControl = "private, max-age=60";
        return http.Request.Headers.IfNoneMatch is { Count: > 0 } seen && EntityTagHeaderValue.TryParseList([.. seen.OfType<string>()], out var tags)
            && tags.Any(t => t.Equals(EntityTagHeaderValue.Any) || t.Compare(tag, useStrongComparison: false));
    }
}
