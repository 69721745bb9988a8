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

internal static class StanceEndpoints
{
    private static readonly Listing<Stance> Listed = Listing.Of<Stance>("-stated_on")
        .Sort("stated_on", s => s.StatedOn).Filter("official_id", s => s.OfficialId).Filter("matter_id", s => s.MatterId).Filter("topic", s => s.Topic)
        .Filter("position", s => s.Position).Filter("published_at", s => s.PublishedAt);

    public static void MapStances(this IEndpointRouteBuilder routes)
    {
        var stances = routes.MapGroup("/api/v1/stances").WithTags("Governance");
        stances.MapGet("/", List).Needs(GovernancePermissions.Read).Lists(Listed).WithSummary("Lists what officials said on topics, latest first");
        stances.MapPost("/", Create).Needs(GovernancePermissions.Write).WithSummary("Adds what an official said on a topic, with where they said it");
        stances.MapGet("/{id:guid}", Read).Needs(GovernancePermissions.Read).WithSummary("Reads a stance with its citations and the official's reply");
        stances.MapPatch("/{id:guid}", Change).Needs(GovernancePermissions.Write).WithSummary("Changes the named fields of a stance; the official's reply stays");
        stances.MapDelete("/{id:guid}", Delete).Needs(GovernancePermissions.Write).WithSummary("Deletes a stance with the reply to it");
        stances.MapPublication<Stance>(GovernancePermissions.Publish);
    }

    private static Task<Page<StanceDetail>> List([AsParameters] PageQuery page, TenantDb db, CancellationToken ct) => db.Stances.ToPageAsync(page, Listed, Detail, ct);

    private static async Task<Results<Created<StanceDetail>, ProblemHttpResult>> Create(CreateStance asked, TenantDb db, CancellationToken ct)
    {
        if (!await db.Officials.AnyAsync(o => o.Id == asked.OfficialId, ct)) return Known.NoOfficial();
        if (await ProblemAsync(asked.MatterId, asked.Citations, db, ct) is { } problem) return problem;
        var stance = new Stance
        {
            OfficialId = asked.OfficialId!.Value,
            Topic = asked.Topic,
            MatterId = asked.MatterId,
            Position = asked.Position!.Value,
            Statement = asked.Statement,
            StatedOn = asked.StatedOn,
            Citations = CitedPlace.Kept(asked.Citations),
            Identifier = asked.Identifier,
        };
        db.Stances.Add(stance);
        await db.SaveChangesAsync(ct);
        return TypedResults.Created($"/api/v1/stances/{stance.Id}", await Detail.OneAsync(db, stance.Id, ct));
    }

    private static async Task<Results<Ok<StanceDetail>, NotFound>> Read(Guid id, TenantDb db, CancellationToken ct) =>
        await Detail.OneAsync(db, id, ct) is { } stance ? TypedResults.Ok(stance) : TypedResults.NotFound();

    private static async Task<Results<Ok<StanceDetail>, NotFound, ProblemHttpResult>> Change(Guid id, ChangeStance asked, TenantDb db, CancellationToken ct)
    {
        if (await db.Stances.FirstOrDefaultAsync(s => s.Id == id, ct) is not { } stance) return TypedResults.NotFound();
        if (await ProblemAsync(asked.MatterId, asked.Citations, db, ct) is { } problem) return problem;
        if (asked.LockedFields is { } locked) stance.Unlock(locked);
        (stance.Topic, stance.Statement, stance.StatedOn) = (asked.Topic ?? stance.Topic, asked.Statement ?? stance.Statement, asked.StatedOn ?? stance.StatedOn);
        (stance.Position, stance.MatterId) = (asked.Position ?? stance.Position, asked.MatterId ?? stance.MatterId);
        if (asked.Citations is { } citations) stance.Citations = CitedPlace.Kept(citations);
        await db.SaveChangesAsync(ct);
        return await Detail.OneAsync(db, id, ct) is { } changed ? TypedResults.Ok(changed) : TypedResults.NotFound();
    }

    private static async Task<Results<NoContent, NotFound>> Delete(Guid id, TenantDb db, CancellationToken ct)
    {
        if (await db.Stances.FirstOrDefaultAsync(s => s.Id == id, ct) is not { } stance) return TypedResults.NotFound();
        db.Stances.Remove(stance);
        await db.SaveChangesAsync(ct);
        return TypedResults.NoContent();
    }

    private static async Task<ProblemHttpResult?> ProblemAsync(Guid? matter, IReadOnlyList<CitedPlace>? citations, TenantDb db, CancellationToken ct) =>
        await Known.MatterAsync(matter, db, ct) ?? await Known.CitedAsync(citations, db, ct);

    internal static readonly Projection<Stance, StanceDetail> Detail = new((_, s) => new StanceDetail(
        s.Id, s.OfficialId, s.Official!.Name, s.Topic, s.MatterId, s.Matter!.Identifier, s.Matter.Name, s.Position, s.Statement, s.StatedOn, CitedPlace.Of(s.Citations),
        s.ReplyText == null ? null : new ReplyDetail(s.ReplyText, s.ReplyBy!, s.RepliedOn!.Value),
        s.Identifier, s.LastSeen, s.LockedFields, s.Slug, s.PublishedAt, s.CreatedAt, s.Version));
}

/// <param name="MatterId">The matter that it is about: then the ledger compares it with votes.</param>
/// <param name="Statement">What they said, as close to their words as can be.</param>
/// <param name="Citations">Where they said it: at least one place.</param>
[Example("""{ "official_id": "01890a5d-ac96-774b-bcce-b302099a8057", "topic": "Opening hours of parks", "position": "for", "statement": "Parks should be open until ten.", "stated_on": "2026-02-03", "citations": [ { "url": "https://town.example/news/12", "title": "Interview", "quote": "Keep them open until ten." } ] }""")]
public sealed record CreateStance(
    [Required] Guid? OfficialId, [Required, MaxLength(300)] string Topic, [Required] StancePosition? Position, [Required, MaxLength(5000)] string Statement,
    [Required, MinLength(1), MaxLength(50)] IReadOnlyList<CitedPlace>? Citations, Guid? MatterId = null, DateOnly? StatedOn = null, [MaxLength(300)] string? Identifier = null);

/// <param name="LockedFields">Fields to keep locked; the others are given back to the imports.</param>
[Example("""{ "position": "mixed" }""")]
public sealed record ChangeStance(
    [MinLength(1), MaxLength(300)] string? Topic = null, StancePosition? Position = null, [MinLength(1), MaxLength(5000)] string? Statement = null, [MaxLength(50)] IReadOnlyList<CitedPlace>? Citations = null,
    Guid? MatterId = null, DateOnly? StatedOn = null, IReadOnlyList<string>? LockedFields = null);

public sealed record StanceDetail(
    Guid Id, Guid OfficialId, string OfficialName, string Topic, Guid? MatterId, string? MatterIdentifier, string? MatterTitle, StancePosition Position, string Statement, DateOnly? StatedOn,
    IReadOnlyList<CitedPlace> Citations, ReplyDetail? Reply, string? Identifier, DateTimeOffset? LastSeen, IReadOnlyList<string> LockedFields, string Slug, DateTimeOffset? PublishedAt,
    DateTimeOffset CreatedAt, [property: JsonIgnore] uint RowVersion) : IVersioned;
