using System.Collections.Frozen;
using CivicPulse.AiService.Text;

namespace CivicPulse.AiService.Answers;

/// <summary>What kind of answer a question about a meeting wants. Everything but <see cref="Matter"/> is read off the meeting as a whole.</summary>
internal enum Intent { Matter, Overview, Decisions, ActionItems }

internal static class Intents
{
    private static readonly FrozenSet<string> Bodies = Stems("council board committee commission panel body people everyone staff today");
    private static readonly FrozenSet<string> Overviews = Stems("main key focus topic subject point issue overview recap outline highlight content agenda everything happen minutes");
    private static readonly FrozenSet<string> Decided = Stems("decision decide resolution resolve vote motion approve outcome agree made taken took reach");
    private static readonly FrozenSet<string> Tasks = Stems("action item task todo next step follow followup assign assignment responsible");

    public static Intent Of(string question)
    {
        string[] terms = [.. Words.QuestionTerms(question).Where(t => !Bodies.Contains(t))];
        if (terms.All(Overviews.Contains)) return Intent.Overview;
        if (terms.All(t => Decided.Contains(t) || Overviews.Contains(t))) return Intent.Decisions;
        return terms.All(t => Tasks.Contains(t) || Overviews.Contains(t)) ? Intent.ActionItems : Intent.Matter;
    }

    private static FrozenSet<string> Stems(string words) => words.Split(' ').Select(Porter.Stem).ToFrozenSet(StringComparer.Ordinal);
}
