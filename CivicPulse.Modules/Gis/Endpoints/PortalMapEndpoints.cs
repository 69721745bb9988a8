using CivicPulse.Modules.Gis.Model;
using CivicPulse.Modules.Gis.Public;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Http;
using CivicPulse.Platform.Portal;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CivicPulse.Modules.Gis.Endpoints;

/// <summary>Maps and districts for everybody: of those boundary sets that are public.</summary>
internal static class PortalMapEndpoints
{
    private static readonly Listing<KnownBoundarySet> Listed = Listing.Of<KnownBoundarySet>("name").Sort("name", s => s.Name).Filter("slug", s => s.Slug).Filter("classification", s => s.Classification);

    public static void MapPortalMaps(this IEndpointRouteBuilder routes)
    {
        var maps = routes.MapPortal(section: null);
        maps.MapGet("/boundary-sets", List).Lists(Listed).WithSummary("Lists the boundary sets that are public");
        maps.MapGet("/boundary-sets/{setId:guid}/tiles/{z:int}/{x:int}/{y:int}", TileEndpoints.Tile).WithName("showTile").Produces(StatusCodes.Status200OK, contentType: TileEndpoints.TileType)
            .WithSummary("A vector tile of a public boundary set, to zoom 14; empty ones have no content");
        maps.MapGet("/boundary-sets/{setId:guid}/shapes", TileEndpoints.Shapes).WithName("showShapes").Patiently().Costly().Produces(StatusCodes.Status200OK, contentType: TileEndpoints.ShapeType)
            .WithSummary("The shapes of a public boundary set as GeoJSON, as fine as a zoom shows them");
        maps.MapGet("/districts", DistrictEndpoints.FindPublic).Costly().NotKept().WithName("findPublicDistricts").WithSummary("The public districts of a place (`lat` and `lon`) or an `address`; neither is written down");
    }

    private static Task<Page<PortalBoundarySet>> List([AsParameters] PageQuery page, TenantDb db, CancellationToken ct) => db.KnownBoundarySets.ToPageAsync(page, Listed, s => new PortalBoundarySet(
        s.Id, s.Slug, s.Name, s.Classification, s.SourceUrl, s.Licence, s.Authority, s.ValidFrom, s.ValidTo, s.West, s.South, s.East, s.North, s.Revision), ct);
}

/// <param name="Revision">Rises with every change of a line.</param>
public sealed record PortalBoundarySet(
    Guid Id, string Slug, string Name, string Classification, string? SourceUrl, string? Licence, string? Authority, DateOnly? ValidFrom, DateOnly? ValidTo,
    double? West, double? South, double? East, double? North, long Revision);
