using System.Text.Json;
using System.Text.Json.Serialization;
using CivicPulse.Modules.Gis.Model;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Gis.Endpoints;

internal static class BoundaryEndpoints
{
    private static readonly Listing<KnownBoundary> Listed = Listing.Of<KnownBoundary>("name")
        .Sort("name", b => b.Name).Sort("identifier", b => b.Identifier)
        .Filter("set_id", b => b.SetId).Filter("division_id", b => b.DivisionId).Filter("shared", b => b.Shared);

    public static void MapBoundaries(this IEndpointRouteBuilder routes)
    {
        var boundaries = routes.MapGroup("/api/v1/boundaries").WithTags("Gis");
        boundaries.MapGet("/", List).Needs(GisPermissions.Read).Lists(Listed).WithSummary("Lists boundaries, the tenant's own and the shared ones");
        boundaries.MapGet("/{id:guid}", Read).Needs(GisPermissions.Read).WithSummary("Reads a boundary, without its shape");
        boundaries.MapDelete("/{id:guid}", Delete).Needs(GisPermissions.Write).WithSummary("Deletes one of the tenant's own boundaries");
    }

    private static Task<Page<BoundarySummary>> List([AsParameters] PageQuery page, TenantDb db, CancellationToken ct) => db.KnownBoundaries.ToPageAsync(page, Listed,
        b => new BoundarySummary(b.Id, b.SetId, b.Identifier, b.Name, b.DivisionId, b.ValidFrom, b.ValidTo, b.Shared), ct);

    private static async Task<Results<Ok<BoundaryDetail>, NotFound>> Read(Guid id, TenantDb db, CancellationToken ct)
    {
        var found = await db.KnownBoundaries.Where(b => b.Id == id).Select(b => new { Boundary = b, b.Set!.Slug }).AsNoTracking().FirstOrDefaultAsync(ct);
        if (found is not { Boundary: var b }) return TypedResults.NotFound();
        return TypedResults.Ok(new BoundaryDetail(b.Id, b.SetId, found.Slug, b.Identifier, b.Name, b.DivisionId, b.ValidFrom, b.ValidTo, b.Shared, b.Sources,
            b.Properties is null ? null : JsonElement.Parse(b.Properties.ToString()), b.ShapeVersion, b.Version));
    }

    private static async Task<Results<NoContent, NotFound>> Delete(Guid id, TenantDb db, CancellationToken ct)
    {
        if (await db.OwnBoundaryAsync(id, ct) is not { } boundary) return TypedResults.NotFound();
        boundary.Set!.Redrawn();
        db.Boundaries.Remove(boundary);
        await db.SaveChangesAsync(ct);
        return TypedResults.NoContent();
    }
}

public sealed record BoundarySummary(Guid Id, Guid SetId, string Identifier, string Name, string? DivisionId, DateOnly? ValidFrom, DateOnly? ValidTo, bool Shared);

/// <param name="Properties">What else the source says of it.</param>
public sealed record BoundaryDetail(
    Guid Id, Guid SetId, string Set, string Identifier, string Name, string? DivisionId, DateOnly? ValidFrom, DateOnly? ValidTo, bool Shared,
    IReadOnlyList<BoundarySource> Sources, JsonElement? Properties, int ShapeVersion, [property: JsonIgnore] uint RowVersion) : IVersioned;
