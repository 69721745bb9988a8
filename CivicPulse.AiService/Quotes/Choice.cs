using System.Numerics.Tensors;

namespace CivicPulse.AiService.Quotes;

/// <summary>Picks good sentences that do not repeat each other (maximal marginal relevance) until a number of words is said.</summary>
internal sealed record Choice(int Words, int Sentences)
{
    /// <summary>How much a good sentence outweighs a new one.</summary>
    private const float Relevance = 0.85f;

    /// <summary>Above this likeness two sentences say the same.</summary>
    private const float Same = 0.9f;

    /// <summary>In the order of the record, not of the score.</summary>
    public IReadOnlyList<Utterance> Pick(IReadOnlyList<(Utterance Utterance, float Score)> scored)
    {
        if (scored.Count == 0) return [];
        var best = Math.Max(scored.Max(s => s.Score), 1e-6f);
        var repeated = new float[scored.Count];
        var open = Enumerable.Range(0, scored.Count).Where(i => scored[i].Score > 0).ToHashSet();
        var picked = new List<int>();
        var words = 0;
        while (open.Count > 0 && picked.Count < Sentences)
        {
            var next = open.MaxBy(i => (Relevance * scored[i].Score / best) - ((1 - Relevance) * repeated[i]));
            open.Remove(next);
            if (picked.Count > 0 && (repeated[next] > Same || words > Words - scored[next].Utterance.Length)) continue;
            picked.Add(next);
            words += scored[next].Utterance.Length;
            foreach (var i in open) repeated[i] = Math.Max(repeated[i], Likeness(scored[i].Utterance.Vector, scored[next].Utterance.Vector));
        }
        return [.. picked.Order().Select(i => scored[i].Utterance)];
    }

    public static float Likeness(float[] a, float[] b) => TensorPrimitives.Dot<float>(a, b);
}
