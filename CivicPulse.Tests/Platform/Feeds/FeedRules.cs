using System.Text;
using System.Text.Json;
using CivicPulse.Platform.Feeds;
using CivicPulse.Platform.Http;
using CivicPulse.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace CivicPulse.Tests.Platform.Feeds;

public sealed class FeedRules
{
    private const string Illegal = "\0\a\u001B\uFFFE\uD83D";
    private static readonly DateTimeOffset Day = new(2026, 3, 1, 12, 30, 45, TimeSpan.FromHours(-5));
    private static readonly FeedFormat[] Entries = [FeedFormat.Rss, FeedFormat.Atom, FeedFormat.Json];

    [Theory]
    [InlineData(FeedFormat.Rss)]
    [InlineData(FeedFormat.Atom)]
    [InlineData(FeedFormat.Json)]
    public async Task Every_field_arrives(FeedFormat format)
    {
        var read = await Python.ReadAsync("read_feed.py", FeedWriter.Write(Whole, format), "xml.etree");
        Assert.Equal(("Council & <Board>", "News; \"all\" of it"), (read.Text("title"), read.Text("description")));
        Assert.Equal(("https://demo.example/council", $"https://demo.example/council.feed?a=1&b=2"), (read.Text("home"), read.Text("self")));
        Assert.Equal(("https://demo.example/council?page=2", "https://demo.example/icon.png", "en"), (read.Text("next"), read.Text("icon"), read.Text("language")));
        if (format != FeedFormat.Json) Assert.Equal("2026-03-02T17:30:45Z", read.Text("updated"));
        if (format == FeedFormat.Atom) Assert.Equal(("urn:uuid:00000000-0000-0000-0000-000000000007", "The clerk"), (read.Text("id"), read.Text("author")));
        var (whole, least) = (read.List("entries")[0], read.List("entries")[1]);
        Assert.Equal(("tag:demo.example,2026-01-01:meetings/1", "https://demo.example/meetings/1"), (whole.Text("id"), whole.Text("url")));
        Assert.Equal(("Minutes ]]> approved & 🏛️", "Short, <b>plain</b>"), (whole.Text("title"), whole.Text("summary")));
        Assert.Equal("<p>All &amp; <em>everything</em> ]]></p>", whole.Text("html"));
        Assert.Equal(("2026-03-01T17:30:45Z", "2026-03-02T17:30:45Z"), (whole.Text("published"), whole.Text("updated")));
        Assert.Equal(["The clerk", "A & B"], whole.List("authors").Select(a => a.GetString()));
        Assert.Equal(["Budget", "\"Roads\""], whole.List("categories").Select(a => a.GetString()));
        Assert.Equal("""[["https://demo.example/minutes.pdf","application/pdf",12345]]""", JsonSerializer.Serialize(whole.GetProperty("enclosure")));
        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null), (least.GetProperty("summary").ValueKind, least.GetProperty("html").ValueKind));
        Assert.Empty(least.List("authors"));
    }

    [Theory]
    [InlineData(FeedFormat.Rss)]
    [InlineData(FeedFormat.Atom)]
    [InlineData(FeedFormat.Json)]
    public async Task Texts_arrive_as_they_were_written_but_for_what_xml_cannot_say(FeedFormat format)
    {
        string[] texts = [.. HostileTexts.ForCalendars().Select(t => t.Written.Replace("\uD83D ", " ", StringComparison.Ordinal)).Where(t => t.Length > 0), .. HostileTexts.Backslashes, "]]>", "<![CDATA[", "&#0;", "<!DOCTYPE x [<!ENTITY a \"b\">]>&a;"];
        var feed = Whole with { Entries = [.. texts.Select((text, i) => new FeedEntry(FeedIds.Of(Guid.CreateVersion7()), new($"https://demo.example/{i}"), Illegal + text, Day) { Summary = text + Illegal, Html = text, Categories = [text], Authors = [text] })] };
        var read = (await Python.ReadAsync("read_feed.py", FeedWriter.Write(feed, format), "xml.etree")).List("entries");
        foreach (var (entry, text) in read.Zip(texts.Select(Legal)))
        {
            Assert.Equal((text, text, text), (entry.Text("title"), entry.Text("summary"), entry.Text("html")));
            Assert.Equal((text, text), (entry.List("categories")[0].GetString(), entry.List("authors")[0].GetString()));
        }
        Assert.Equal(texts.Length, read.Count);
    }

    [Fact]
    public void A_feed_without_entries_is_a_feed() =>
        Assert.All(Entries, format => Assert.NotEmpty(FeedWriter.Write(new("Empty", new("https://a.example/"), new("https://a.example/feed")), format)));

    [Fact]
    public void The_same_feed_is_the_same_bytes() =>
        Assert.All(Entries, format => Assert.Equal(FeedWriter.Write(Whole, format), FeedWriter.Write(Whole with { }, format)));

    [Fact]
    public void A_feed_has_a_bound() =>
        Assert.Throws<ArgumentException>(() => FeedWriter.Write(Whole with { Entries = [.. Enumerable.Repeat(Whole.Entries[0], Feed.MostEntries + 1)] }, FeedFormat.Rss));

    [Fact]
    public void Names_of_feeds_outlive_addresses()
    {
        Assert.Equal("tag:demo.example,2026-01-01:bodies/the%20council", FeedIds.Of("demo.example", new(2026, 1, 1), "bodies/the council").AbsoluteUri);
        Assert.Equal("urn:uuid:00000000-0000-0000-0000-000000000000", FeedIds.Of(Guid.Empty).AbsoluteUri);
    }

    [Theory]
    [InlineData("rss", null, FeedFormat.Rss)]
    [InlineData(".ATOM", null, FeedFormat.Atom)]
    [InlineData("ics", "application/atom+xml", FeedFormat.ICal)]
    [InlineData("json", null, FeedFormat.Json)]
    [InlineData(null, null, FeedFormat.Atom)]
    [InlineData("", "*/*", FeedFormat.Atom)]
    [InlineData(null, "text/html,application/xhtml+xml,*/*;q=0.8", FeedFormat.Atom)]
    [InlineData(null, "application/rss+xml", FeedFormat.Rss)]
    [InlineData(null, "application/atom+xml;q=0.2, application/rss+xml;q=0.9", FeedFormat.Rss)]
    [InlineData(null, "application/rss+xml, application/atom+xml;q=0.9, */*;q=0.1", FeedFormat.Rss)]
    [InlineData(null, "application/json", FeedFormat.Json)]
    [InlineData(null, "application/feed+json, application/json", FeedFormat.Json)]
    [InlineData(null, "text/xml", FeedFormat.Atom)]
    [InlineData(null, "text/calendar", FeedFormat.ICal)]
    [InlineData(null, "text/*", FeedFormat.ICal)]
    [InlineData(null, "*/*, application/atom+xml;q=0", FeedFormat.Rss)]
    [InlineData(null, "image/png", FeedFormat.Atom)]
    [InlineData(null, ";;;", FeedFormat.Atom)]
    public void A_format_is_chosen_by_name_else_by_accept(string? asked, string? accept, FeedFormat expected)
    {
        var http = new DefaultHttpContext();
        if (accept is not null) http.Request.Headers.Accept = accept;
        Assert.Equal(expected, FeedFormats.Choose(http.Request, asked, FeedFormat.Atom, FeedFormat.Rss, FeedFormat.Json, FeedFormat.ICal));
        Assert.Equal(string.IsNullOrEmpty(asked) ? "Accept" : "", http.Response.Headers.Vary.ToString());
    }

    [Theory]
    [InlineData("ics")]
    [InlineData("xml")]
    [InlineData("1")]
    [InlineData("../rss")]
    public void A_format_that_is_not_offered_is_refused(string asked) =>
        Assert.Equal("feeds.unknown_format", Assert.Throws<BadInput>(() => FeedFormats.Choose(new DefaultHttpContext().Request, asked)).Code);

    private static string Legal(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(string.Concat(text.Where(c => c is '\t' or '\n' or '\r' or >= ' ' and not '\uFFFE'))));

    internal static Feed Whole { get; } = new("Council & <Board>", new("https://demo.example/council"), new("https://demo.example/council.feed?a=1&b=2"))
    {
        Id = FeedIds.Of(new Guid(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7)),
        Description = "News; \"all\" of it",
        Language = "en",
        Icon = new("https://demo.example/icon.png"),
        NextUrl = new("https://demo.example/council?page=2"),
        Author = "The clerk",
        Entries =
        [
            new(FeedIds.Of("demo.example", new(2026, 1, 1), "meetings/1"), new("https://demo.example/meetings/1"), "Minutes ]]> approved & 🏛️", Day.AddDays(1))
            {
                Published = Day,
                Summary = "Short, <b>plain</b>",
                Html = "<p>All &amp; <em>everything</em> ]]></p>",
                Authors = ["The clerk", "A & B"],
                Categories = ["Budget", "\"Roads\""],
                Enclosure = new(new("https://demo.example/minutes.pdf"), "application/pdf", 12_345),
            },
            new(FeedIds.Of(Guid.Empty), new("https://demo.example/meetings/2"), "Only a title", Day),
        ],
    };
}
