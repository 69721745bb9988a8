using CivicPulse.AiService.Quotes;
using CivicPulse.Platform.Ai;

namespace CivicPulse.AiService.Minutes;

/// <summary>What was decided: votes with their motions first, then what a group settled in so many words.</summary>
internal static class Decisions
{
    private const int Most = 10;
    private const int FewestTerms = 3;
    private const int LongestDebate = 60;
    private const float Settled = 0.5f;

    public static IReadOnlyList<AiMinutesLine> In(IReadOnlyList<Utterance> utterances)
    {
        var votes = Votes(utterances).ToList();
        var taken = votes.SelectMany(v => new[] { v.Motion, v.Outcome }).ToHashSet();
        var settled = Centrality.Of(utterances)
            .Where(s => !taken.Contains(s.Utterance) && IsSettled(s.Utterance))
            .Select(s => (s.Utterance, s.Score + Settled))
            .ToList();
        var chosen = new Choice(int.MaxValue, Math.Max(0, Most - votes.Count)).Pick(settled);
        return [.. votes.Select(v => Lines.Of(v.Motion, v.Outcome)).Concat(chosen.Select(u => Lines.Of(u))).OrderBy(l => l.LastTurn)];
    }

    /// <summary>Each outcome with the nearest motion before it that has no outcome yet.</summary>
    private static IEnumerable<(Utterance Motion, Utterance Outcome)> Votes(IReadOnlyList<Utterance> utterances)
    {
        Utterance? motion = null;
        foreach (var u in utterances)
        {
            if (motion is not null && u.Turn - motion.Turn > LongestDebate) motion = null;
            if (Cues.Outcome().IsMatch(u.Text) && !Cues.Undecided().IsMatch(u.Text) && (motion is not null || u.Terms.Count >= FewestTerms))
            {
                yield return (motion ?? u, u);
                motion = null;
            }
            else if (Cues.Motion().IsMatch(u.Text) && u.Terms.Count >= FewestTerms)
            {
                motion = u;
            }
        }
    }

    private static bool IsSettled(Utterance u) =>
        u.Terms.Count >= FewestTerms && Cues.Decided().IsMatch(u.Text) && !Cues.Undecided().IsMatch(u.Text) && !Cues.Procedure().IsMatch(u.Text);
}
