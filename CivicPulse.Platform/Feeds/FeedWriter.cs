using System.Xml;

namespace CivicPulse.Platform.Feeds;

/// <summary>A feed as bytes. It is a page of a list, so it is held whole.</summary>
public static class FeedWriter
{
    internal const string Generator = "CivicPulse";

    // Line ends of texts are told apart from those of the file, so that a reader gets back what was written.
    private static readonly XmlWriterSettings Xml = new() { Encoding = new System.Text.UTF8Encoding(false), NewLineHandling = NewLineHandling.Entitize, Indent = false };

    public static byte[] Write(Feed feed, FeedFormat format)
    {
        if (feed.Entries.Count > Feed.MostEntries) throw new ArgumentException($"A feed has at most {Feed.MostEntries} entries.", nameof(feed));
        using var whole = new MemoryStream();
        switch (format)
        {
            case FeedFormat.Json:
                JsonFeed.Write(whole, feed);
                break;
            case FeedFormat.Rss or FeedFormat.Atom:
                using (var xml = XmlWriter.Create(whole, Xml))
                {
                    if (format == FeedFormat.Rss) RssFeed.Write(xml, feed);
                    else AtomFeed.Write(xml, feed);
                }
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(format), format, "A calendar is not written from entries: see IcalWriter.");
        }
        return whole.ToArray();
    }

    internal static void Text(this XmlWriter xml, string name, string? value)
    {
        if (value is not null) xml.WriteElementString(name, FeedText.Clean(value));
    }

    internal static void Text(this XmlWriter xml, string prefix, string name, string ns, string? value)
    {
        if (value is not null) xml.WriteElementString(prefix, name, ns, FeedText.Clean(value));
    }
}
