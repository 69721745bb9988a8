using System.Xml;

namespace CivicPulse.Platform.Feeds;

/// <summary>What a text may hold in a feed.</summary>
internal static class FeedText
{
    /// <summary>Without the characters that XML 1.0 has no way to write: most control characters and halves of a pair.</summary>
    public static string Clean(string text)
    {
        if (FirstBad(text) < 0) return text;
        var kept = new System.Text.StringBuilder(text.Length);
        var left = text.AsSpan();
        while (FirstBad(left) is >= 0 and var bad)
        {
            kept.Append(left[..bad]);
            left = left[(bad + 1)..];
        }
        return kept.Append(left).ToString();
    }

    private static int FirstBad(ReadOnlySpan<char> text)
    {
        var at = 0;
        while (at < text.Length)
        {
            if (XmlConvert.IsXmlChar(text[at])) at++;
            else if (at + 1 < text.Length && XmlConvert.IsXmlSurrogatePair(text[at + 1], text[at])) at += 2;
            else return at;
        }
        return -1;
    }
}
