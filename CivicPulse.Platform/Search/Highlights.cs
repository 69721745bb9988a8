using System.Globalization;
using System.Text;

namespace CivicPulse.Platform.Search;

/// <summary>A stretch of a text, in UTF-16 code units: the client marks it, so no markup crosses the wire.</summary>
public sealed record TextRange(int Start, int Length);

/// <summary>Where a text says what was asked for, and the part of it worth showing.</summary>
internal sealed class Highlights(IReadOnlyList<Term> terms)
{
    private const int SnippetLength = 280;
    private const int Before = 60;
    private const int MostRanges = 50;

    public IReadOnlyList<TextRange> In(string text) => [.. Words(text).Where(w => Matches(text, w)).Take(MostRanges)];

    /// <summary>The stretch with most matches, cut between words.</summary>
    public string SnippetOf(string text)
    {
        if (text.Length <= SnippetLength) return text.Trim();
        var found = Words(text).Where(w => Matches(text, w)).Take(500).ToList();
        var best = found.Count == 0 ? 0 : found.MaxBy(w => found.Count(o => o.Start >= w.Start && o.Start < w.Start + SnippetLength - Before))!.Start;
        var start = WordStart(text, Math.Max(0, best - Before));
        var end = Math.Min(text.Length, start + SnippetLength);
        if (end < text.Length) end = WordEnd(text, start, end);
        return (start > 0 ? "… " : "") + text[start..end].Trim() + (end < text.Length ? " …" : "");
    }

    private static int WordStart(string text, int at)
    {
        if (at == 0) return 0;
        var blank = text.AsSpan(at, Math.Min(40, text.Length - at)).IndexOfAny(' ', '\n', '\t');
        if (blank >= 0) return at + blank + 1;
        return char.IsLowSurrogate(text[at]) ? at + 1 : at;
    }

    private static int WordEnd(string text, int start, int end)
    {
        var blank = text.LastIndexOfAny([' ', '\n', '\t'], end);
        if (blank > start + (SnippetLength / 2)) return blank;
        return char.IsLowSurrogate(text[end]) ? end - 1 : end;
    }

    private static IEnumerable<TextRange> Words(string text)
    {
        for (var i = 0; i < text.Length;)
        {
            var start = i;
            while (i < text.Length && (char.IsLetterOrDigit(text[i]) || char.GetUnicodeCategory(text[i]) == UnicodeCategory.NonSpacingMark)) i++;
            if (i > start) yield return new(start, i - start);
            else i++;
        }
    }

    /// <summary>A stem is a word's beginning, but for its last letter ("librari" of "library") and what was cut off behind it.</summary>
    private bool Matches(string text, TextRange word)
    {
        var folded = Fold(text.AsSpan(word.Start, word.Length));
        foreach (var term in terms)
        {
            if (folded == term.Token) return true;
            if (term.Lexemes.Any(lexeme => Begins(folded, lexeme))) return true;
        }
        return false;
    }

    private static bool Begins(string word, string stem)
    {
        var shared = word.AsSpan().CommonPrefixLength(stem);
        var rest = word.Length - shared;
        if (shared == stem.Length) return rest == 0 || (shared >= 3 && rest <= 5);
        return shared >= 4 && shared == stem.Length - 1 && rest <= 4;
    }

    private static string Fold(ReadOnlySpan<char> word)
    {
        var lower = word.ToString().ToLowerInvariant();
        if (Ascii.IsValid(lower)) return lower;
        var plain = new StringBuilder(lower.Length);
        foreach (var c in lower)
        {
            if (!char.IsBetween(c, '\u0300', '\u036F')) plain.Append(Accents.Without(c));
        }
        return plain.ToString();
    }
}
