using System.Globalization;
using System.Xml;

namespace CivicPulse.Platform.Feeds;

/// <summary>Atom (RFC 4287), with pages (RFC 5005).</summary>
internal static class AtomFeed
{
    private const string Namespace = "http://www.w3.org/2005/Atom";

    public static void Write(XmlWriter xml, Feed feed)
    {
        xml.WriteStartDocument();
        xml.WriteStartElement("feed", Namespace);
        if (feed.Language is { } language) xml.WriteAttributeString("xml", "lang", null, FeedText.Clean(language));
        xml.Text("id", (feed.Id ?? feed.HomeUrl).AbsoluteUri);
        xml.Text("title", feed.Title);
        xml.Text("subtitle", feed.Description);
        xml.Text("updated", Date(feed.Changed));
        Link(xml, "self", feed.SelfUrl, FeedFormat.Atom.MediaType());
        Link(xml, "alternate", feed.HomeUrl, "text/html");
        if (feed.NextUrl is { } next) Link(xml, "next", next, FeedFormat.Atom.MediaType());
        Author(xml, feed.Author ?? feed.Title);
        xml.Text("icon", feed.Icon?.AbsoluteUri);
        xml.Text("generator", FeedWriter.Generator);
        foreach (var entry in feed.Entries) Write(xml, entry);
        xml.WriteEndElement();
        xml.WriteEndDocument();
    }

    public static string Date(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static void Write(XmlWriter xml, FeedEntry entry)
    {
        xml.WriteStartElement("entry");
        xml.Text("id", entry.Id.AbsoluteUri);
        xml.Text("title", entry.Title);
        xml.Text("updated", Date(entry.Updated));
        xml.Text("published", entry.Published is { } at ? Date(at) : null);
        Link(xml, "alternate", entry.Url, "text/html");
        if (entry.Enclosure is { } file) Link(xml, "enclosure", file.Url, FeedText.Clean(file.MediaType), file.Length);
        foreach (var author in entry.Authors) Author(xml, author);
        foreach (var category in entry.Categories)
        {
            xml.WriteStartElement("category");
            xml.WriteAttributeString("term", FeedText.Clean(category));
            xml.WriteEndElement();
        }
        xml.Text("summary", entry.Summary);
        if (entry.Html is { } html)
        {
            xml.WriteStartElement("content");
            xml.WriteAttributeString("type", "html");
            xml.WriteString(FeedText.Clean(html));
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
    }

    private static void Author(XmlWriter xml, string name)
    {
        xml.WriteStartElement("author");
        xml.Text("name", name);
        xml.WriteEndElement();
    }

    private static void Link(XmlWriter xml, string relation, Uri to, string type, long? length = null)
    {
        xml.WriteStartElement("link");
        xml.WriteAttributeString("rel", relation);
        xml.WriteAttributeString("href", to.AbsoluteUri);
        xml.WriteAttributeString("type", type);
        if (length is { } bytes) xml.WriteAttributeString("length", bytes.ToString(CultureInfo.InvariantCulture));
        xml.WriteEndElement();
    }
}
