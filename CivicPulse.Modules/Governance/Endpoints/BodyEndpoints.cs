using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using CivicPulse.Modules.Governance.Model;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Http;
using CivicPulse.Platform.Portal;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Governance.Endpoints;

internal static class BodyEndpoints
{
    private static readonly Listing<Body> Listed = Listing.Of<Body>("-created_at")
        .Sort("created_at", b => b.CreatedAt).Sort("name", b => b.Name).Filter("classification", b => b.Classification).Filter("parent_id", b => b.ParentId)
        .Filter("jurisdiction", b => b.Jurisdiction).Filter("division_id", b => b.DivisionId).Filter("identifier", b => b.Identifier).Filter("published_at", b => b.PublishedAt);

    public static void MapBodies(this IEndpointRouteBuilder routes)
    {
        var bodies = routes.MapGroup("/api/v1/bodies").WithTags("Governance");
        bodies.MapGet("/", List).Needs(GovernancePermissions.Read).Lists(Listed).WithSummary("Lists bodies, newest first");
        bodies.MapPost("/", Create).Needs(GovernancePermissions.Write).WithSummary("Adds a body");
        bodies.MapGet("/{id:guid}", Read).Needs(GovernancePermissions.Read).WithSummary("Reads a body");
        bodies.MapPatch("/{id:guid}", Change).Needs(GovernancePermissions.Write).WithSummary("Changes the named fields of a body; imports leave them alone from then on");
        bodies.MapDelete("/{id:guid}", Delete).Needs(GovernancePermissions.Write).WithSummary("Deletes a body with its posts, memberships and matters; its meetings stay");
        bodies.MapPublication<Body>(GovernancePermissions.Publish);
    }

    private static Task<Page<BodyDetail>> List([AsParameters] PageQuery page, TenantDb db, CancellationToken ct) =>
        db.Bodies.ToPageAsync(page, Listed, Detail, ct);

    private static async Task<Results<Created<BodyDetail>, ProblemHttpResult>> Create(CreateBody asked, TenantDb db, CancellationToken ct)
    {
        if (await ParentProblemAsync(asked.ParentId, null, db, ct) is { } problem) return problem;
        var body = new Body { Name = asked.Name, Classification = asked.Classification, Identifier = asked.Identifier };
        Describe(body, asked);
        db.Bodies.Add(body);
        await db.SaveChangesAsync(ct);
        return TypedResults.Created($"/api/v1/bodies/{body.Id}", await Detail.OneAsync(db, body.Id, ct));
    }

    private static async Task<Results<Ok<BodyDetail>, NotFound>> Read(Guid id, TenantDb db, CancellationToken ct) =>
        await Detail.OneAsync(db, id, ct) is { } body ? TypedResults.Ok(body) : TypedResults.NotFound();

    private static async Task<Results<Ok<BodyDetail>, NotFound, ProblemHttpResult>> Change(Guid id, ChangeBody asked, TenantDb db, CancellationToken ct)
    {
        if (await db.Bodies.FirstOrDefaultAsync(b => b.Id == id, ct) is not { } body) return TypedResults.NotFound();
        if (await ParentProblemAsync(asked.ParentId, id, db, ct) is { } problem) return problem;
        if (asked.LockedFields is { } locked) body.Unlock(locked);
        (body.Name, body.Classification) = (asked.Name ?? body.Name, asked.Classification ?? body.Classification);
        Describe(body, asked);
        await db.SaveChangesAsync(ct);
        return await Detail.OneAsync(db, id, ct) is { } changed ? TypedResults.Ok(changed) : TypedResults.NotFound();
    }

    private static async Task<Results<NoContent, NotFound>> Delete(Guid id, TenantDb db, CancellationToken ct)
    {
        if (await db.Bodies.FirstOrDefaultAsync(b => b.Id == id, ct) is not { } body) return TypedResults.NotFound();
        await db.ForgetFilesAsync<MatterAttachment>(db.Matters.Where(m => m.BodyId == id).Select(m => m.Id), ct);
        db.Bodies.Remove(body);
        await db.SaveChangesAsync(ct);
        return TypedResults.NoContent();
    }

    private static void Describe(Body body, IBodyFields asked)
    {
        body.Description = asked.Description.Or(body.Description);
        body.ParentId = asked.ParentId ?? body.ParentId;
        body.Jurisdiction = asked.Jurisdiction.Or(body.Jurisdiction);
        body.DivisionId = asked.DivisionId.Or(body.DivisionId);
        body.DistrictId = asked.DistrictId ?? body.DistrictId;
        (body.FoundingDate, body.DissolutionDate) = (asked.FoundingDate.Or(body.FoundingDate), asked.DissolutionDate.Or(body.DissolutionDate));
        if (asked.OtherNames is { } names) body.OtherNames = Lines.Checked(names);
        if (asked.Identifiers is { } ids) body.Identifiers = ExternalId.Kept(ids);
        if (asked.ContactDetails is { } contact) body.ContactDetails = ContactDetail.Kept(contact);
        if (asked.Links is { } links) body.Links = WebLink.Kept(links);
        if (asked.Sources is { } sources) body.Sources = WebLink.Kept(sources);
    }

    /// <summary>A body is not a part of itself, nor of its own parts.</summary>
    private static async Task<ProblemHttpResult?> ParentProblemAsync(Guid? parent, Guid? body, TenantDb db, CancellationToken ct)
    {
        var (at, depth) = (parent, 0);
        while (at is { } next)
        {
            RuleBroken.Unless(next != body && depth < Body.Deepest, "governance.body_within_itself", "A body cannot be a part of itself.");
            var found = await db.Bodies.Where(b => b.Id == next).Select(b => new { b.ParentId }).FirstOrDefaultAsync(ct);
            if (found is null) return depth > 0 ? null : Problems.Of(StatusCodes.Status422UnprocessableEntity, "governance.no_such_body", "There is no body with this parent_id.");
            (at, depth) = (found.ParentId, depth + 1);
        }
        return null;
    }

    private static readonly Projection<Body, BodyDetail> Detail = new((_, b) => new BodyDetail(
        b.Id, b.Name, b.Classification, b.Description, b.ParentId, b.Parent!.Name, b.Jurisdiction, b.DivisionId, b.DistrictId, b.FoundingDate, b.DissolutionDate, b.OtherNames,
        b.Identifier, ExternalId.Of(b.Identifiers), ContactDetail.Of(b.ContactDetails), WebLink.Of(b.Links), WebLink.Of(b.Sources), b.LastSeen, b.LockedFields,
        b.Slug, b.PublishedAt, b.CreatedAt, b.Version));
}

internal interface IBodyFields
{
    string? Description { get; }

    Guid? ParentId { get; }

    string? Jurisdiction { get; }

    string? DivisionId { get; }

    Guid? DistrictId { get; }

    string? FoundingDate { get; }

    string? DissolutionDate { get; }

    IReadOnlyList<string>? OtherNames { get; }

    IReadOnlyList<ExternalId>? Identifiers { get; }

    IReadOnlyList<ContactDetail>? ContactDetails { get; }

    IReadOnlyList<WebLink>? Links { get; }

    IReadOnlyList<WebLink>? Sources { get; }
}

/// <param name="Classification">Open Civic Data's word: legislature, committee, commission, ...</param>
/// <param name="Identifier">The id under which its source knows it; unique.</param>
/// <param name="DivisionId">What it governs, as an OCD division.</param>
/// <param name="DistrictId">The district that it serves; none when it serves all.</param>
[Example("""{ "name": "Parks committee", "classification": "committee", "description": "Parks, pools and playgrounds." }""")]
public sealed record CreateBody(
    [Required, MaxLength(300)] string Name, [Required, MaxLength(60), RegularExpression("[a-z_]+")] string Classification, [MaxLength(5000)] string? Description = null,
    Guid? ParentId = null, [MaxLength(300)] string? Identifier = null, [MaxLength(300)] string? Jurisdiction = null, [DivisionId] string? DivisionId = null, Guid? DistrictId = null,
    [PartialDate] string? FoundingDate = null, [PartialDate] string? DissolutionDate = null, [MaxLength(100)] IReadOnlyList<string>? OtherNames = null,
    [MaxLength(100)] IReadOnlyList<ExternalId>? Identifiers = null, [MaxLength(100)] IReadOnlyList<ContactDetail>? ContactDetails = null,
    [MaxLength(100)] IReadOnlyList<WebLink>? Links = null, [MaxLength(100)] IReadOnlyList<WebLink>? Sources = null) : IBodyFields;

/// <param name="LockedFields">Fields to keep locked; the others are given back to the imports.</param>
[Example("""{ "description": "Parks, pools, playgrounds and the botanical garden." }""")]
public sealed record ChangeBody(
    [MinLength(1), MaxLength(300)] string? Name = null, [MinLength(1), MaxLength(60), RegularExpression("[a-z_]+")] string? Classification = null,
    [MaxLength(5000)] string? Description = null, Guid? ParentId = null, [MaxLength(300)] string? Jurisdiction = null, [DivisionId] string? DivisionId = null, Guid? DistrictId = null,
    [PartialDate] string? FoundingDate = null, [PartialDate] string? DissolutionDate = null, [MaxLength(100)] IReadOnlyList<string>? OtherNames = null,
    [MaxLength(100)] IReadOnlyList<ExternalId>? Identifiers = null, [MaxLength(100)] IReadOnlyList<ContactDetail>? ContactDetails = null,
    [MaxLength(100)] IReadOnlyList<WebLink>? Links = null, [MaxLength(100)] IReadOnlyList<WebLink>? Sources = null, IReadOnlyList<string>? LockedFields = null) : IBodyFields;

/// <param name="LastSeen">When a source last said the same.</param>
/// <param name="LockedFields">Changed by a person: imports leave these alone.</param>
/// <param name="Slug">Its name in the portal's addresses.</param>
public sealed record BodyDetail(
    Guid Id, string Name, string Classification, string? Description, Guid? ParentId, string? ParentName, string? Jurisdiction, string? DivisionId, Guid? DistrictId,
    string? FoundingDate, string? DissolutionDate, IReadOnlyList<string> OtherNames, string? Identifier, IReadOnlyList<ExternalId> Identifiers,
    IReadOnlyList<ContactDetail> ContactDetails, IReadOnlyList<WebLink> Links, IReadOnlyList<WebLink> Sources, DateTimeOffset? LastSeen, IReadOnlyList<string> LockedFields,
    string Slug, DateTimeOffset? PublishedAt, DateTimeOffset CreatedAt, [property: JsonIgnore] uint RowVersion) : IVersioned;
