using CivicPulse.AiService.Retrieval;
using CivicPulse.AiService.Vectors;

namespace CivicPulse.AiService.Quotes;

/// <summary>How well single sentences answer a question.</summary>
internal sealed class Relevance(TextVectors vectors)
{
    private const float Vector = 0.75f;
    private const float Context = 0.5f;
    private const float Place = 0.5f;
    private const float RightForm = 0.4f;
    private const float NamedSpeaker = 0.8f;
    private const float OnSubject = 0.4f;
    private const int FullLength = 10;
    private const int TooShort = 5;

    public IReadOnlyList<(Utterance Utterance, float Score)> Score(
        Question question, IReadOnlyList<Utterance> utterances, IReadOnlyDictionary<Guid, float> places, IReadOnlySet<string> named)
    {
        var weights = question.Terms.Distinct(StringComparer.Ordinal).ToDictionary(t => t, vectors.Information, StringComparer.Ordinal);
        var total = Math.Max(weights.Values.Sum(), 1e-6f);
        var supplies = Wanted.By(question.Text);
        var direct = utterances.Select(Direct).ToArray();
        return [.. utterances.Select((u, i) => (u, Whole(u, i)))];

        float Direct(Utterance u) =>
            (u.Terms.Distinct(StringComparer.Ordinal).Sum(t => weights.GetValueOrDefault(t)) / total)
            + (Vector * Math.Max(0, Choice.Likeness(u.Vector, question.Vector)));

        float Whole(Utterance u, int i)
        {
            var around = (Near(i - 1) + Near(i + 1)) / 2;
            var place = u.Passage is { } p ? places.GetValueOrDefault(p.Id) : 0;
            var subject = direct[i] + (Context * around);
            if (u.Length < TooShort || subject < (named.Contains(u.Speaker) ? OnSubject / 2 : OnSubject)) return 0;
            var score = subject + (Place * place) + (named.Contains(u.Speaker) ? NamedSpeaker : 0);
            if (subject >= OnSubject && supplies(u.Text)) score += RightForm;
            return score * Math.Min(1, u.Terms.Count * 2f / FullLength);
        }

        float Near(int i) => i >= 0 && i < direct.Length ? direct[i] : 0;
    }
}
