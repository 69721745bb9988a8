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

internal static class CommitmentEndpoints
{
    private static readonly Listing<Commitment> Listed = Listing.Of<Commitment>("-made_on")
        .Sort("made_on", c => c.MadeOn).Sort("due_on", c => c.DueOn).Filter("official_id", c => c.OfficialId).Filter("status", c => c.Status).Filter("text", c => c.Text)
        .Filter("published_at", c => c.PublishedAt);

    public static void MapCommitments(this IEndpointRouteBuilder routes)
    {
        var commitments = routes.MapGroup("/api/v1/commitments").WithTags("Governance");
        commitments.MapGet("/", List).Needs(GovernancePermissions.Read).Lists(Listed).WithSummary("Lists what officials promised, latest first");
        commitments.MapPost("/", Create).Needs(GovernancePermissions.Write).WithSummary("Adds what an official promised, with where they said it");
        commitments.MapGet("/{id:guid}", Read).Needs(GovernancePermissions.Read).WithSummary("Reads a commitment with its citations and the official's reply");
        commitments.MapPatch("/{id:guid}", Change).Needs(GovernancePermissions.Write).WithSummary("Changes the named fields of a commitment; the official's reply stays");
        commitments.MapDelete("/{id:guid}", Delete).Needs(GovernancePermissions.Write).WithSummary("Deletes a commitment with the reply to it");
        commitments.MapPublication<Commitment>(GovernancePermissions.Publish);
    }

    private static Task<Page<CommitmentDetail>> List([AsParameters] PageQuery page, TenantDb db, CancellationToken ct) => db.Commitments.ToPageAsync(page, Listed, Detail, ct);

    private static async Task<Results<Created<CommitmentDetail>, ProblemHttpResult>> Create(CreateCommitment asked, TenantDb db, CancellationToken ct)
    {
        if (!await db.Officials.AnyAsync(o => o.Id == asked.OfficialId, ct)) return Known.NoOfficial();
        if (await Known.CitedAsync(asked.Citations, db, ct) is { } problem) return problem;
        var commitment = new Commitment
        {
            OfficialId = asked.OfficialId!.Value,
            Text = asked.Text,
            MadeOn = asked.MadeOn,
            DueOn = asked.DueOn,
            Status = asked.Status,
            StatusNote = asked.StatusNote,
            Citations = CitedPlace.Kept(asked.Citations),
            Identifier = asked.Identifier,
        };
        commitment.Check();
        db.Commitments.Add(commitment);
        await db.SaveChangesAsync(ct);
        return TypedResults.Created($"/api/v1/commitments/{commitment.Id}", await Detail.OneAsync(db, commitment.Id, ct));
    }

    private static async Task<Results<Ok<CommitmentDetail>, NotFound>> Read(Guid id, TenantDb db, CancellationToken ct) =>
        await Detail.OneAsync(db, id, ct) is { } commitment ? TypedResults.Ok(commitment) : TypedResults.NotFound();

    private static async Task<Results<Ok<CommitmentDetail>, NotFound, ProblemHttpResult>> Change(Guid id, ChangeCommitment asked, TenantDb db, CancellationToken ct)
    {
        if (await db.Commitments.FirstOrDefaultAsync(c => c.Id == id, ct) is not { } commitment) return TypedResults.NotFound();
        if (await Known.CitedAsync(asked.Citations, db, ct) is { } problem) return problem;
        if (asked.LockedFields is { } locked) commitment.Unlock(locked);
        (commitment.Text, commitment.MadeOn, commitment.DueOn) = (asked.Text ?? commitment.Text, asked.MadeOn ?? commitment.MadeOn, asked.DueOn ?? commitment.DueOn);
        (commitment.Status, commitment.StatusNote) = (asked.Status ?? commitment.Status, asked.StatusNote.Or(commitment.StatusNote));
        if (asked.Citations is { } citations) commitment.Citations = CitedPlace.Kept(citations);
        commitment.Check();
        await db.SaveChangesAsync(ct);
        return await Detail.OneAsync(db, id, ct) is { } changed ? TypedResults.Ok(changed) : TypedResults.NotFound();
    }

    private static async Task<Results<NoContent, NotFound>> Delete(Guid id, TenantDb db, CancellationToken ct)
    {
        if (await db.Commitments.FirstOrDefaultAsync(c => c.Id == id, ct) is not { } commitment) return TypedResults.NotFound();
        db.Commitments.Remove(commitment);
        await db.SaveChangesAsync(ct);
        return TypedResults.NoContent();
    }

    internal static readonly Projection<Commitment, CommitmentDetail> Detail = new((_, c) => new CommitmentDetail(
        c.Id, c.OfficialId, c.Official!.Name, c.Text, c.MadeOn, c.DueOn, c.Status, c.StatusNote, CitedPlace.Of(c.Citations),
        c.ReplyText == null ? null : new ReplyDetail(c.ReplyText, c.ReplyBy!, c.RepliedOn!.Value),
        c.Identifier, c.LastSeen, c.LockedFields, c.Slug, c.PublishedAt, c.CreatedAt, c.Version));
}

/// <param name="Citations">Where they said it: at least one place.</param>
[Example("""{ "official_id": "01890a5d-ac96-774b-bcce-b302099a8057", "text": "To send a maintenance plan by the end of June", "made_on": "2026-04-14", "due_on": "2026-06-30", "citations": [ { "url": "https://town.example/minutes/4", "title": "Minutes" } ] }""")]
public sealed record CreateCommitment(
    [Required] Guid? OfficialId, [Required, MaxLength(2000)] string Text, [Required, MinLength(1), MaxLength(50)] IReadOnlyList<CitedPlace>? Citations, DateOnly? MadeOn = null, DateOnly? DueOn = null,
    CommitmentStatus Status = CommitmentStatus.Open, [MaxLength(2000)] string? StatusNote = null, [MaxLength(300)] string? Identifier = null);

/// <param name="LockedFields">Fields to keep locked; the others are given back to the imports.</param>
[Example("""{ "status": "kept", "status_note": "Sent on 24 June." }""")]
public sealed record ChangeCommitment(
    [MinLength(1), MaxLength(2000)] string? Text = null, DateOnly? MadeOn = null, DateOnly? DueOn = null, CommitmentStatus? Status = null, [MaxLength(2000)] string? StatusNote = null,
    [MaxLength(50)] IReadOnlyList<CitedPlace>? Citations = null, IReadOnlyList<string>? LockedFields = null);

public sealed record CommitmentDetail(
    Guid Id, Guid OfficialId, string OfficialName, string Text, DateOnly? MadeOn, DateOnly? DueOn, CommitmentStatus Status, string? StatusNote, IReadOnlyList<CitedPlace> Citations,
    ReplyDetail? Reply, string? Identifier, DateTimeOffset? LastSeen, IReadOnlyList<string> LockedFields, string Slug, DateTimeOffset? PublishedAt, DateTimeOffset CreatedAt,
    [property: JsonIgnore] uint RowVersion) : IVersioned;
