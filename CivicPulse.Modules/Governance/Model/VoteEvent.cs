using System.Globalization;
using System.Runtime.InteropServices;
using CivicPulse.Modules.Governance.Public;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Http;
using CivicPulse.Platform.Portal;

namespace CivicPulse.Modules.Governance.Model;

public enum VoteMethod { RollCall, Voice, ShowOfHands, UnanimousConsent, Ballot }

public enum VoteResult { Pass, Fail, Tie }

/// <summary>
/// One vote on a motion (Popolo <c>VoteEvent</c>). With names the counts are the sums of the person votes; without names they are what was
/// reported. They are never kept twice, and the result cannot contradict them.
/// </summary>
internal sealed class VoteEvent : PublicRecord
{
    public const string Contradiction = "governance.result_contradicts_counts";

    /// <summary>The largest parliament has not 3,000 members.</summary>
    public const int MostVotes = 5000;

    public required Guid MotionId { get; init; }

    public Motion? Motion { get; init; }

    public VoteMethod Method { get; set; }

    public required DateTimeOffset StartDate { get; set; }

    public VoteResult? Result { get; private set; }

    /// <summary>When the roll call was last taken down; a change of it is a change of this record.</summary>
    public DateTimeOffset? RecordedAt { get; private set; }

    public int? VideoSeconds { get; set; }

    public int? ReportedYes { get; private set; }

    public int? ReportedNo { get; private set; }

    public int? ReportedAbstain { get; private set; }

    public int? ReportedAbsent { get; private set; }

    public int? ReportedNotVoting { get; private set; }

    public List<PersonVote> Votes { get; private init; } = [];

    public override string Title => "Vote";

    public override string TitleIn(TimeZoneInfo zone) => $"Vote of {StartDate.DayIn(zone).ToString("O", CultureInfo.InvariantCulture)}";

    public Tally Tally => Votes.Count > 0
        ? new(Votes.Where(v => v.Option == VoteOption.Yes).Sum(v => v.Weight), Votes.Where(v => v.Option == VoteOption.No).Sum(v => v.Weight))
        : new(ReportedYes ?? 0, ReportedNo ?? 0);

    /// <summary>Takes the place of the whole roll call; the same again changes nothing.</summary>
    /// <returns>Whether anything changed.</returns>
    public bool Call(Motion on, IReadOnlyList<PersonVote> roll, VoteResult? stated, DateTimeOffset at)
    {
        var known = Votes.ToDictionary(v => v.Voter);
        var named = new HashSet<string>(StringComparer.Ordinal);
        var changed = false;
        foreach (var vote in roll)
        {
            if (!named.Add(vote.Voter)) throw new BadInput("governance.voted_twice", $"{vote.VoterName} is named twice.", 422);
            if (!known.TryGetValue(vote.Voter, out var before)) Votes.Add(vote);
            changed |= before is null || before.Becomes(vote);
        }
        changed |= Votes.RemoveAll(v => !named.Contains(v.Voter)) > 0;
        if (changed) (RecordedAt, ReportedYes, ReportedNo, ReportedAbstain, ReportedAbsent, ReportedNotVoting) = (at, null, null, null, null, null);
        Decide(on, stated, changed);
        return changed;
    }

    /// <summary>One more or other vote of a person, as files have them row by row.</summary>
    public void Take(Motion on, PersonVote vote)
    {
        RuleBroken.Unless(RecordedAt is null, "governance.recorded_by_hand", "A person took down this roll call: imports leave it alone.");
        if (!Votes.Contains(vote)) Votes.Add(vote);
        (ReportedYes, ReportedNo, ReportedAbstain, ReportedAbsent, ReportedNotVoting) = (null, null, null, null, null);
        Decide(on, null, false);
    }

    /// <summary>For a vote of which only numbers are known.</summary>
    public void Report(Motion on, Reported? counts, VoteResult? stated)
    {
        if (counts is { } given)
        {
            RuleBroken.Unless(Votes.Count == 0 && Method != VoteMethod.RollCall, "governance.counts_are_computed", "The counts of a roll call are the sums of the votes by name: send those.");
            (ReportedYes, ReportedNo, ReportedAbstain, ReportedAbsent, ReportedNotVoting) = (given.Yes, given.No, given.Abstain, given.Absent, given.NotVoting);
        }
        Decide(on, stated, counts is not null);
    }

    /// <summary>The day of a vote is also that of each person's vote, by which their record is sorted.</summary>
    public void Move(DateTimeOffset start)
    {
        StartDate = start;
        foreach (var vote in Votes) vote.VotedAt = start;
    }

    public void Recount(Motion on) => Decide(on, null, false);

    private void Decide(Motion on, VoteResult? stated, bool recorded)
    {
        var (before, counted) = (Result, Tally.ResultBy(on.Requirement));
        RuleBroken.Unless(stated is null || counted is null || Tally.Agree(stated.Value, counted.Value), Contradiction,
            $"{Tally.Yes.ToString(CultureInfo.InvariantCulture)} to {Tally.No.ToString(CultureInfo.InvariantCulture)} is not this result under the motion's requirement.");
        Result = stated ?? (counted is { } sure && (Result is null || !Tally.Agree(Result.Value, sure)) ? sure : Result);
        if (Result is { } result && (recorded || Result != before)) Tell(new VoteRecorded(Id, on.Id, on.MeetingId, result));
    }
}

/// <summary>The numbers of a vote without names.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Reported(int? Yes, int? No, int? Abstain, int? Absent, int? NotVoting);

/// <summary>The votes cast. Abstentions and absences are counted, but not as votes cast.</summary>
internal readonly record struct Tally(decimal Yes, decimal No)
{
    /// <returns>Null when nobody voted yes or no: then the counts say nothing.</returns>
    public VoteResult? ResultBy(Requirement requirement)
    {
        var cast = Yes + No;
        return cast == 0 ? null : requirement switch
        {
            Requirement.TwoThirds => Passed(Yes * 3 >= cast * 2),
            Requirement.ThreeFourths => Passed(Yes * 4 >= cast * 3),
            Requirement.Unanimous => Passed(No == 0),
            _ when Yes == No => VoteResult.Tie,
            _ => Passed(Yes > No),
        };
    }

    /// <summary>A motion on which a body ties has failed: both words are right.</summary>
    public static bool Agree(VoteResult stated, VoteResult counted) => stated == counted || (counted == VoteResult.Tie && stated == VoteResult.Fail);

    private static VoteResult Passed(bool passed) => passed ? VoteResult.Pass : VoteResult.Fail;
}
