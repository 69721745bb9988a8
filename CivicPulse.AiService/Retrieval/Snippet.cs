using CivicPulse.AiService.Text;
using CivicPulse.AiService.Vectors;

namespace CivicPulse.AiService.Retrieval;

/// <summary>The stretch of a passage that shows why it was found: whole sentences, cut out of the passage as they stand.</summary>
internal sealed class Snippet(TextVectors vectors)
{
    private const int Characters = 280;

    public string Of(string passage, IReadOnlyCollection<string> terms)
    {
        var sentences = Sentences.Of(passage).ToList();
        if (sentences.Count == 0) return "";
        var asked = terms.ToHashSet(StringComparer.Ordinal);
        var best = Enumerable.Range(0, sentences.Count).MaxBy(i => Words.Terms(passage[sentences[i]]).Distinct(StringComparer.Ordinal).Where(asked.Contains).Sum(vectors.Information));
        var (first, last) = (best, best);
        while (last + 1 < sentences.Count && Length(first, last + 1) <= Characters) last++;
        while (first > 0 && Length(first - 1, last) <= Characters) first--;
        return passage[sentences[first].Start..sentences[last].End];

        int Length(int from, int to) => sentences[to].End.Value - sentences[from].Start.Value;
    }
}
