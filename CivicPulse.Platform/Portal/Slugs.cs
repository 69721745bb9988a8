using System.Globalization;
using System.IO.Hashing;
using System.Text;

namespace CivicPulse.Platform.Portal;

/// <summary>Names for addresses: readable, ASCII, and the same whenever the same record is brought in again.</summary>
internal static class Slugs
{
    private const int Longest = 80;

    /// <summary>Thousands have the same title, such as motions to adjourn: eight characters tell millions apart.</summary>
    private const int Tail = 8;
    private const string Digits = "0123456789abcdefghjkmnpqrstvwxyz";

    /// <returns>The title's letters and digits, and eight characters that tell it from others with that title.</returns>
    public static string Of(PublicRecord record, TimeZoneInfo zone)
    {
        var words = Words(record.TitleIn(zone));
        var hash = XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(record.SlugKey));
        var tail = string.Create(Tail, hash, static (text, rest) =>
        {
            for (var i = 0; i < text.Length; i++) text[i] = Digits[(int)((rest >> (5 * i)) & 31)];
        });
        return words.Length == 0 ? tail : $"{words}-{tail}";
    }

    private static string Words(string title)
    {
        var words = new StringBuilder(Longest);
        foreach (var c in title.Normalize(NormalizationForm.FormD))
        {
            if (words.Length >= Longest) break;
            if (char.IsAsciiLetterOrDigit(c)) words.Append(char.ToLowerInvariant(c));
            else if (CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark && words.Length > 0 && words[^1] != '-') words.Append('-');
        }
        return words.ToString().Trim('-');
    }
}
