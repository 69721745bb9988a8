using System.Text;

namespace CivicPulse.AiService.Models;

/// <summary>Finds a model's quote in the source. What is given on is the source's own wording, never the model's.</summary>
internal static class Verbatim
{
    private const int Shortest = 8;

    /// <summary>Models straighten quotation marks and blanks; every other difference makes it no quote.</summary>
    public static string? Find(string source, string quote) => Exact(source, quote) ?? Exact(source, quote.Trim().Trim('"', '\u201C', '\u201D'));

    private static string? Exact(string source, string quote)
    {
        var (plain, places) = Plain(source);
        var wanted = Plain(quote).Plain.Trim();
        if (wanted.Length < Shortest) return null;
        var at = plain.IndexOf(wanted, StringComparison.Ordinal);
        return at < 0 ? null : source[places[at]..(places[at + wanted.Length - 1] + 1)];
    }

    /// <summary>Single blanks and straight quotation marks, with the place in the text that each character came from.</summary>
    private static (string Plain, List<int> Places) Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        var places = new List<int>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var c = Straight(text[i]);
            if (c == ' ' && (plain.Length == 0 || plain[^1] == ' ')) continue;
            plain.Append(c);
            places.Add(i);
        }
        return (plain.ToString(), places);
    }

    private static char Straight(char c) => c switch
    {
        '\u2018' or '\u2019' => '\'',
        '\u201C' or '\u201D' => '"',
        '\u2013' or '\u2014' => '-',
        _ => char.IsWhiteSpace(c) ? ' ' : c,
    };
}
