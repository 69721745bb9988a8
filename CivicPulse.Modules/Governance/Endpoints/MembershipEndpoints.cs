using System.ComponentModel;
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

internal static class MembershipEndpoints
{
    private static readonly Listing<Membership> Listed = Listing.Of<Membership>("-created_at")
        .Sort("created_at", m => m.CreatedAt).Filter("official_id", m => m.OfficialId).Filter("body_id", m => m.BodyId).Filter("post_id", m => m.PostId)
        .Filter("role", m => m.Role).Filter("on_behalf_of", m => m.OnBehalfOf).Filter("start_date", m => m.StartDate).Filter("end_date", m => m.EndDate)
        .Filter("published_at", m => m.PublishedAt).Besides("on");

    public static void MapMemberships(this IEndpointRouteBuilder routes)
    {
        var memberships = routes.MapGroup("/api/v1/memberships").WithTags("Governance");
        memberships.MapGet("/", List).Needs(GovernancePermissions.Read).Lists(Listed).WithSummary("Lists memberships, newest first; with `on` those that held on a day");
        memberships.MapPost("/", Create).Needs(GovernancePermissions.Write).WithSummary("Adds a membership: somebody in a body, perhaps in a post, for a time");
        memberships.MapGet("/{id:guid}", Read).Needs(GovernancePermissions.Read).WithSummary("Reads a membership");
        memberships.MapPatch("/{id:guid}", Change).Needs(GovernancePermissions.Write).WithSummary("Changes the named fields of a membership; `end_date` ends it");
        memberships.MapDelete("/{id:guid}", Delete).Needs(GovernancePermissions.Write).WithSummary("Deletes a membership that never was; one that is over gets an `end_date`");
        memberships.MapPublication<Membership>(GovernancePermissions.Publish);
    }

    private static Task<Page<MembershipDetail>> List(
        [AsParameters] PageQuery page, TenantDb db, CancellationToken ct, [Description("A day such as 2026-03-02")] DateOnly? on = null)
    {
        var memberships = db.Memberships.AsQueryable();
        if (on is { } day) memberships = memberships.HeldOn(day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        return memberships.ToPageAsync(page, Listed, Detail.In(db), ct);
    }

    private static async Task<Results<Created<MembershipDetail>, ProblemHttpResult>> Create(CreateMembership asked, TenantDb db, CancellationToken ct)
    {
        if (await ProblemAsync(asked.BodyId!.Value, asked.OfficialId, asked.PostId, db, ct) is { } problem) return problem;
        var name = asked.OfficialId is { } official ? await db.Officials.Where(o => o.Id == official).Select(o => o.Name).FirstAsync(ct) : asked.PersonName;
        if (name is null) return Problems.Of(StatusCodes.Status422UnprocessableEntity, "governance.nobody", "Name the official_id, or the person_name of somebody unknown.");
        var membership = new Membership
        {
            BodyId = asked.BodyId.Value,
            OfficialId = asked.OfficialId,
            PersonName = name,
            PostId = asked.PostId,
            Role = asked.Role,
            Label = asked.Label,
            OnBehalfOf = asked.OnBehalfOf,
            Mandate = asked.Mandate,
            AppointedBy = asked.AppointedBy,
            StartDate = asked.StartDate.Or(null),
            EndDate = asked.EndDate.Or(null),
            Sources = WebLink.Kept(asked.Sources),
        };
        membership.Check();
        db.Memberships.Add(membership);
        await db.SaveChangesAsync(ct);
        return TypedResults.Created($"/api/v1/memberships/{membership.Id}", await Detail.OneAsync(db, membership.Id, ct));
    }

    private static async Task<Results<Ok<MembershipDetail>, NotFound>> Read(Guid id, TenantDb db, CancellationToken ct) =>
        await Detail.OneAsync(db, id, ct) is { } membership ? TypedResults.Ok(membership) : TypedResults.NotFound();

    private static async Task<Results<Ok<MembershipDetail>, NotFound, ProblemHttpResult>> Change(Guid id, ChangeMembership asked, TenantDb db, CancellationToken ct)
    {
        if (await db.Memberships.FirstOrDefaultAsync(m => m.Id == id, ct) is not { } membership) return TypedResults.NotFound();
        if (await ProblemAsync(membership.BodyId, asked.OfficialId, asked.PostId, db, ct) is { } problem) return problem;
        if (asked.LockedFields is { } locked) membership.Unlock(locked);
        (membership.OfficialId, membership.PostId) = (asked.OfficialId ?? membership.OfficialId, asked.PostId ?? membership.PostId);
        (membership.Role, membership.Label) = (asked.Role ?? membership.Role, asked.Label.Or(membership.Label));
        (membership.OnBehalfOf, membership.Mandate) = (asked.OnBehalfOf.Or(membership.OnBehalfOf), asked.Mandate ?? membership.Mandate);
        membership.AppointedBy = asked.AppointedBy.Or(membership.AppointedBy);
        membership.StartDate = asked.StartDate.Or(membership.StartDate);
        membership.End(asked.EndDate.Or(membership.EndDate));
        if (asked.Sources is { } sources) membership.Sources = WebLink.Kept(sources);
        membership.Check();
        await db.SaveChangesAsync(ct);
        return await Detail.OneAsync(db, id, ct) is { } changed ? TypedResults.Ok(changed) : TypedResults.NotFound();
    }

    private static async Task<Results<NoContent, NotFound>> Delete(Guid id, TenantDb db, CancellationToken ct)
    {
        if (await db.Memberships.FirstOrDefaultAsync(m => m.Id == id, ct) is not { } membership) return TypedResults.NotFound();
        db.Memberships.Remove(membership);
        await db.SaveChangesAsync(ct);
        return TypedResults.NoContent();
    }

    /// <summary>What it refers to is there, and the post is one of the body.</summary>
    private static async Task<ProblemHttpResult?> ProblemAsync(Guid body, Guid? official, Guid? post, TenantDb db, CancellationToken ct)
    {
        if (!await db.Bodies.AnyAsync(b => b.Id == body, ct)) return Problems.Of(StatusCodes.Status422UnprocessableEntity, "governance.no_such_body", "There is no body with this body_id.");
        if (official is { } who && !await db.Officials.AnyAsync(o => o.Id == who, ct)) return Problems.Of(StatusCodes.Status422UnprocessableEntity, "governance.no_such_official", "There is no official with this official_id.");
        return post is { } seat && !await db.Posts.AnyAsync(p => p.Id == seat && p.BodyId == body, ct)
            ? Problems.Of(StatusCodes.Status422UnprocessableEntity, "governance.no_such_post", "There is no post with this post_id in the body.")
            : null;
    }

    private static readonly Projection<Membership, MembershipDetail> Detail = new((_, m) => new MembershipDetail(
        m.Id, m.BodyId, m.Body!.Name, m.OfficialId, m.Official!.Name ?? m.PersonName, m.PostId, m.Post!.Label, m.Role, m.Label, m.OnBehalfOf, m.Mandate, m.AppointedBy, m.StartDate, m.EndDate,
        WebLink.Of(m.Sources), m.LastSeen, m.LockedFields, m.PublishedAt, m.Version));
}

/// <param name="PersonName">For somebody who is no official here.</param>
/// <param name="OnBehalfOf">The party or group that they sit for.</param>
/// <param name="EndDate">The first day on which it no longer holds.</param>
[Example("""{ "body_id": "01890a5d-ac96-774b-bcce-b302099a8057", "person_name": "Ada Alvarez", "role": "Chair", "mandate": "elected", "start_date": "2026-01-05" }""")]
public sealed record CreateMembership(
    [Required] Guid? BodyId, [Required, MaxLength(200)] string Role, Guid? OfficialId = null, [MinLength(1), MaxLength(300)] string? PersonName = null, Guid? PostId = null,
    [MaxLength(300)] string? Label = null, [MaxLength(200)] string? OnBehalfOf = null, Mandate? Mandate = null, [MaxLength(300)] string? AppointedBy = null,
    [PartialDate] string? StartDate = null, [PartialDate] string? EndDate = null, [MaxLength(100)] IReadOnlyList<WebLink>? Sources = null);

/// <param name="LockedFields">Fields to keep locked; the others are given back to the imports.</param>
[Example("""{ "end_date": "2026-12-31" }""")]
public sealed record ChangeMembership(
    Guid? OfficialId = null, Guid? PostId = null, [MinLength(1), MaxLength(200)] string? Role = null, [MaxLength(300)] string? Label = null, [MaxLength(200)] string? OnBehalfOf = null,
    Mandate? Mandate = null, [MaxLength(300)] string? AppointedBy = null, [PartialDate] string? StartDate = null, [PartialDate] string? EndDate = null,
    [MaxLength(100)] IReadOnlyList<WebLink>? Sources = null, IReadOnlyList<string>? LockedFields = null);

public sealed record MembershipDetail(
    Guid Id, Guid BodyId, string BodyName, Guid? OfficialId, string PersonName, Guid? PostId, string? PostLabel, string Role, string? Label, string? OnBehalfOf, Mandate? Mandate,
    string? AppointedBy, string? StartDate, string? EndDate, IReadOnlyList<WebLink> Sources, DateTimeOffset? LastSeen, IReadOnlyList<string> LockedFields, DateTimeOffset? PublishedAt,
    [property: JsonIgnore] uint RowVersion) : IVersioned;
