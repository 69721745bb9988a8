using System.ComponentModel.DataAnnotations;
using System.Linq.Expressions;
using CivicPulse.Modules.Governance.Model;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Portal;
using CivicPulse.Platform.Transfers;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Governance.Transfers;

/// <summary>Votes by their identifier, or by their motion and start; who voted how is a kind of its own.</summary>
internal sealed class VoteEventTransfer : Transfer<VoteEvent, VoteEventRow>
{
    private readonly DeliberationReferences _deliberation = new();

    public override string Kind => "vote_events";

    public override string ReadWord => GovernancePermissions.Read;

    public override string WriteWord => GovernancePermissions.Write;

    public override string PublishWord => GovernancePermissions.Publish;

    public override IReadOnlyList<string> Keys => ["identifier", "meeting", "meeting_start", "motion", "start_date"];

    public override bool FirstKeyDecides => true;

    public override IReadOnlyDictionary<string, string[]> Aliases { get; } = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["start_date"] = ["start", "date"],
        ["yes"] = ["ayes", "yeas", "for"],
        ["no"] = ["noes", "nays", "against"],
        ["abstain"] = ["abstentions"],
    };

    protected override Expression<Func<VoteEvent, VoteEventRow>> Row => v => new VoteEventRow(
        v.Motion!.Meeting!.Identifier ?? v.Motion.Meeting.Name, v.Motion.Meeting.StartDate, v.Motion.Identifier ?? v.Motion.Text, v.StartDate, v.Method, v.Result, v.Identifier, v.VideoSeconds,
        v.ReportedYes, v.ReportedNo, v.ReportedAbstain, v.ReportedAbsent, v.ReportedNotVoting, v.Sources);

    protected override IQueryable<VoteEvent> Records(TenantDb db) => db.VoteEvents
        .OrderBy(v => v.Motion!.Meeting!.StartDate).ThenBy(v => v.Motion!.Meeting!.Identifier ?? v.Motion.Meeting.Name).ThenBy(v => v.Motion!.Identifier ?? v.Motion.Text).ThenBy(v => v.StartDate)
        .ThenBy(v => v.Identifier);

    protected override async Task<IQueryable<VoteEvent>> FindAsync(TenantDb db, IReadOnlyList<VoteEventRow> rows, CancellationToken ct)
    {
        await _deliberation.FindMeetingsAsync(db, rows.Select(r => (r.Meeting, r.MeetingStart)), ct);
        await _deliberation.FindMotionsAsync(db, rows.Select(r => r.Motion), ct);
        string[] ids = [.. rows.Select(r => r.Identifier).OfType<string>().Distinct(StringComparer.Ordinal)];
        Guid[] meetings = [.. _deliberation.Meetings.Select(m => m.Id)];
        return db.VoteEvents.Include(v => v.Motion).ThenInclude(m => m!.Meeting).Include(v => v.Votes)
            .Where(v => ids.Contains(v.Identifier) || (v.Identifier == null && meetings.Contains(v.Motion!.MeetingId))).AsSplitQuery();
    }

    protected override VoteEvent Create(VoteEventRow row)
    {
        var motion = _deliberation.Motion(_deliberation.Meeting(row.Meeting, row.MeetingStart), row.Motion);
        var vote = new VoteEvent { MotionId = motion.Id, StartDate = row.StartDate!.Value, Identifier = row.Identifier };
        Take(vote, motion, row);
        return vote;
    }

    protected override void Change(VoteEvent record, VoteEventRow row) => Take(record, record.Motion!, row);

    private static void Take(VoteEvent vote, Motion motion, VoteEventRow row)
    {
        (vote.Method, vote.VideoSeconds, vote.Sources) = (row.Method ?? vote.Method, row.VideoSeconds, row.Sources ?? []);
        if (vote.StartDate != row.StartDate) vote.Move(row.StartDate!.Value);
        var counts = new Reported(row.Yes, row.No, row.Abstain, row.Absent, row.NotVoting);
        // What the file does not say stands as it was, and follows from new counts.
        vote.Report(motion, counts == default ? null : counts, row.Result == vote.Result ? null : row.Result);
    }
}

/// <param name="Motion">The motion's identifier, or its text.</param>
/// <param name="Yes">As reported, where nobody noted who voted how.</param>
public sealed record VoteEventRow(
    [Required, MaxLength(300)][property: RefersTo("meetings")] string Meeting, [Required] DateTimeOffset? MeetingStart, [Required, MaxLength(5000)][property: RefersTo("motions")] string Motion,
    [Required] DateTimeOffset? StartDate, VoteMethod? Method = null, VoteResult? Result = null, [MaxLength(300)] string? Identifier = null, [Range(0, 1_000_000)] int? VideoSeconds = null,
    [Range(0, 1_000_000)] int? Yes = null, [Range(0, 1_000_000)] int? No = null, [Range(0, 1_000_000)] int? Abstain = null, [Range(0, 1_000_000)] int? Absent = null,
    [Range(0, 1_000_000)] int? NotVoting = null, [MaxLength(100), WebAddress] string[]? Sources = null);
