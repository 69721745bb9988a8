using CivicPulse.AiService.Quotes;
using CivicPulse.AiService.Text;
using CivicPulse.Platform.Ai;

namespace CivicPulse.AiService.Minutes;

/// <summary>Who does what next, as far as somebody said so.</summary>
internal static class ActionItems
{
    private const int Most = 12;
    private const int FewestTerms = 3;
    private const float Promise = 0.4f;
    private const float WithDeadline = 0.3f;

    public static IReadOnlyList<AiMinutesLine> In(IReadOnlyList<Utterance> utterances)
    {
        var speakers = utterances.Select(u => u.Speaker).Distinct(StringComparer.Ordinal).ToList();
        var tasks = Centrality.Of(utterances)
            .Where(s => IsTask(s.Utterance))
            .Select(s => (s.Utterance, s.Score + Promise + (Cues.Deadline().IsMatch(s.Utterance.Text) ? WithDeadline : 0)))
            .ToList();
        return [.. new Choice(int.MaxValue, Most).Pick(tasks).Select(u => Lines.Of(u, Assignee(u, speakers)))];
    }

    private static bool IsTask(Utterance u) =>
        u.Terms.Count >= FewestTerms && !Cues.Procedure().IsMatch(u.Text)
        && (Cues.Assigned().IsMatch(u.Text) || (IsTakenOn(u.Text) && !u.Text.EndsWith('?')));

    private static bool IsTakenOn(string text) =>
        Cues.TakesOn().IsMatch(text) || (Cues.Promises().IsMatch(text) && Cues.Deadline().IsMatch(text));

    /// <summary>An office that is named, a speaker who is named, or the speaker's own self; a bare "you" could be anybody.</summary>
    private static string? Assignee(Utterance u, IReadOnlyList<string> speakers)
    {
        var assigned = Cues.Assigned().Match(u.Text);
        if (assigned.Groups["who"] is { Success: true } who) return Capitalised(who.Value);
        if (assigned.Success) return Addressed(u, speakers);
        return Words.Of(Cues.TakesOn().Match(u.Text).Value).FirstOrDefault() is "we" or "we'll" or "we're" ? null : u.Speaker;
    }

    private static string? Addressed(Utterance u, IReadOnlyList<string> speakers) =>
        Speakers.NamedIn("? " + u.Text, speakers.Where(s => s != u.Speaker)) is { Count: 1 } named ? named.Single() : null;

    private static string Capitalised(string office)
    {
        var name = office.StartsWith("the ", StringComparison.OrdinalIgnoreCase) ? office[4..] : office;
        return char.ToUpperInvariant(name[0]) + name[1..];
    }
}
