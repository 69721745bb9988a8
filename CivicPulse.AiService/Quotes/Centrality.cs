using System.Numerics.Tensors;
using CivicPulse.AiService.Vectors;

namespace CivicPulse.AiService.Quotes;

/// <summary>How near each sentence is to what the whole is about.</summary>
internal static class Centrality
{
    private const int FullLength = 9;
    private const int TooShort = 5;
    private const int TooLong = 30;

    public static IReadOnlyList<(Utterance Utterance, float Score)> Of(IReadOnlyList<Utterance> utterances, float[]? around = null)
    {
        around ??= Centre(utterances);
        return [.. utterances.Select(u => (u, Readable(u) * Choice.Likeness(u.Vector, around)))];
    }

    /// <summary>A summary is made of sentences that say something by themselves and end before the reader does.</summary>
    private static float Readable(Utterance u) => u.Length < TooShort || u.Length > TooLong ? 0 : Math.Min(1, (float)u.Terms.Count / FullLength);

    /// <summary>The direction of all sentences together; long sentences count for more.</summary>
    public static float[] Centre(IEnumerable<Utterance> utterances)
    {
        var sum = new float[TextVectors.Dimensions];
        foreach (var u in utterances) TensorPrimitives.MultiplyAdd(u.Vector, MathF.Sqrt(u.Terms.Count), sum, sum);
        var norm = TensorPrimitives.Norm<float>(sum);
        if (norm > 0) TensorPrimitives.Divide(sum, norm, sum);
        return sum;
    }
}
