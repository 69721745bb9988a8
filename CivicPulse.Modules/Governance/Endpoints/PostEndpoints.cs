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

internal static class PostEndpoints
{
    private static readonly Listing<Post> Listed = Listing.Of<Post>("label")
        .Sort("label", p => p.Label).Filter("body_id", p => p.BodyId).Filter("role", p => p.Role).Filter("division_id", p => p.DivisionId)
        .Filter("end_date", p => p.EndDate).Filter("published_at", p => p.PublishedAt).Besides("vacant");

    public static void MapPosts(this IEndpointRouteBuilder routes)
    {
        var posts = routes.MapGroup("/api/v1/posts").WithTags("Governance");
        posts.MapGet("/", List).Needs(GovernancePermissions.Read).Lists(Listed).WithSummary("Lists posts with who holds them; with `vacant=true` those that are not fully held");
        posts.MapPost("/", Create).Needs(GovernancePermissions.Write).WithSummary("Adds a post to a body");
        posts.MapGet("/{id:guid}", Read).Needs(GovernancePermissions.Read).WithSummary("Reads a post");
        posts.MapPatch("/{id:guid}", Change).Needs(GovernancePermissions.Write).WithSummary("Changes the named fields of a post; imports leave them alone from then on");
        posts.MapDelete("/{id:guid}", Delete).Needs(GovernancePermissions.Write).WithSummary("Deletes a post; memberships in it stay with the body");
        posts.MapPublication<Post>(GovernancePermissions.Publish);
    }

    private static Task<Page<PostSummary>> List(
        [AsParameters] PageQuery page, TenantDb db, TimeProvider clock, CancellationToken ct, bool? vacant = null)
    {
        var today = Membership.Today(clock, db.Zone);
        var posts = vacant is { } wanted ? db.Posts.Where(Posts.IsVacant(db, today, wanted)) : db.Posts;
        return posts.ToPageAsync(page, Listed, Posts.Summary(db, today), ct);
    }

    private static async Task<Results<Created<PostDetail>, ProblemHttpResult>> Create(CreatePost asked, TenantDb db, TimeProvider clock, CancellationToken ct)
    {
        if (!await db.Bodies.AnyAsync(b => b.Id == asked.BodyId, ct)) return Problems.Of(StatusCodes.Status422UnprocessableEntity, "governance.no_such_body", "There is no body with this body_id.");
        var post = new Post
        {
            BodyId = asked.BodyId!.Value,
            Label = asked.Label,
            Role = asked.Role,
            Identifier = asked.Identifier,
            DivisionId = asked.DivisionId,
            MaximumMemberships = asked.MaximumMemberships,
            StartDate = asked.StartDate,
            EndDate = asked.EndDate,
            Sources = WebLink.Kept(asked.Sources),
        };
        db.Posts.Add(post);
        await db.SaveChangesAsync(ct);
        return TypedResults.Created($"/api/v1/posts/{post.Id}", await Posts.OneAsync(db, post.Id, clock, ct));
    }

    private static async Task<Results<Ok<PostDetail>, NotFound>> Read(Guid id, TenantDb db, TimeProvider clock, CancellationToken ct) =>
        await Posts.OneAsync(db, id, clock, ct) is { } post ? TypedResults.Ok(post) : TypedResults.NotFound();

    private static async Task<Results<Ok<PostDetail>, NotFound>> Change(Guid id, ChangePost asked, TenantDb db, TimeProvider clock, CancellationToken ct)
    {
        if (await db.Posts.FirstOrDefaultAsync(p => p.Id == id, ct) is not { } post) return TypedResults.NotFound();
        if (asked.LockedFields is { } locked) post.Unlock(locked);
        (post.Label, post.Role) = (asked.Label ?? post.Label, asked.Role ?? post.Role);
        (post.DivisionId, post.MaximumMemberships) = (asked.DivisionId.Or(post.DivisionId), asked.MaximumMemberships ?? post.MaximumMemberships);
        (post.StartDate, post.EndDate) = (asked.StartDate.Or(post.StartDate), asked.EndDate.Or(post.EndDate));
        if (asked.Sources is { } sources) post.Sources = WebLink.Kept(sources);
        await db.SaveChangesAsync(ct);
        return await Posts.OneAsync(db, id, clock, ct) is { } changed ? TypedResults.Ok(changed) : TypedResults.NotFound();
    }

    private static async Task<Results<NoContent, NotFound>> Delete(Guid id, TenantDb db, CancellationToken ct)
    {
        if (await db.Posts.FirstOrDefaultAsync(p => p.Id == id, ct) is not { } post) return TypedResults.NotFound();
        db.Posts.Remove(post);
        await db.SaveChangesAsync(ct);
        return TypedResults.NoContent();
    }
}

/// <param name="Label">Its full name, unique in its body.</param>
/// <param name="Role">What its holder is: Representative, Mayor, Chair.</param>
/// <param name="DivisionId">Whom it represents, as an OCD division.</param>
[Example("""{ "body_id": "01890a5d-ac96-774b-bcce-b302099a8057", "label": "Council member, ward 2", "role": "Council member" }""")]
public sealed record CreatePost(
    [Required] Guid? BodyId, [Required, MaxLength(300)] string Label, [Required, MaxLength(200)] string Role, [MaxLength(300)] string? Identifier = null,
    [DivisionId] string? DivisionId = null, [Range(1, 10_000)] int MaximumMemberships = 1, [PartialDate] string? StartDate = null, [PartialDate] string? EndDate = null,
    [MaxLength(100)] IReadOnlyList<WebLink>? Sources = null);

/// <param name="LockedFields">Fields to keep locked; the others are given back to the imports.</param>
[Example("""{ "end_date": "2027-01-01" }""")]
public sealed record ChangePost(
    [MinLength(1), MaxLength(300)] string? Label = null, [MinLength(1), MaxLength(200)] string? Role = null, [DivisionId] string? DivisionId = null,
    [Range(1, 10_000)] int? MaximumMemberships = null, [PartialDate] string? StartDate = null, [PartialDate] string? EndDate = null,
    [MaxLength(100)] IReadOnlyList<WebLink>? Sources = null, IReadOnlyList<string>? LockedFields = null);

/// <param name="HeldBy">The names of those who hold it today, with commas between them.</param>
/// <param name="Vacant">Fewer hold it than could.</param>
public sealed record PostSummary(
    Guid Id, Guid BodyId, string BodyName, string Label, string Role, string? Identifier, string? DivisionId, int MaximumMemberships, string? StartDate, string? EndDate,
    string? HeldBy, bool Vacant, string Slug, DateTimeOffset? PublishedAt);

/// <param name="Holders">Who holds it today.</param>
/// <param name="Vacant">Fewer hold it than could.</param>
public sealed record PostDetail(
    Guid Id, Guid BodyId, string BodyName, string Label, string Role, string? Identifier, string? DivisionId, int MaximumMemberships, string? StartDate, string? EndDate,
    IReadOnlyList<PostHolder> Holders, bool Vacant, IReadOnlyList<WebLink> Sources, DateTimeOffset? LastSeen, IReadOnlyList<string> LockedFields, string Slug, DateTimeOffset? PublishedAt,
    [property: JsonIgnore] uint RowVersion) : IVersioned;

public sealed record PostHolder(Guid MembershipId, Guid? OfficialId, string Name, string? StartDate, string? EndDate);
