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

internal static class VoteEventEndpoints
{
    private static readonly Listing<VoteEvent> Listed = Listing.Of<VoteEvent>("-start_date")
        .Sort("start_date", v => v.StartDate).Filter("motion_id", v => v.MotionId).Filter("method", v => v.Method).Filter("result", v => v.Result)
        .Filter("identifier", v => v.Identifier).Filter("published_at", v => v.PublishedAt);

    public static void MapVoteEvents(this IEndpointRouteBuilder routes)
    {
        var votes = routes.MapGroup("/api/v1/vote-events").WithTags("Governance");
        votes.MapGet("/", List).Needs(GovernancePermissions.Read).Lists(Listed).WithSummary("Lists votes with their counts, latest first");
        votes.MapPost("/", Create).Needs(GovernancePermissions.Write).WithSummary("Records a vote on a motion: with names, or with reported counts");
        votes.MapGet("/{id:guid}", Read).Needs(GovernancePermissions.Read).WithSummary("Reads a vote with its counts");
        votes.MapPatch("/{id:guid}", Change).Needs(GovernancePermissions.Write).WithSummary("Changes the named fields of a vote; a result that its counts contradict is refused");
        votes.MapDelete("/{id:guid}", Delete).Needs(GovernancePermissions.Write).WithSummary("Deletes a vote with the votes by name");
        votes.MapPublication<VoteEvent>(GovernancePermissions.Publish);
    }

    private static Task<Page<VoteEventDetail>> List([AsParameters] PageQuery page, TenantDb db, CancellationToken ct) => db.VoteEvents.ToPageAsync(page, Listed, Detail, ct);

    private static async Task<Results<Created<VoteEventDetail>, ProblemHttpResult>> Create(RecordVote asked, TenantDb db, TimeProvider clock, CancellationToken ct)
    {
        if (await db.Motions.Include(m => m.Meeting).FirstOrDefaultAsync(m => m.Id == asked.MotionId, ct) is not { } motion)
            return Problems.Of(StatusCodes.Status422UnprocessableEntity, "governance.no_such_motion", "There is no motion with this motion_id.");
        var vote = new VoteEvent
        {
            MotionId = motion.Id,
            Method = asked.Method,
            StartDate = asked.StartDate?.AsStored() ?? await NextStartAsync(motion, db, ct),
            VideoSeconds = asked.VideoSeconds,
            Identifier = asked.Identifier,
            Sources = WebLink.Kept(asked.Sources),
        };
        if (asked.Votes is { Count: > 0 } cast)
        {
            var (roll, problem) = await PersonVoteEndpoints.RollAsync(cast, vote.StartDate, db, ct);
            if (problem is not null) return problem;
            vote.Call(motion, roll, asked.Result, clock.GetUtcNow());
        }
        vote.Report(motion, asked.Reported?.Numbers, asked.Result);
        db.VoteEvents.Add(vote);
        await db.SaveChangesAsync(ct);
        return TypedResults.Created($"/api/v1/vote-events/{vote.Id}", await Detail.OneAsync(db, vote.Id, ct));
    }

    /// <summary>Votes on one motion follow one another: the last of them decides.</summary>
    private static async Task<DateTimeOffset> NextStartAsync(Motion motion, TenantDb db, CancellationToken ct) =>
        await db.VoteEvents.Where(v => v.MotionId == motion.Id).MaxAsync(v => (DateTimeOffset?)v.StartDate, ct) is { } last ? last.AddSeconds(1) : motion.Meeting!.StartDate;

    private static async Task<Results<Ok<VoteEventDetail>, NotFound>> Read(Guid id, TenantDb db, CancellationToken ct) =>
        await Detail.OneAsync(db, id, ct) is { } vote ? TypedResults.Ok(vote) : TypedResults.NotFound();

    private static async Task<Results<Ok<VoteEventDetail>, NotFound>> Change(Guid id, ChangeVote asked, TenantDb db, CancellationToken ct)
    {
        if (await WholeAsync(id, db, ct) is not { } vote) return TypedResults.NotFound();
        if (asked.LockedFields is { } locked) vote.Unlock(locked);
        (vote.Method, vote.VideoSeconds) = (asked.Method ?? vote.Method, asked.VideoSeconds ?? vote.VideoSeconds);
        if (asked.StartDate is { } start) vote.Move(start.AsStored());
        if (asked.Sources is { } sources) vote.Sources = WebLink.Kept(sources);
        vote.Report(vote.Motion!, asked.Reported?.Numbers, asked.Result);
        await db.SaveChangesAsync(ct);
        return await Detail.OneAsync(db, id, ct) is { } changed ? TypedResults.Ok(changed) : TypedResults.NotFound();
    }

    private static async Task<Results<NoContent, NotFound>> Delete(Guid id, TenantDb db, CancellationToken ct)
    {
        if (await db.VoteEvents.FirstOrDefaultAsync(v => v.Id == id, ct) is not { } vote) return TypedResults.NotFound();
        db.VoteEvents.Remove(vote);
        await db.SaveChangesAsync(ct);
        return TypedResults.NoContent();
    }

    internal static Task<VoteEvent?> WholeAsync(Guid id, TenantDb db, CancellationToken ct) =>
        db.VoteEvents.Include(v => v.Motion).Include(v => v.Votes).FirstOrDefaultAsync(v => v.Id == id, ct);

    /// <summary>Either side of a sum is there: an event with votes by name has no reported counts.</summary>
    internal static readonly Projection<VoteEvent, VoteEventDetail> Detail = new((_, v) => new VoteEventDetail(
        v.Id, v.MotionId, v.Motion!.Text, v.Motion.Requirement, v.Motion.MeetingId, v.Motion.Meeting!.Name, v.Motion.MatterId, v.Method, v.StartDate, v.Result,
        new VoteCounts(
            (v.Votes.Where(p => p.Option == VoteOption.Yes).Sum(p => (decimal?)p.Weight) ?? 0) + (v.ReportedYes ?? 0),
            (v.Votes.Where(p => p.Option == VoteOption.No).Sum(p => (decimal?)p.Weight) ?? 0) + (v.ReportedNo ?? 0),
            (v.Votes.Where(p => p.Option == VoteOption.Abstain).Sum(p => (decimal?)p.Weight) ?? 0) + (v.ReportedAbstain ?? 0),
            (v.Votes.Where(p => p.Option == VoteOption.Absent).Sum(p => (decimal?)p.Weight) ?? 0) + (v.ReportedAbsent ?? 0),
            (v.Votes.Where(p => p.Option == VoteOption.NotVoting).Sum(p => (decimal?)p.Weight) ?? 0) + (v.ReportedNotVoting ?? 0),
            v.Votes.Where(p => p.Option == VoteOption.Paired).Sum(p => (decimal?)p.Weight) ?? 0,
            v.Votes.Where(p => p.Option == VoteOption.Excused).Sum(p => (decimal?)p.Weight) ?? 0,
            v.Votes.Where(p => p.Option == VoteOption.Other).Sum(p => (decimal?)p.Weight) ?? 0),
        v.Votes.Any(), v.RecordedAt, v.VideoSeconds, v.Identifier, WebLink.Of(v.Sources), v.LastSeen, v.LockedFields, v.Slug, v.PublishedAt, v.Version));
}

/// <summary>What was announced, where nobody noted who voted how.</summary>
public sealed record ReportedCounts(
    [Range(0, 1_000_000)] int? Yes = null, [Range(0, 1_000_000)] int? No = null, [Range(0, 1_000_000)] int? Abstain = null, [Range(0, 1_000_000)] int? Absent = null,
    [Range(0, 1_000_000)] int? NotVoting = null)
{
    internal Reported Numbers => new(Yes, No, Abstain, Absent, NotVoting);
}

/// <param name="StartDate">When the vote began; the meeting's start when left out.</param>
/// <param name="Result">Follows from the counts where there are any, and cannot contradict them.</param>
/// <param name="Reported">For votes without names; not for a roll call.</param>
/// <param name="Votes">The whole roll call, or later by its own address.</param>
[Example("""{ "motion_id": "01890a5d-ac96-774b-bcce-b302099a8057", "method": "show_of_hands", "reported": { "yes": 4, "no": 1 }, "video_seconds": 455 }""")]
public sealed record RecordVote(
    [Required] Guid? MotionId, VoteMethod Method = VoteMethod.RollCall, DateTimeOffset? StartDate = null, VoteResult? Result = null, ReportedCounts? Reported = null,
    [MaxLength(VoteEvent.MostVotes)] IReadOnlyList<CastVote>? Votes = null, [Range(0, 1_000_000)] int? VideoSeconds = null, [MaxLength(300)] string? Identifier = null,
    [MaxLength(100)] IReadOnlyList<WebLink>? Sources = null);

/// <param name="LockedFields">Fields to keep locked; the others are given back to the imports.</param>
[Example("""{ "video_seconds": 460, "result": "pass" }""")]
public sealed record ChangeVote(
    VoteMethod? Method = null, DateTimeOffset? StartDate = null, VoteResult? Result = null, ReportedCounts? Reported = null, [Range(0, 1_000_000)] int? VideoSeconds = null,
    [MaxLength(100)] IReadOnlyList<WebLink>? Sources = null, IReadOnlyList<string>? LockedFields = null);

/// <summary>How many votes each option has: the weights of the votes by name together, or what was reported.</summary>
public sealed record VoteCounts(decimal Yes, decimal No, decimal Abstain, decimal Absent, decimal NotVoting, decimal Paired, decimal Excused, decimal Other);

/// <param name="ByName">It is known who voted how.</param>
/// <param name="RecordedAt">When a person last took down the roll call.</param>
public sealed record VoteEventDetail(
    Guid Id, Guid MotionId, string MotionText, Requirement Requirement, Guid MeetingId, string MeetingName, Guid? MatterId, VoteMethod Method, DateTimeOffset StartDate, VoteResult? Result,
    VoteCounts Counts, bool ByName, DateTimeOffset? RecordedAt, int? VideoSeconds, string? Identifier, IReadOnlyList<WebLink> Sources, DateTimeOffset? LastSeen,
    IReadOnlyList<string> LockedFields, string Slug, DateTimeOffset? PublishedAt, [property: JsonIgnore] uint RowVersion) : IVersioned;
