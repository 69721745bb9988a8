using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace CivicPulse.Platform.Transfers.Tables;

/// <summary>Text in a workbook: XML cannot hold some characters, so they are written as <c>_x000A_</c>, and what looks like that is escaped.</summary>
internal static partial class XlsxText
{
    public static void Write(StringBuilder to, string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '<') to.Append("&lt;");
            else if (c == '>') to.Append("&gt;");
            else if (c == '&') to.Append("&amp;");
            else if (c == '_' && IsEscape(text.AsSpan(i))) to.Append("_x005F_");
            else if (c < ' ' && c is not ('\t' or '\n') || c is '\uFFFE' or '\uFFFF') to.Append(CultureInfo.InvariantCulture, $"_x{(int)c:X4}_");
            else to.Append(c);
        }
    }

    public static string Read(string text) => text.Contains("_x", StringComparison.Ordinal)
        ? Escape().Replace(text, m => ((char)int.Parse(m.Value.AsSpan(2, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString())
        : text;

    private static bool IsEscape(ReadOnlySpan<char> text) =>
        text.Length >= 7 && text[1] == 'x' && text[6] == '_' && !text[2..6].ContainsAnyExcept("0123456789abcdefABCDEF");

    [GeneratedRegex("_x[0-9A-Fa-f]{4}_", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Escape();
}
