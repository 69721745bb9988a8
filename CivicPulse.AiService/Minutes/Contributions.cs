using CivicPulse.AiService.Quotes;
using CivicPulse.Platform.Ai;

namespace CivicPulse.AiService.Minutes;

/// <summary>Who said what: for everybody who said something, the sentences nearest to their own matter and the meeting's.</summary>
internal static class Contributions
{
    private const int Speakers = 20;
    private const int Sentences = 3;
    private const int Words = 90;
    private const int FewestTerms = 10;

    public static IReadOnlyList<AiContribution> In(IReadOnlyList<Utterance> utterances)
    {
        var meeting = Centrality.Centre(utterances);
        return [.. utterances
            .GroupBy(u => u.Speaker, StringComparer.Ordinal)
            .Select(own => (Speaker: own.Key, Said: own.ToList(), Terms: own.Sum(u => u.Terms.Count)))
            .Where(s => s.Terms >= FewestTerms)
            .OrderByDescending(s => s.Terms)
            .Take(Speakers)
            .Select(s => new AiContribution(s.Speaker, [.. Best(s.Said, meeting).Select(u => Lines.Of(u) with { Text = u.Text })]))
            .Where(c => c.Lines.Count > 0)];
    }

    private static IReadOnlyList<Utterance> Best(List<Utterance> said, float[] meeting)
    {
        var own = Centrality.Of(said);
        var shared = Centrality.Of(said, meeting);
        return new Choice(Words, Sentences).Pick([.. own.Select((o, i) => (o.Utterance, o.Score + shared[i].Score))]);
    }
}
