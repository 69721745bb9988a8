namespace CivicPulse.Modules.Elections.Model;

/// <summary>Says of each selection whether it won, as far as counting alone can tell. What it cannot tell is left as people marked it.</summary>
internal static class Outcomes
{
    /// <summary>
    /// Nothing is said of contests that are counted otherwise than by who has most, in which somebody goes to a runoff, or of which a person
    /// said who won or lost: counting the rest would give a seat twice, or to nobody.
    /// </summary>
    public static void Mark(Contest contest, IReadOnlyCollection<(ContestSelection Selection, long Votes)> counted)
    {
        var standing = counted.Where(c => !c.Selection.StandsNoMore).OrderByDescending(c => c.Votes).ToList();
        var all = standing.Sum(c => c.Votes);
        if (all == 0 || !CountsAlone(contest) || standing.Exists(c => c.Selection.PostElectionStatus == PostElectionStatus.AdvancedToRunoff || c.Selection.WasJudged)) return;
        var seats = Math.Max(1, contest.Kind is ContestKind.Candidate or ContestKind.Party ? contest.NumberElected : 1);
        if (NeedsMore(contest, standing[0].Votes, all)) return;
        // Those who tie for the last seat are left to a person, a lot, or a runoff.
        var last = standing.Count > seats ? standing[seats - 1].Votes : -1;
        var tied = last >= 0 && standing[seats].Votes == last;
        foreach (var (selection, votes) in standing)
        {
            if (tied && votes == last) continue;
            selection.Count(votes >= last ? PostElectionStatus.Winner : PostElectionStatus.Defeated);
        }
    }

    /// <summary>What was marked because of a certification that no longer stands.</summary>
    public static void Clear(IEnumerable<ContestSelection> selections)
    {
        foreach (var selection in selections.Where(s => s.PostElectionStatus is PostElectionStatus.Winner or PostElectionStatus.Defeated)) selection.Count(null);
    }

    private static bool CountsAlone(Contest contest) => (contest.VoteVariation is null or VoteVariation.Plurality or VoteVariation.NOfM or VoteVariation.Majority)
        && (contest.Kind is ContestKind.Candidate or ContestKind.Party || contest.PassageThreshold is null);

    private static bool NeedsMore(Contest contest, long most, long all) => contest.VoteVariation == VoteVariation.Majority && most * 2 <= all;
}
