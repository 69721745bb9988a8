using System.Text.Encodings.Web;
using System.Text.Json;

namespace CivicPulse.Platform.Feeds;

/// <summary>JSON Feed 1.1.</summary>
internal static class JsonFeed
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(Stream target, Feed feed)
    {
        using var json = new Utf8JsonWriter(target, Options);
        json.WriteStartObject();
        json.WriteString("version", "https://jsonfeed.org/version/1.1");
        Text(json, "title", feed.Title);
        json.WriteString("home_page_url", feed.HomeUrl.AbsoluteUri);
        json.WriteString("feed_url", feed.SelfUrl.AbsoluteUri);
        Text(json, "description", feed.Description);
        Text(json, "next_url", feed.NextUrl?.AbsoluteUri);
        Text(json, "icon", feed.Icon?.AbsoluteUri);
        Text(json, "language", feed.Language);
        Authors(json, [feed.Author ?? feed.Title]);
        json.WriteStartArray("items");
        foreach (var entry in feed.Entries) Write(json, entry);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, FeedEntry entry)
    {
        json.WriteStartObject();
        json.WriteString("id", entry.Id.AbsoluteUri);
        json.WriteString("url", entry.Url.AbsoluteUri);
        Text(json, "title", entry.Title);
        Text(json, "content_html", entry.Html);
        // One of the two has to be there.
        if (entry.Html is null) Text(json, "content_text", entry.Summary ?? entry.Title);
        Text(json, "summary", entry.Summary);
        Text(json, "date_published", entry.Published is { } at ? AtomFeed.Date(at) : null);
        json.WriteString("date_modified", AtomFeed.Date(entry.Updated));
        if (entry.Authors.Count > 0) Authors(json, entry.Authors);
        if (entry.Categories.Count > 0)
        {
            json.WriteStartArray("tags");
            foreach (var category in entry.Categories) json.WriteStringValue(FeedText.Clean(category));
            json.WriteEndArray();
        }
        if (entry.Enclosure is { } file)
        {
            json.WriteStartArray("attachments");
            json.WriteStartObject();
            json.WriteString("url", file.Url.AbsoluteUri);
            Text(json, "mime_type", file.MediaType);
            json.WriteNumber("size_in_bytes", file.Length);
            json.WriteEndObject();
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    private static void Text(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null) json.WriteString(name, FeedText.Clean(value));
    }

    private static void Authors(Utf8JsonWriter json, IReadOnlyList<string> names)
    {
        json.WriteStartArray("authors");
        foreach (var name in names)
        {
            json.WriteStartObject();
            Text(json, "name", name);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
