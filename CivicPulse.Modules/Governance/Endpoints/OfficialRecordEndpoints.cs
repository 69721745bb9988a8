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

/// <summary>What an official did: their votes, beside what they said and beside what others voted. Whoever asks sees what is open to them.</summary>
internal static class OfficialRecordEndpoints
{
    private static readonly Listing<PersonVote> Listed = Listing.Of<PersonVote>("-voted_at").Sort("voted_at", p => p.VotedAt).Filter("option", p => p.Option);

    public static void MapOfficialRecords(this IEndpointRouteBuilder routes)
    {
        var official = routes.MapGroup("/api/v1/officials/{id:guid}").WithTags("Governance");
        official.MapGet("/ledger", ReadLedger).Needs(GovernancePermissions.Read).WithSummary("Compares what an official said of matters with how they voted on them");
        official.MapGet("/votes", ListVotes).Needs(GovernancePermissions.Read).Lists(Listed).WithSummary("Lists how an official voted, latest first");
        official.MapGet("/alignment", ReadAlignment).Needs(GovernancePermissions.Read).WithSummary("Tells how often an official voted with the majority and with their own group");
        official.MapGet("/attendance", ReadAttendance).Needs(GovernancePermissions.Read).WithSummary("Tells how often an official was at meetings");
    }

    private static async Task<Results<Ok<Page<LedgerEntry>>, NotFound>> ReadLedger(Guid id, [AsParameters] PageQuery page, TenantDb db, CancellationToken ct)
    {
        if (!await db.Officials.AnyAsync(o => o.Id == id, ct)) return TypedResults.NotFound();
        return TypedResults.Ok(Pages.Of(await OfficialRecord.LedgerAsync(id, db, ct), page));
    }

    private static async Task<Results<Ok<Page<OfficialVote>>, NotFound>> ListVotes(Guid id, [AsParameters] PageQuery page, TenantDb db, CancellationToken ct)
    {
        if (!await db.Officials.AnyAsync(o => o.Id == id, ct)) return TypedResults.NotFound();
        return TypedResults.Ok(await db.PersonVotes.Where(p => p.OfficialId == id).ToPageAsync(page, Listed, OfficialRecord.Vote.In(db), ct));
    }

    private static async Task<Results<Ok<OfficialAlignment>, NotFound>> ReadAlignment(Guid id, TenantDb db, CancellationToken ct)
    {
        if (!await db.Officials.AnyAsync(o => o.Id == id, ct)) return TypedResults.NotFound();
        return TypedResults.Ok(await OfficialRecord.AlignmentAsync(id, db, ct));
    }

    private static async Task<Results<Ok<OfficialAttendance>, NotFound>> ReadAttendance(Guid id, TenantDb db, CancellationToken ct)
    {
        if (!await db.Officials.AnyAsync(o => o.Id == id, ct)) return TypedResults.NotFound();
        return TypedResults.Ok(await OfficialRecord.AttendanceAsync(id, db, ct));
    }
}

/// <param name="Verdict">Made of the votes that count; no_vote when they are on no roll of a vote on the matter.</param>
public sealed record LedgerEntry(
    Guid StanceId, string Topic, StancePosition Position, string Statement, DateOnly? StatedOn, Guid MatterId, string MatterIdentifier, string MatterTitle, Verdict Verdict,
    IReadOnlyList<LedgerVote> Votes, IReadOnlyList<CitedPlace> Citations, ReplyDetail? Reply);

/// <param name="Counts">A yes to this motion speaks for the matter itself.</param>
public sealed record LedgerVote(
    Guid VoteEventId, Guid MotionId, Guid MeetingId, string MeetingSlug, string MeetingName, string MotionText, MotionClassification Classification, bool Counts, VoteOption Option,
    VoteResult? Result, DateTimeOffset VotedAt, int? VideoSeconds);

/// <param name="WithMajority">On the side with more votes; left out for a tie and for who voted neither yes nor no.</param>
/// <param name="VideoSeconds">Where it is in the meeting's recording.</param>
public sealed record OfficialVote(
    Guid VoteEventId, Guid MotionId, string MotionText, Guid MeetingId, string MeetingSlug, string MeetingName, Guid? BodyId, string? BodyName, Guid? MatterId, string? MatterIdentifier,
    string? MatterTitle, VoteOption Option, VoteResult? Result, bool? WithMajority, DateTimeOffset VotedAt, int? VideoSeconds);

/// <param name="WithMajority">Of the votes with yes or no and no tie.</param>
/// <param name="WithGroup">Of those in which others of their party or group voted yes or no, and not as many each way.</param>
public sealed record OfficialAlignment(
    Guid OfficialId, int Votes, IReadOnlyDictionary<string, int> Options, AlignmentShare WithMajority, AlignmentShare WithGroup, IReadOnlyList<BodyAlignment> Bodies);

/// <param name="Share">From 0 to 1; left out when there is nothing to compare.</param>
public sealed record AlignmentShare(int Together, int Compared, double? Share);

/// <param name="Group">The party or group of the last of these votes.</param>
public sealed record BodyAlignment(Guid? BodyId, string? BodyName, string? Group, int Votes, AlignmentShare WithMajority, AlignmentShare WithGroup);

/// <param name="Share">Of the meetings with a note of them, those at which they were: present, late or remote.</param>
public sealed record OfficialAttendance(Guid OfficialId, int Meetings, int Present, int Late, int Remote, int Excused, int Absent, double? Share);
