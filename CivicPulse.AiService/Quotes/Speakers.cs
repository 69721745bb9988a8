using System.Collections.Frozen;
using CivicPulse.AiService.Text;

namespace CivicPulse.AiService.Quotes;

/// <summary>Which of the speakers a question names: "What did Kirsty Williams think", "Why did the Project Manager", "What did F say".</summary>
internal static class Speakers
{
    private static readonly FrozenSet<string> Titles = FrozenSet.ToFrozenSet(
        ["mr", "mrs", "ms", "miss", "dr", "hon", "right", "the", "am", "mp", "sir", "acting", "chair", "madam"], StringComparer.Ordinal);

    /// <summary>Offices are named without capitals: "What did the mayor say".</summary>
    private static readonly FrozenSet<string> Offices = FrozenSet.ToFrozenSet(
        ["mayor", "clerk", "professor", "attorney", "treasurer", "president", "superintendent", "governor", "minister", "supervisor"], StringComparer.Ordinal);

    public static IReadOnlySet<string> NamedIn(string question, IEnumerable<string> speakers)
    {
        var said = Words.Of(question).Select(Bare).ToArray();
        var capitals = question.Split([' ', ',', '.', '?', '!', '"', '(', ')'], StringSplitOptions.RemoveEmptyEntries)
            .Skip(1).Where(w => char.IsUpper(w[0])).SelectMany(Words.Of).Select(Bare)
            .Concat(said.Where(Offices.Contains)).ToHashSet(StringComparer.Ordinal);
        var names = speakers.Distinct(StringComparer.Ordinal).Select(s => (Speaker: s, Name: NameOf(s))).Where(s => s.Name.Length > 0).ToList();
        var whole = names.Where(s => Contains(said, s.Name)).Select(s => s.Speaker).ToHashSet(StringComparer.Ordinal);
        whole.RemoveWhere(s => NameOf(s) is [var only] && !capitals.Contains(only));
        return whole.Count > 0 ? whole : names.Where(s => s.Name.Any(capitals.Contains)).Select(s => s.Speaker).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>"The Acting Chair (Mr. Bruce Stanton)" has the name of the person; "PhD F" keeps both parts.</summary>
    private static string[] NameOf(string speaker)
    {
        var paren = speaker.IndexOf('(', StringComparison.Ordinal);
        var name = Significant(paren > 0 ? speaker[..paren] : speaker);
        return name.Length > 0 || paren < 0 ? name : Significant(speaker[paren..]);
    }

    private static string[] Significant(string name) => [.. Words.Of(name).Select(Bare).Where(w => !Titles.Contains(w))];

    private static string Bare(string word) => word.Split('\'')[0];

    private static bool Contains(string[] words, string[] name) => words.AsSpan().IndexOf(name) >= 0;
}
