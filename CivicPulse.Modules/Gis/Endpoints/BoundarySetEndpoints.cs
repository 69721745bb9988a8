using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using CivicPulse.Modules.Gis.Model;
using CivicPulse.Modules.Gis.Transfers;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Http;
using CivicPulse.Platform.Portal;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Gis.Endpoints;

internal static class BoundarySetEndpoints
{
    private static readonly Listing<KnownBoundarySet> Listed = Listing.Of<KnownBoundarySet>("name")
        .Sort("name", s => s.Name).Filter("slug", s => s.Slug)
        .Filter("classification", s => s.Classification).Filter("shared", s => s.Shared).Filter("is_public", s => s.IsPublic);

    public static void MapBoundarySets(this IEndpointRouteBuilder routes)
    {
        var sets = routes.MapGroup("/api/v1/boundary-sets").WithTags("Gis");
        sets.MapGet("/", List).Needs(GisPermissions.Read).Lists(Listed).WithSummary("Lists boundary sets, the tenant's own and the shared ones");
        sets.MapPost("/", Create).Needs(GisPermissions.Write).WithSummary("Adds a boundary set; its boundaries come by import");
        sets.MapGet("/{id:guid}", Read).Needs(GisPermissions.Read).WithSummary("Reads a boundary set");
        sets.MapPatch("/{id:guid}", Change).Needs(GisPermissions.Write).WithSummary("Changes the named fields of one's own boundary set");
        sets.MapDelete("/{id:guid}", Delete).Needs(GisPermissions.Write).WithSummary("Deletes one's own boundary set with its boundaries");
    }

    private static Task<Page<BoundarySetDetail>> List([AsParameters] PageQuery page, TenantDb db, CancellationToken ct) =>
        db.KnownBoundarySets.ToPageAsync(page, Listed, Detail.In(db), ct);

    private static async Task<Created<BoundarySetDetail>> Create(CreateBoundarySet asked, TenantDb db, CancellationToken ct)
    {
        var set = new BoundarySet
        {
            Slug = asked.Slug,
            Name = asked.Name,
            Classification = asked.Classification,
            SourceUrl = asked.SourceUrl,
            Licence = asked.Licence,
            Authority = asked.Authority,
            ValidFrom = asked.ValidFrom,
            ValidTo = asked.ValidTo,
            Simplification = asked.Simplification,
            IsPublic = asked.IsPublic,
        };
        set.CheckDays();
        db.BoundarySets.Add(set);
        await db.SaveChangesAsync(ct);
        return TypedResults.Created($"/api/v1/boundary-sets/{set.Id}", await Detail.OneAsync(db, set.Id, ct));
    }

    private static async Task<Results<Ok<BoundarySetDetail>, NotFound>> Read(Guid id, TenantDb db, CancellationToken ct) =>
        await Detail.OneAsync(db, id, ct) is { } set ? TypedResults.Ok(set) : TypedResults.NotFound();

    private static async Task<Results<Ok<BoundarySetDetail>, NotFound>> Change(Guid id, ChangeBoundarySet asked, TenantDb db, CancellationToken ct)
    {
        if (await db.OwnSetAsync(id, ct) is not { } set) return TypedResults.NotFound();
        set.Name = asked.Name ?? set.Name;
        set.Classification = asked.Classification ?? set.Classification;
        set.SourceUrl = asked.SourceUrl ?? set.SourceUrl;
        set.Licence = asked.Licence ?? set.Licence;
        set.Authority = asked.Authority ?? set.Authority;
        set.ValidFrom = asked.ValidFrom ?? set.ValidFrom;
        set.ValidTo = asked.ValidTo ?? set.ValidTo;
        set.Simplification = asked.Simplification ?? set.Simplification;
        set.IsPublic = asked.IsPublic ?? set.IsPublic;
        set.CheckDays();
        await db.SaveChangesAsync(ct);
        return await Detail.OneAsync(db, id, ct) is { } changed ? TypedResults.Ok(changed) : TypedResults.NotFound();
    }

    private static async Task<Results<NoContent, NotFound>> Delete(Guid id, TenantDb db, CancellationToken ct)
    {
        if (await db.OwnSetAsync(id, ct) is not { } set) return TypedResults.NotFound();
        db.BoundarySets.Remove(set);
        await db.SaveChangesAsync(ct);
        return TypedResults.NoContent();
    }

    private static readonly Projection<KnownBoundarySet, BoundarySetDetail> Detail = new((db, s) => new BoundarySetDetail(
        s.Id, s.Slug, s.Name, s.Classification, s.SourceUrl, s.Licence, s.Authority, s.ValidFrom, s.ValidTo, s.Simplification, s.IsPublic, s.Shared,
        db.Set<KnownBoundary>().Count(b => b.SetId == s.Id), s.West, s.South, s.East, s.North, s.Revision, s.Version));
}

/// <param name="Classification">VIP's or Open Civic Data's word: county, state-house, precinct, ward, ...</param>
/// <param name="Authority">Who drew the lines.</param>
/// <param name="Simplification">Metres by which the lines may be off: lookups nearer to a line are less certain.</param>
/// <param name="IsPublic">Whether anybody may see it, without an account.</param>
[Example("""{ "slug": "council-districts", "name": "Council districts", "classification": "city-council", "authority": "City clerk", "valid_from": "2024-01-01" }""")]
public sealed record CreateBoundarySet(
    [Required, MaxLength(60), RegularExpression(BoundaryRow.SlugPattern)] string Slug, [Required, MaxLength(300)] string Name,
    [Required, MaxLength(40), RegularExpression("[a-z][a-z-]*")] string Classification, [WebAddress] string? SourceUrl = null, [MaxLength(300)] string? Licence = null,
    [MaxLength(300)] string? Authority = null, DateOnly? ValidFrom = null, DateOnly? ValidTo = null, [Range(0, 10_000)] double? Simplification = null, bool IsPublic = false);

[Example("""{ "name": "Council districts of 2024", "valid_to": "2033-12-31", "is_public": true }""")]
public sealed record ChangeBoundarySet(
    [MinLength(1), MaxLength(300)] string? Name = null, [MaxLength(40), RegularExpression("[a-z][a-z-]*")] string? Classification = null, [WebAddress] string? SourceUrl = null,
    [MaxLength(300)] string? Licence = null, [MaxLength(300)] string? Authority = null, DateOnly? ValidFrom = null, DateOnly? ValidTo = null,
    [Range(0, 10_000)] double? Simplification = null, bool? IsPublic = null);

/// <param name="Shared">Of all tenants: it can be read, not changed.</param>
/// <param name="Boundaries">How many it has.</param>
/// <param name="Revision">Rises with every change of a line.</param>
public sealed record BoundarySetDetail(
    Guid Id, string Slug, string Name, string Classification, string? SourceUrl, string? Licence, string? Authority, DateOnly? ValidFrom, DateOnly? ValidTo,
    double? Simplification, bool IsPublic, bool Shared, int Boundaries, double? West, double? South, double? East, double? North, long Revision,
    [property: JsonIgnore] uint RowVersion) : IVersioned;
