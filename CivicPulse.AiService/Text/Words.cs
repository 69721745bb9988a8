using System.Text;
using CivicPulse.Platform.Search;

namespace CivicPulse.AiService.Text;

/// <summary>Words and their stems: the one definition that passages, questions and the vectors' vocabulary share.</summary>
internal static class Words
{
    /// <summary>Longer runs are no words, and PostgreSQL refuses lexemes of 2 kB.</summary>
    private const int MaxLength = 64;

    /// <summary>Lower-case runs of letters and digits, with at most one apostrophe ending ("don't", "council's").</summary>
    public static IEnumerable<string> Of(string text)
    {
        text = Plain(text);
        var i = 0;
        while (i < text.Length)
        {
            var start = i;
            while (i < text.Length && IsWordCharacter(text[i])) i++;
            if (i == start)
            {
                i++;
                continue;
            }
            if (HasEnding(text, i)) i = EndOfLetters(text, i + 1);
            yield return text[start..i];
        }
    }

    /// <summary>Stems of the words that carry meaning, in order, repeated as often as said.</summary>
    public static IEnumerable<string> Terms(string text) => Of(text).Where(w => !StopWords.Contains(w)).Select(Term).OfType<string>();

    /// <summary>The same for a question, without the words that only say what kind of answer is wanted.</summary>
    public static IReadOnlyList<string> QuestionTerms(string question) =>
        [.. Of(question).Where(w => !StopWords.Contains(w) && !StopWords.OfQuestions(w)).Select(Term).OfType<string>()];

    /// <summary>The stem of one word; null when the word means nothing by itself.</summary>
    public static string? Term(string word)
    {
        var apostrophe = word.IndexOf('\'', StringComparison.Ordinal);
        if (apostrophe >= 0) word = word[..apostrophe];
        if (word.Length > MaxLength) word = word[..MaxLength];
        if (StopWords.Contains(word) || (word.Length < 2 && !char.IsAsciiDigit(word[0]))) return null;
        return Porter.Stem(word);
    }

    private static bool HasEnding(string text, int i) => i < text.Length - 1 && text[i] == '\'' && char.IsAsciiLetterLower(text[i + 1]);

    private static int EndOfLetters(string text, int i)
    {
        while (i < text.Length && char.IsAsciiLetterLower(text[i])) i++;
        return i;
    }

    private static bool IsWordCharacter(char c) => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c);

    /// <summary>Lower case, without accents, with the plain apostrophe.</summary>
    private static string Plain(string text)
    {
        if (Ascii.IsValid(text)) return text.ToLowerInvariant();
        var plain = new StringBuilder(text.Length);
        foreach (var c in text.ToLowerInvariant())
        {
            if (c is '\u2019' or '\u02BC') plain.Append('\'');
            else if (!char.IsBetween(c, '\u0300', '\u036F')) plain.Append(Accents.Without(c));
        }
        return plain.ToString();
    }
}
