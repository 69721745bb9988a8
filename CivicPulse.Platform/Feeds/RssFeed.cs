using System.Globalization;
using System.Xml;

namespace CivicPulse.Platform.Feeds;

/// <summary>RSS 2.0, with the namespaces that every reader knows for what it lacks.</summary>
internal static class RssFeed
{
    private const string Atom = "http://www.w3.org/2005/Atom";
    private const string Content = "http://purl.org/rss/1.0/modules/content/";
    private const string DublinCore = "http://purl.org/dc/elements/1.1/";
    private const string Namespaces = "http://www.w3.org/2000/xmlns/";

    public static void Write(XmlWriter xml, Feed feed)
    {
        xml.WriteStartDocument();
        xml.WriteStartElement("rss");
        xml.WriteAttributeString("version", "2.0");
        xml.WriteAttributeString("xmlns", "atom", Namespaces, Atom);
        xml.WriteAttributeString("xmlns", "content", Namespaces, Content);
        xml.WriteAttributeString("xmlns", "dc", Namespaces, DublinCore);
        xml.WriteStartElement("channel");
        xml.Text("title", feed.Title);
        xml.Text("link", feed.HomeUrl.AbsoluteUri);
        xml.Text("description", feed.Description ?? feed.Title);
        xml.Text("language", feed.Language);
        xml.Text("lastBuildDate", Date(feed.Changed));
        xml.Text("generator", FeedWriter.Generator);
        Link(xml, "self", feed.SelfUrl);
        Link(xml, "next", feed.NextUrl);
        if (feed.Icon is { } icon)
        {
            xml.WriteStartElement("image");
            xml.Text("url", icon.AbsoluteUri);
            xml.Text("title", feed.Title);
            xml.Text("link", feed.HomeUrl.AbsoluteUri);
            xml.WriteEndElement();
        }
        foreach (var entry in feed.Entries) Write(xml, entry);
        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteEndDocument();
    }

    private static void Write(XmlWriter xml, FeedEntry entry)
    {
        xml.WriteStartElement("item");
        xml.Text("title", entry.Title);
        xml.Text("link", entry.Url.AbsoluteUri);
        xml.WriteStartElement("guid");
        xml.WriteAttributeString("isPermaLink", "false");
        xml.WriteString(entry.Id.AbsoluteUri);
        xml.WriteEndElement();
        xml.Text("pubDate", Date(entry.Published ?? entry.Updated));
        // RSS has no word of its own for a change.
        xml.Text("atom", "updated", Atom, AtomFeed.Date(entry.Updated));
        xml.Text("description", entry.Summary);
        xml.Text("content", "encoded", Content, entry.Html);
        foreach (var author in entry.Authors) xml.Text("dc", "creator", DublinCore, author);
        foreach (var category in entry.Categories) xml.Text("category", category);
        if (entry.Enclosure is { } file)
        {
            xml.WriteStartElement("enclosure");
            xml.WriteAttributeString("url", file.Url.AbsoluteUri);
            xml.WriteAttributeString("length", file.Length.ToString(CultureInfo.InvariantCulture));
            xml.WriteAttributeString("type", FeedText.Clean(file.MediaType));
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
    }

    private static void Link(XmlWriter xml, string relation, Uri? to)
    {
        if (to is null) return;
        xml.WriteStartElement("atom", "link", Atom);
        xml.WriteAttributeString("rel", relation);
        xml.WriteAttributeString("href", to.AbsoluteUri);
        xml.WriteAttributeString("type", FeedFormat.Rss.MediaType());
        xml.WriteEndElement();
    }

    private static string Date(DateTimeOffset instant) => instant.ToString("r", CultureInfo.InvariantCulture);
}
