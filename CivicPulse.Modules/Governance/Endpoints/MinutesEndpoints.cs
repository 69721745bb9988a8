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

internal static class MinutesEndpoints
{
    public static void MapMinutes(this IEndpointRouteBuilder routes)
    {
        var minutes = routes.MapGroup("/api/v1/meetings/{meetingId:guid}/minutes").WithTags("Governance");
        minutes.MapGet("/", Read).Needs(GovernancePermissions.Read).WithSummary("Reads a meeting's minutes; every line that was drafted names its turns");
        minutes.MapPost("/", Create).Needs(GovernancePermissions.Write).WithSummary("Begins minutes by hand, for a meeting that has none");
        minutes.MapDelete("/", Delete).Needs(GovernancePermissions.Write).WithSummary("Deletes minutes that are not published");
        minutes.MapPut("/review", Review).Needs(GovernancePermissions.Write).WithSummary("Says that one has read the draft against what was said");
        minutes.MapDelete("/review", TakeReviewBack).Needs(GovernancePermissions.Write).WithSummary("Makes them a draft again");
        minutes.MapPut("/publication", Publish).Needs(GovernancePermissions.Publish).WithSummary("Lets the public read reviewed minutes; somebody else than the reviewer does it");
        minutes.MapDelete("/publication", Withdraw).Needs(GovernancePermissions.Publish).WithSummary("Takes them from the public's sight, so that they can be changed");
    }

    private static async Task<Results<Ok<MinutesDetail>, ProblemHttpResult>> Read(Guid meetingId, TenantDb db, CancellationToken ct)
    {
        var found = await db.Minutes.AsNoTracking().Include(m => m.Lines.OrderBy(l => l.Order)).FirstOrDefaultAsync(m => m.MeetingId == meetingId, ct);
        return found is null ? None() : TypedResults.Ok(Detail(found));
    }

    private static async Task<Results<Created<MinutesDetail>, NotFound>> Create(Guid meetingId, WriteMinutes asked, TenantDb db, CurrentAccount account, TimeProvider clock, CancellationToken ct)
    {
        if (!await db.Meetings.AnyAsync(m => m.Id == meetingId, ct)) return TypedResults.NotFound();
        RuleBroken.Unless(!await db.Minutes.AnyAsync(m => m.MeetingId == meetingId, ct), "governance.minutes_exist", "This meeting has minutes: change those.");
        var (at, by) = (clock.GetUtcNow().AsStored(), account.Known);
        var minutes = Minutes.Write(meetingId, at, by);
        foreach (var line in asked.Lines ?? [])
        {
            if (line is null) throw new BadInput("invalid", "Every line is an object with `text`.");
            minutes.Add(line.Kind, line.Text, line.Person, line.Order, at, by);
        }
        db.Minutes.Add(minutes);
        await db.SaveChangesAsync(ct);
        return TypedResults.Created($"/api/v1/meetings/{meetingId}/minutes", Detail(minutes));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Delete(Guid meetingId, TenantDb db, CancellationToken ct)
    {
        if (await OfAsync(meetingId, db, ct) is not { } minutes) return None();
        minutes.RefuseWhenPublished();
        db.Minutes.Remove(minutes);
        await db.SaveChangesAsync(ct);
        return TypedResults.NoContent();
    }

    private static Task<Results<Ok<MinutesDetail>, ProblemHttpResult>> Review(Guid meetingId, TenantDb db, CurrentAccount account, TimeProvider clock, CancellationToken ct) =>
        StepAsync(meetingId, m => m.Review(clock.GetUtcNow().AsStored(), account.Known), db, ct);

    private static Task<Results<Ok<MinutesDetail>, ProblemHttpResult>> TakeReviewBack(Guid meetingId, TenantDb db, CancellationToken ct) => StepAsync(meetingId, m => m.TakeReviewBack(), db, ct);

    private static Task<Results<Ok<MinutesDetail>, ProblemHttpResult>> Publish(Guid meetingId, TenantDb db, CurrentAccount account, TimeProvider clock, CancellationToken ct) =>
        StepAsync(meetingId, m => m.Publish(clock.GetUtcNow().AsStored(), account.Known), db, ct);

    private static Task<Results<Ok<MinutesDetail>, ProblemHttpResult>> Withdraw(Guid meetingId, TenantDb db, CancellationToken ct) => StepAsync(meetingId, m => m.Withdraw(), db, ct);

    private static async Task<Results<Ok<MinutesDetail>, ProblemHttpResult>> StepAsync(Guid meeting, Action<Minutes> step, TenantDb db, CancellationToken ct)
    {
        if (await OfAsync(meeting, db, ct) is not { } minutes) return None();
        step(minutes);
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(Detail(minutes));
    }

    /// <summary>Whole: what they are found by is made of all lines.</summary>
    internal static Task<Minutes?> OfAsync(Guid meeting, TenantDb db, CancellationToken ct) => db.Minutes.Include(m => m.Lines).FirstOrDefaultAsync(m => m.MeetingId == meeting, ct);

    internal static ProblemHttpResult None() => Problems.Of(StatusCodes.Status404NotFound, "governance.no_minutes", "This meeting has no minutes yet.");

    internal static MinutesDetail Detail(Minutes minutes)
    {
        var ordered = minutes.Lines.OrderBy(l => l.Order).ToList();
        MinutesLineDetail[] Lines(LineKind kind) => [.. ordered.Where(l => l.Kind == kind).Select(Line)];
        var contributions = ordered.Where(l => l.Kind == LineKind.Contribution).GroupBy(l => l.Person ?? "", StringComparer.Ordinal)
            .Select(said => new Contribution(said.Key, [.. said.Select(Line)]));
        return new(minutes.Id, minutes.MeetingId, minutes.Status, minutes.Mode, Lines(LineKind.Summary), Lines(LineKind.Decision), Lines(LineKind.ActionItem), [.. contributions],
            minutes.TranscriptId, minutes.EditedAt, minutes.EditedBy, minutes.ReviewedAt, minutes.ReviewedBy, minutes.PublishedAt, minutes.PublishedBy, minutes.Version);
    }

    internal static MinutesLineDetail Line(MinutesLine l) => new(
        l.Id, l.Text, l.FirstTurn, l.LastTurn, l.Quote ?? "", l.Kind == LineKind.ActionItem ? l.Person : null, l.Kind, l.Person, l.Order, l.EditedAt is not null, l.EditedAt, l.EditedBy);
}

[Example("""{ "lines": [ { "kind": "decision", "text": "The pump of the swimming pool is replaced." }, { "kind": "action_item", "text": "Order the pump.", "person": "Ada Alvarez" } ] }""")]
public sealed record WriteMinutes([MaxLength(Minutes.MostLines)] IReadOnlyList<AddMinutesLine>? Lines = null);

/// <param name="Mode">Which engine proposed the draft: <c>embedded</c> quotes, <c>model</c> writes; or <c>person</c>.</param>
/// <param name="TranscriptId">Whose turns the lines name; none when it was replaced since.</param>
/// <param name="EditedAt">When a person last changed the lines.</param>
public sealed record MinutesDetail(
    Guid Id, Guid MeetingId, MinutesStatus Status, string Mode, IReadOnlyList<MinutesLineDetail> Summary,
    IReadOnlyList<MinutesLineDetail> Decisions, IReadOnlyList<MinutesLineDetail> ActionItems, IReadOnlyList<Contribution> Contributions, Guid? TranscriptId,
    DateTimeOffset? EditedAt, Guid? EditedBy, DateTimeOffset? ReviewedAt, Guid? ReviewedBy, DateTimeOffset? PublishedAt, Guid? PublishedBy,
    [property: JsonIgnore] uint RowVersion) : IVersioned;

/// <param name="FirstTurn">Where the quote begins in the transcript; none for a line added by hand.</param>
/// <param name="Quote">What was said, word by word; empty for a line added by hand.</param>
/// <param name="Edited">A person worded it.</param>
public sealed record MinutesLineDetail(
    Guid Id, string Text, int? FirstTurn, int? LastTurn, string Quote, string? Assignee, LineKind Kind, string? Person, int Order, bool Edited, DateTimeOffset? EditedAt, Guid? EditedBy);

public sealed record Contribution(string Speaker, IReadOnlyList<MinutesLineDetail> Lines);
