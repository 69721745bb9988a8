using CivicPulse.Modules.Governance.Model;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Http;
using CivicPulse.Platform.Portal;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Governance.Endpoints.Portal;

/// <summary>Bodies as the public sees them: what was published, by names that stay.</summary>
internal static class PortalBodyEndpoints
{
    private const int MostParts = 200;

    private static readonly Listing<Body> Listed = Listing.Of<Body>("name")
        .Sort("name", b => b.Name).Filter("classification", b => b.Classification).Filter("jurisdiction", b => b.Jurisdiction).Filter("division_id", b => b.DivisionId)
        .Filter("parent_id", b => b.ParentId);

    private static readonly Listing<Post> Seats = Listing.Of<Post>("label").Sort("label", p => p.Label).Filter("role", p => p.Role).Filter("division_id", p => p.DivisionId);

    private static readonly Listing<Membership> People = Listing.Of<Membership>("person_name").Sort("person_name", m => m.PersonName).Filter("role", m => m.Role).Filter("on_behalf_of", m => m.OnBehalfOf);

    public static void MapPortalBodies(this IEndpointRouteBuilder routes)
    {
        var bodies = routes.MapPortal("bodies");
        bodies.MapGet("/bodies", List).Lists(Listed).WithSummary("Lists the bodies that are shown to the public");
        bodies.MapGet("/bodies/{slug}", Read).WithSummary("Shows a body with its parts");
        bodies.MapGet("/bodies/{slug}/posts", ListPosts).Lists(Seats).WithSummary("Lists the seats of a body with who holds them");
        bodies.MapGet("/bodies/{slug}/members", ListMembers).Lists(People).WithSummary("Lists who belongs to a body today");
    }

    private static Task<Page<PortalBody>> List([AsParameters] PageQuery page, TenantDb db, CancellationToken ct) =>
        db.Bodies.ToPageAsync(page, Listed, Shown, ct);

    private static async Task<Results<Ok<PortalBodyPage>, NotFound>> Read(string slug, TenantDb db, CancellationToken ct) =>
        await Whole.OneAsync(db, slug, ct) is { } body ? TypedResults.Ok(body) : TypedResults.NotFound();

    private static async Task<Results<Ok<Page<PortalPost>>, NotFound>> ListPosts(string slug, [AsParameters] PageQuery page, TenantDb db, TimeProvider clock, CancellationToken ct)
    {
        if (await IdOfAsync(slug, db, ct) is not { } body) return TypedResults.NotFound();
        var held = db.Memberships.HeldOn(Membership.Today(clock, db.Zone));
        return TypedResults.Ok(await db.Posts.Where(p => p.BodyId == body && p.EndDate == null).ToPageAsync(page, Seats, p => new PortalPost(
            p.Label, p.Role, p.DivisionId, p.MaximumMemberships,
            held.Where(m => m.PostId == p.Id).Max(m => m.Official!.Slug),
            held.Where(m => m.PostId == p.Id).GroupBy(m => m.PostId).Select(g => string.Join(", ", g.Select(m => m.PersonName))).FirstOrDefault()), ct));
    }

    private static async Task<Results<Ok<Page<PortalMember>>, NotFound>> ListMembers(string slug, [AsParameters] PageQuery page, TenantDb db, TimeProvider clock, CancellationToken ct)
    {
        if (await IdOfAsync(slug, db, ct) is not { } body) return TypedResults.NotFound();
        return TypedResults.Ok(await db.Memberships.HeldOn(Membership.Today(clock, db.Zone)).Where(m => m.BodyId == body)
            .ToPageAsync(page, People, m => new PortalMember(m.Official!.Slug, m.Official.Name ?? m.PersonName, m.Official.Image, m.Role, m.Label, m.OnBehalfOf, m.Post!.Label, m.StartDate, m.EndDate), ct));
    }

    private static readonly Projection<Body, PortalBody> Shown = new((_, b) => new PortalBody(b.Id, b.Slug, b.Name, b.Classification, b.Parent!.Name, b.Jurisdiction, b.LastSeen));

    // The parts as one value: as rows each would repeat what is told of the body.
    private static readonly Projection<Body, PortalBodyPage> Whole = new((db, b) => new PortalBodyPage(
        b.Id, b.Slug, b.Name, b.Classification, b.Description, b.Parent == null ? null : new PortalName(b.Parent.Slug, b.Parent.Name),
        PortalName.Of(db.Set<Body>().Where(p => p.ParentId == b.Id).OrderBy(p => p.Name).ThenBy(p => p.Id).Take(MostParts).GroupBy(p => p.ParentId)
            .Select(g => EF.Functions.ArrayAgg(g.OrderBy(p => p.Name).ThenBy(p => p.Id).Select(p => p.Slug + " " + p.Name))).FirstOrDefault()),
        b.Jurisdiction, b.DivisionId, b.FoundingDate, b.DissolutionDate, b.OtherNames, ContactDetail.Of(b.ContactDetails), WebLink.Of(b.Links), WebLink.Of(b.Sources), b.LastSeen, b.PublishedAt));

    private static Task<Guid?> IdOfAsync(string slug, TenantDb db, CancellationToken ct) =>
        db.Bodies.Where(b => b.Slug == slug).Select(b => (Guid?)b.Id).FirstOrDefaultAsync(ct);
}

public sealed record PortalName(string Slug, string Name)
{
    /// <summary>Of texts that begin with a slug, which has no space.</summary>
    internal static IReadOnlyList<PortalName> Of(string[]? texts) => [.. (texts ?? []).Select(t => t.Split(' ', 2)).Select(t => new PortalName(t[0], t[1]))];
}

public sealed record PortalBody(Guid Id, string Slug, string Name, string Classification, string? ParentName, string? Jurisdiction, DateTimeOffset? LastSeen);

/// <param name="Parts">Bodies that are a part of it, at most 200.</param>
/// <param name="LastSeen">When a source last said the same.</param>
public sealed record PortalBodyPage(
    Guid Id, string Slug, string Name, string Classification, string? Description, PortalName? Parent, IReadOnlyList<PortalName> Parts, string? Jurisdiction, string? DivisionId,
    string? FoundingDate, string? DissolutionDate, IReadOnlyList<string> OtherNames, IReadOnlyList<ContactDetail> ContactDetails, IReadOnlyList<WebLink> Links,
    IReadOnlyList<WebLink> Sources, DateTimeOffset? LastSeen, DateTimeOffset? PublishedAt);

/// <param name="HeldBy">Names of those who hold it, with commas between them; none while it is vacant.</param>
public sealed record PortalPost(string Label, string Role, string? DivisionId, int MaximumMemberships, string? HolderSlug, string? HeldBy);

public sealed record PortalMember(string? Slug, string Name, string? Image, string Role, string? Label, string? OnBehalfOf, string? PostLabel, string? StartDate, string? EndDate);
