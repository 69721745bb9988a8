using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using CivicPulse.Modules.Governance.Model;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Governance.Endpoints;

internal static class BodyEndpoints
{
    private static readonly Listing<Body> Listed = Listing.Of<Body>("-created_at")
        .Sort("created_at", b => b.CreatedAt).Sort("name", b => b.Name).Filter("classification", b => b.Classification);

    public static void MapBodies(this IEndpointRouteBuilder routes)
    {
        var bodies = routes.MapGroup("/api/v1/bodies").WithTags("Governance");
        bodies.MapGet("/", List).Needs(GovernancePermissions.Read).Lists(Listed).WithSummary("Lists bodies, newest first");
        bodies.MapPost("/", Create).Needs(GovernancePermissions.Write).WithSummary("Adds a body");
        bodies.MapGet("/{id:guid}", Read).Needs(GovernancePermissions.Read).WithSummary("Reads a body");
    }

    private static Task<Page<BodyDetail>> List([AsParameters] PageQuery page, TenantDb db, CancellationToken ct) =>
        db.Bodies.ToPageAsync(page, Listed, b => new BodyDetail(b.Id, b.Name, b.Classification, b.Description, b.CreatedAt, b.DistrictId, b.Version), ct);

    private static async Task<Created<BodyDetail>> Create(CreateBody asked, TenantDb db, CancellationToken ct)
    {
        var body = new Body { Name = asked.Name, Classification = asked.Classification, Description = asked.Description, DistrictId = asked.DistrictId };
        db.Bodies.Add(body);
        await db.SaveChangesAsync(ct);
        return TypedResults.Created($"/api/v1/bodies/{body.Id}", Detail(body));
    }

    private static async Task<Results<Ok<BodyDetail>, NotFound>> Read(Guid id, TenantDb db, CancellationToken ct) =>
        await db.Bodies.AsNoTracking().FirstOrDefaultAsync(b => b.Id == id, ct) is { } body ? TypedResults.Ok(Detail(body)) : TypedResults.NotFound();

    private static BodyDetail Detail(Body b) => new(b.Id, b.Name, b.Classification, b.Description, b.CreatedAt, b.DistrictId, b.Version);
}

/// <param name="Classification">Open Civic Data's word: legislature, committee, commission, ...</param>
[Example("""{ "name": "Parks committee", "classification": "committee", "description": "Parks, pools and playgrounds." }""")]
public sealed record CreateBody(
    [Required, MaxLength(300)] string Name,
    [Required, MaxLength(60), RegularExpression("[a-z_]+")] string Classification,
    [MaxLength(5000)] string? Description = null,
    Guid? DistrictId = null);

public sealed record BodyDetail(
    Guid Id, string Name, string Classification, string? Description, DateTimeOffset CreatedAt, Guid? DistrictId,
    [property: JsonIgnore] uint RowVersion) : IVersioned;
