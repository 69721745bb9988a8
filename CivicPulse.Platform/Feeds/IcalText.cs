using System.Globalization;
using System.Text;

namespace CivicPulse.Platform.Feeds;

/// <summary>The ways in which iCalendar writes a value, there and back.</summary>
internal static class IcalText
{
    private const char NextLine = '\u0085';
    private const char LineSeparator = '\u2028';
    private const char ParagraphSeparator = '\u2029';

    /// <summary>TEXT: everything that some reader takes for the end of a line becomes <c>\n</c>; other control characters are dropped.</summary>
    public static string Escape(string text)
    {
        var to = new StringBuilder(text.Length + 16);
        var before = '\0';
        foreach (var c in text)
        {
            if (IsLineEnd(c)) to.Append(before == '\r' && c == '\n' ? "" : "\\n");
            else if (c is '\\' or ';' or ',') to.Append('\\').Append(c);
            else if (c == '\t' || !char.IsControl(c)) to.Append(c);
            before = c;
        }
        return to.ToString();
    }

    /// <summary>A backslash before anything else stays, as senders that do not escape mean it.</summary>
    public static string Unescape(ReadOnlySpan<char> value) => Decode(value, '\\', c => c switch
    {
        'n' or 'N' => "\n",
        '\\' => "\\",
        ';' => ";",
        ',' => ",",
        '"' => "\"",
        _ => null,
    });

    /// <summary>The texts of a list, whose separator may stand escaped inside one.</summary>
    public static IEnumerable<string> UnescapeList(string value)
    {
        var (from, escaped) = (0, false);
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] == ',' && !escaped)
            {
                yield return Unescape(value.AsSpan(from, i - from));
                from = i + 1;
            }
            escaped = value[i] == '\\' && !escaped;
        }
        yield return Unescape(value.AsSpan(from));
    }

    /// <summary>A parameter, quoted; what may not stand between quotes goes the way of RFC 6868.</summary>
    public static string Quote(string text)
    {
        var to = new StringBuilder(text.Length + 2).Append('"');
        foreach (var c in text.ReplaceLineEndings("\n"))
        {
            _ = c switch
            {
                '"' => to.Append("^'"),
                '^' => to.Append("^^"),
                _ when IsLineEnd(c) => to.Append("^n"),
                _ when char.IsControl(c) && c != '\t' => to,
                _ => to.Append(c),
            };
        }
        return to.Append('"').ToString();
    }

    public static string Unquote(string text) => Decode(text, '^', c => c switch
    {
        '\'' => "\"",
        '^' => "^",
        'n' => "\n",
        _ => null,
    });

    /// <summary>Values that are no TEXT have no way to hold what ends a line.</summary>
    public static string Bare(string value) =>
        value.Any(c => char.IsControl(c) || IsLineEnd(c)) ? string.Concat(value.Where(c => !char.IsControl(c) && !IsLineEnd(c))) : value;

    /// <summary>A word that needs no quotes.</summary>
    public static string Token(string text) => string.Concat(text.Where(c => char.IsAsciiLetterOrDigit(c) || c == '-'));

    public static string Number(double value) => Math.Round(value, 6).ToString("0.######", CultureInfo.InvariantCulture);

    private static string Decode(ReadOnlySpan<char> text, char mark, Func<char, string?> meaning)
    {
        var to = new StringBuilder(text.Length);
        while (text.IndexOf(mark) is >= 0 and var at && at + 1 < text.Length)
        {
            to.Append(text[..at]);
            if (meaning(text[at + 1]) is { } meant) to.Append(meant);
            else to.Append(text.Slice(at, 2));
            text = text[(at + 2)..];
        }
        return to.Append(text).ToString();
    }

    private static bool IsLineEnd(char c) => c is '\n' or '\r' or NextLine or LineSeparator or ParagraphSeparator;
}
