using System.ComponentModel.DataAnnotations;
using System.Linq.Expressions;
using CivicPulse.Modules.Governance.Model;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Http;
using CivicPulse.Platform.Transfers;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Governance.Transfers;

/// <summary>Who voted how, by vote and voter. The result of a vote follows its rows.</summary>
internal sealed class PersonVoteTransfer : Transfer<PersonVote, PersonVoteRow>
{
    private readonly References _references = new();
    private readonly DeliberationReferences _deliberation = new();

    public override string Kind => "person_votes";

    public override string ReadWord => GovernancePermissions.Read;

    public override string WriteWord => GovernancePermissions.Write;

    public override IReadOnlyList<string> Keys => ["meeting", "meeting_start", "motion", "start_date", "voter"];

    public override IReadOnlyDictionary<string, string[]> Aliases { get; } = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["voter"] = ["official", "person", "member", "name"],
        ["option"] = ["vote", "choice"],
    };

    protected override Expression<Func<PersonVote, PersonVoteRow>> Row => p => new PersonVoteRow(
        p.VoteEvent!.Motion!.Meeting!.Identifier ?? p.VoteEvent.Motion.Meeting.Name, p.VoteEvent.Motion.Meeting.StartDate, p.VoteEvent.Motion.Identifier ?? p.VoteEvent.Motion.Text,
        p.VoteEvent.StartDate, p.Official == null ? p.VoterName : p.Official.Identifier ?? p.Official.Name, p.Option, p.Weight, p.Note, p.VoterName);

    protected override IQueryable<PersonVote> Records(TenantDb db) => db.PersonVotes
        .OrderBy(p => p.VoteEvent!.Motion!.Meeting!.StartDate).ThenBy(p => p.VoteEvent!.Motion!.Meeting!.Identifier ?? p.VoteEvent.Motion.Meeting.Name)
        .ThenBy(p => p.VoteEvent!.Motion!.Identifier ?? p.VoteEvent.Motion.Text).ThenBy(p => p.VoteEvent!.StartDate).ThenBy(p => p.VoterName)
        .ThenBy(p => p.Official == null ? p.VoterName : p.Official.Identifier ?? p.Official.Name);

    protected override async Task<IQueryable<PersonVote>> FindAsync(TenantDb db, IReadOnlyList<PersonVoteRow> rows, CancellationToken ct)
    {
        await _deliberation.FindMeetingsAsync(db, rows.Select(r => (r.Meeting, r.MeetingStart)), ct);
        await _deliberation.FindMotionsAsync(db, rows.Select(r => r.Motion), ct);
        await _references.FindOfficialsAsync(db, rows.Select(r => r.Voter), ct);
        Guid[] motions = [.. _deliberation.Motions.Select(m => m.Id)];
        return db.PersonVotes.Include(p => p.VoteEvent).ThenInclude(v => v!.Motion).ThenInclude(m => m!.Meeting).Include(p => p.Official)
            .Where(p => motions.Contains(p.VoteEvent!.MotionId));
    }

    protected override PersonVote Create(PersonVoteRow row)
    {
        var motion = _deliberation.Motion(_deliberation.Meeting(row.Meeting, row.MeetingStart), row.Motion);
        var vote = motion.VoteEvents.Find(v => v.StartDate == row.StartDate)
            ?? throw new BadInput("governance.no_such_vote_event", "The motion has no vote that began then. Import the vote events first.");
        var official = _references.Official(row.Voter);
        var made = new PersonVote
        {
            VoteEventId = vote.Id,
            OfficialId = official?.Id,
            VoterName = official is null ? row.Voter : row.VoterName ?? official.Name,
            Option = row.Option!.Value,
            Weight = row.Weight ?? 1,
            Note = row.Note,
            VotedAt = vote.StartDate,
        };
        vote.Take(motion, made);
        return made;
    }

    protected override void Change(PersonVote record, PersonVoteRow row)
    {
        (record.Option, record.Weight, record.Note) = (row.Option!.Value, row.Weight ?? 1, row.Note);
        record.VoteEvent!.Take(record.VoteEvent.Motion!, record);
    }
}

/// <param name="StartDate">When the vote began.</param>
/// <param name="Voter">An official's identifier or name, or the name of somebody who is none here.</param>
/// <param name="VoterName">As the source has it.</param>
public sealed record PersonVoteRow(
    [Required, MaxLength(300)][property: RefersTo("meetings")] string Meeting, [Required] DateTimeOffset? MeetingStart, [Required, MaxLength(5000)][property: RefersTo("motions")] string Motion,
    [Required] DateTimeOffset? StartDate, [Required, MaxLength(300)][property: RefersTo("officials")] string Voter, [Required] VoteOption? Option,
    [Range(typeof(decimal), "0.000001", "1000000")] decimal? Weight = null, [MaxLength(1000)] string? Note = null, [MaxLength(300)] string? VoterName = null);
