namespace CivicPulse.Modules.Governance.Model;

/// <summary>Whether somebody voted as they spoke.</summary>
public enum Verdict { Consistent, Inconsistent, Mixed, DidNotVote, NoVote }

/// <summary>Compares a stance with the votes of the same official on the same matter.</summary>
internal static class Ledger
{
    /// <summary>Of other motions, such as one to postpone, a yes does not speak for the matter: they are shown and do not count.</summary>
    public static bool Counts(MotionClassification classification) =>
        classification is MotionClassification.Passage or MotionClassification.Reading or MotionClassification.VetoOverride;

    /// <param name="votes">Theirs, on motions that count.</param>
    public static Verdict Compare(StancePosition position, IReadOnlyCollection<VoteOption> votes)
    {
        if (votes.Count == 0) return Verdict.NoVote;
        var (yes, no) = (votes.Contains(VoteOption.Yes), votes.Contains(VoteOption.No));
        return (position, yes, no) switch
        {
            (_, false, false) => Verdict.DidNotVote,
            (StancePosition.Mixed or StancePosition.Unclear, _, _) or (_, true, true) => Verdict.Mixed,
            (StancePosition.For, true, _) or (StancePosition.Against, _, true) => Verdict.Consistent,
            _ => Verdict.Inconsistent,
        };
    }
}
