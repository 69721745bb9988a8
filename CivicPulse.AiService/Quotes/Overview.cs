using CivicPulse.AiService.Minutes;

namespace CivicPulse.AiService.Quotes;

/// <summary>Says what a whole meeting was about: the most telling sentences of each of its stretches.</summary>
internal static class Overview
{
    private const int Stretches = 9;
    private const int Words = 180;

    /// <param name="agenda">What was meant to be talked about, if anybody said so: sentences on it are preferred.</param>
    public static IReadOnlyList<Utterance> Of(IReadOnlyList<Utterance> utterances, IReadOnlyList<float[]> agenda)
    {
        if (utterances.Count == 0) return [];
        var whole = Centrality.Of(utterances);
        return new Choice(Words, Stretches).Pick([.. Stretch(utterances).Select(Best)]);

        (Utterance Utterance, float Score) Best(Range stretch)
        {
            var (start, length) = stretch.GetOffsetAndLength(utterances.Count);
            var local = Centrality.Of([.. utterances.Take(stretch)]);
            return Enumerable.Range(0, length).Select(i => (local[i].Utterance, Score(local[i], whole[start + i].Score))).MaxBy(x => x.Item2);
        }

        float Score((Utterance Said, float Local) sentence, float central) =>
            sentence.Local <= 0 || Cues.Procedure().IsMatch(sentence.Said.Text) ? 0 : sentence.Local + central + agenda.Select(item => Choice.Likeness(sentence.Said.Vector, item)).DefaultIfEmpty().Max();
    }

    /// <summary>Stretches in which about equally much is said.</summary>
    private static IEnumerable<Range> Stretch(IReadOnlyList<Utterance> utterances)
    {
        var share = Math.Max(1, utterances.Sum(u => u.Terms.Count) / Stretches);
        int start = 0, said = 0;
        for (var i = 0; i < utterances.Count; i++)
        {
            said += utterances[i].Terms.Count;
            if (said < share && i < utterances.Count - 1) continue;
            yield return start..(i + 1);
            (start, said) = (i + 1, 0);
        }
    }
}
