using CivicPulse.AiService.Retrieval;
using CivicPulse.AiService.Vectors;

namespace CivicPulse.AiService.Quotes;

/// <summary>How well single sentences answer a question.</summary>
internal sealed class Relevance(TextVectors vectors)
{
    private const float Vector = 0.75f;
    private const float Context = 1f;
    private const int Reach = 4;
    private const float Place = 0.5f;
    private const float RightForm = 0.4f;
    private const float NamedSpeaker = 0.8f;

    /// <summary>Less has nothing to do with the question. A speaker who was asked about and comes near it is quoted with half of it.</summary>
    private const float OnSubject = 0.4f;
    private const float NearSubject = 0.3f;
    private const int FullLength = 10;
    private const int TooShort = 5;

    public IReadOnlyList<(Utterance Utterance, float Score)> Score(
        Question question, IReadOnlyList<Utterance> utterances, IReadOnlyDictionary<Guid, float> places, IReadOnlySet<string> named)
    {
        var weights = question.Terms.Distinct(StringComparer.Ordinal).ToDictionary(t => t, vectors.Information, StringComparer.Ordinal);
        var total = Math.Max(weights.Values.Sum(), 1e-6f);
        var supplies = Wanted.By(question.Text);
        var direct = utterances.Select(Direct).ToArray();
        var subject = utterances.Select((_, i) => direct[i] + (Context * Around(i))).ToArray();
        var ownFloor = utterances.Where((u, i) => named.Contains(u.Speaker) && subject[i] >= NearSubject).Any() ? OnSubject / 2 : OnSubject;
        return [.. utterances.Select((u, i) => (u, Whole(u, i)))];

        float Direct(Utterance u) =>
            (u.Terms.Distinct(StringComparer.Ordinal).Sum(t => weights.GetValueOrDefault(t)) / total)
            + (Vector * Math.Max(0, Choice.Likeness(u.Vector, question.Vector)));

        float Around(int i) => Enumerable.Range(1, Reach).Max(d => Math.Max(Near(i - d), Near(i + d)) / (d + 1));

        float Near(int i) => i >= 0 && i < direct.Length ? direct[i] : 0;

        float Whole(Utterance u, int i)
        {
            var own = named.Contains(u.Speaker);
            if (u.Length < TooShort || subject[i] < (own ? ownFloor : OnSubject)) return 0;
            var place = u.Passage is { } p ? places.GetValueOrDefault(p.Id) : 0;
            var score = subject[i] + (Place * place) + (own ? NamedSpeaker : 0);
            if (subject[i] >= OnSubject && supplies(u.Text)) score += RightForm;
            return score * Math.Min(1, u.Terms.Count * 2f / FullLength);
        }
    }
}
