using System.Buffers;
using System.Collections.Frozen;

namespace CivicPulse.AiService.Text;

/// <summary>Cuts text into sentences without changing a character, so that every sentence can be quoted.</summary>
internal static class Sentences
{
    /// <summary>Speech recognisers leave punctuation out; nobody reads a quote of two hundred words.</summary>
    private const int MaxWords = 60;
    private const int MaxCharacters = 600;

    private static readonly SearchValues<char> Ends = SearchValues.Create(".!?\n");

    private static readonly FrozenSet<string> Abbreviations = FrozenSet.ToFrozenSet(
        [
            "mr", "mrs", "ms", "dr", "prof", "hon", "rep", "sen", "gov", "st", "ave", "blvd", "jr", "sr", "no", "nos", "sec",
            "art", "ch", "vs", "etc", "inc", "co", "corp", "ltd", "dept", "approx", "fig", "eg", "ie", "e.g", "i.e", "u.s",
        ], StringComparer.OrdinalIgnoreCase);

    public static IEnumerable<Range> Of(string text)
    {
        var start = 0;
        for (var at = NextEnd(text, 0); start < text.Length; at = NextEnd(text, at))
        {
            foreach (var piece in Cut(text, start, at)) yield return piece;
            start = at;
        }
    }

    private static int NextEnd(string text, int from)
    {
        while (from < text.Length)
        {
            var i = text.AsSpan(from).IndexOfAny(Ends);
            if (i < 0) return text.Length;
            var after = from + i + 1;
            if (text[after - 1] == '\n') return after;
            while (after < text.Length && text[after] is '.' or '!' or '?' or '"' or '\'' or ')' or '\u201D' or '\u2019') after++;
            if (after >= text.Length || (char.IsWhiteSpace(text[after]) && !IsAbbreviation(text, after - 1))) return after;
            from = after;
        }
        return text.Length;
    }

    private static bool IsAbbreviation(string text, int dot)
    {
        if (text[dot] != '.') return false;
        var start = dot;
        while (start > 0 && (char.IsLetter(text[start - 1]) || text[start - 1] == '.')) start--;
        var word = text[start..dot];
        var isInitial = word.Length == 1 && char.IsUpper(word[0]) && word[0] != 'I';
        return isInitial || Abbreviations.Contains(word);
    }

    private static IEnumerable<Range> Cut(string text, int start, int end)
    {
        while (start < end && char.IsWhiteSpace(text[start])) start++;
        while (end > start && char.IsWhiteSpace(text[end - 1])) end--;
        while (start < end)
        {
            var stop = BreakAfter(text, start, end);
            yield return start..stop;
            start = stop;
            while (start < end && char.IsWhiteSpace(text[start])) start++;
        }
    }

    /// <summary>The last comma within the word limit, else the limit itself.</summary>
    private static int BreakAfter(string text, int start, int end)
    {
        int words = 0, comma = -1;
        for (var i = start; i < end; i++)
        {
            if (i - start == MaxCharacters) return comma > 0 ? comma : WholeCharacter(text, i);
            if (!char.IsWhiteSpace(text[i]) || char.IsWhiteSpace(text[i - 1])) continue;
            if (text[i - 1] is ',' or ';' or ':' && words > MaxWords / 2) comma = i;
            if (++words == MaxWords) return comma > 0 ? comma : i;
        }
        return end;
    }

    private static int WholeCharacter(string text, int i) => char.IsLowSurrogate(text[i]) ? i + 1 : i;
}
