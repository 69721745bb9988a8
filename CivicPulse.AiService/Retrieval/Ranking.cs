using CivicPulse.AiService.Passages;

namespace CivicPulse.AiService.Retrieval;

/// <summary>Orders candidates. A learned ranker would replace this one function.</summary>
internal static class Ranking
{
    /// <summary>The vectors alone find about what the words find; together they find more while the words lead.</summary>
    public const double LikenessWeight = 0.5;

    /// <summary>Talk about one matter goes on for a while: a passage between good passages is a good passage.</summary>
    private static readonly double[] NeighbourWeights = [0.5, 0.25, 0.125];

    public static IReadOnlyList<(Match Match, double Score)> Order(IReadOnlyList<Match> matches)
    {
        if (matches.Count == 0) return [];
        var words = Standardise(matches.Select(m => m.Words));
        var likeness = Standardise(matches.Select(m => m.Likeness));
        var scores = words.Zip(likeness, (w, l) => w + (LikenessWeight * l)).ToArray();
        var lowest = scores.Min();
        var places = matches.Select((m, i) => (Place: (m.SourceKind, m.SourceId, m.Ordinal), Score: scores[i] - lowest)).ToDictionary(x => x.Place, x => x.Score);
        return [.. matches.Select(m => (m, Smooth(m))).OrderByDescending(x => x.Item2).ThenBy(x => x.m.Ordinal)];

        double Smooth(Match match) => places[(match.SourceKind, match.SourceId, match.Ordinal)] + NeighbourWeights
            .Select((weight, i) => weight * (Near(match, i + 1) + Near(match, -i - 1)))
            .Sum();

        double Near(Match match, int distance) => places.GetValueOrDefault((match.SourceKind, match.SourceId, match.Ordinal + distance));
    }

    /// <summary>Scores as standard deviations from their mean, so that two kinds of score can be added.</summary>
    private static double[] Standardise(IEnumerable<double> scores)
    {
        var values = scores.ToArray();
        var mean = values.Average();
        var deviation = Math.Sqrt(values.Average(v => (v - mean) * (v - mean)));
        return deviation < 1e-9 ? new double[values.Length] : [.. values.Select(v => (v - mean) / deviation)];
    }
}
