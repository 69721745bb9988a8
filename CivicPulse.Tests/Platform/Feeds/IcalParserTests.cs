using System.Text;
using System.Text.Json;
using CivicPulse.Platform.Feeds;
using CivicPulse.Tests.Support;

namespace CivicPulse.Tests.Platform.Feeds;

/// <summary>What a parser that is not ours reads from what we write.</summary>
public sealed class IcalParserTests
{
    private static readonly DateTimeOffset Stamp = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Texts_arrive_as_they_were_written_whatever_is_in_them()
    {
        var texts = HostileTexts.ForCalendars().ToList();
        var events = texts.Select((text, i) => new CalendarEvent($"{i}@demo.example", Stamp, CalendarTime.At(Stamp))
        {
            Summary = text.Written,
            Description = text.Written + "\n" + text.Written,
            Location = text.Written,
        });
        var read = await EventsAsync(IcalWriter.Write(new("Hostile"), events));
        Assert.Equal(texts.Count, read.Count);
        foreach (var (one, i) in read.Select((one, i) => (one, i)))
        {
            Assert.Equal(texts[i].Read, Value(one, "SUMMARY").GetString());
            Assert.Equal(texts[i].Read + "\n" + texts[i].Read, Value(one, "DESCRIPTION").GetString());
            Assert.Equal(texts[i].Read, Value(one, "LOCATION").GetString());
        }
    }

    [Fact]
    public async Task Every_field_arrives()
    {
        var read = Assert.Single(await EventsAsync(IcalWriter.Write(new("All"), [Whole])));
        Assert.Equal("b7@demo.example", Value(read, "UID").GetString());
        Assert.Equal("2026-03-01T12:00:00Z", Value(read, "DTSTAMP").GetString());
        Assert.Equal("2026-02-01T08:00:00Z", Value(read, "CREATED").GetString());
        Assert.Equal("2026-03-01T11:00:00Z", Value(read, "LAST-MODIFIED").GetString());
        Assert.Equal("2026-03-10T22:00:00Z", Value(read, "DTSTART").GetString());
        Assert.Equal("2026-03-11T00:30:00Z", Value(read, "DTEND").GetString());
        Assert.Equal(3, Value(read, "SEQUENCE").GetInt32());
        Assert.Equal([32.8407, -83.6324], Value(read, "GEO").EnumerateArray().Select(n => n.GetDouble()));
        Assert.Equal("TENTATIVE", Value(read, "STATUS").GetString());
        Assert.Equal("PUBLIC", Value(read, "CLASS").GetString());
        Assert.Equal("TRANSPARENT", Value(read, "TRANSP").GetString());
        Assert.Equal(["Council", "Budget 🏛️"], Value(read, "CATEGORIES").EnumerateArray().Select(n => n.GetString()));
        Assert.Equal("https://demo.example/meetings/b7?x=1&y=%C3%A4", Value(read, "URL").GetString());
        Assert.Equal("mailto:clerk@demo.example", Value(read, "ORGANIZER").GetString());
        Assert.Equal("Clerk; of the \"Council\", 1:1".Replace("\"", "^'", StringComparison.Ordinal), Parameter(read, "ORGANIZER", "CN"));
        Assert.Equal("https://demo.example/agenda.pdf", Value(read, "ATTACH").GetString());
        Assert.Equal("application/pdf", Parameter(read, "ATTACH", "FMTTYPE"));
        Assert.Equal("agenda, final.pdf", Parameter(read, "ATTACH", "FILENAME"));
        Assert.Equal(("b1@demo.example", "PARENT"), (Value(read, "RELATED-TO").GetString(), Parameter(read, "RELATED-TO", "RELTYPE")));
        Assert.Equal("en", Parameter(read, "SUMMARY", "LANGUAGE"));
        Assert.Equal("FREQ=MONTHLY;BYDAY=2TU", Value(read, "RRULE").GetString());
        Assert.Equal(["2026-07-14T22:00:00Z"], Value(read, "EXDATE").EnumerateArray().Select(n => n.GetString()));
        Assert.Equal(["2026-12-01T23:00:00Z"], Value(read, "RDATE").EnumerateArray().Select(n => n.GetString()));
        Assert.Equal([-3600, 0], read.List("parts").Select(alarm => Value(alarm, "TRIGGER").GetDouble()));
        Assert.Equal(["In an hour", ""], read.List("parts").Select(alarm => Value(alarm, "DESCRIPTION").GetString()));
    }

    [Fact]
    public async Task A_whole_day_is_a_day_and_ends_with_the_next()
    {
        var day = new CalendarEvent("1@demo.example", Stamp, CalendarTime.On(new(2026, 11, 3))) { End = CalendarTime.On(new(2026, 11, 4)), Summary = "General election" };
        var read = Assert.Single(await EventsAsync(IcalWriter.Write(new("Days"), [day])));
        Assert.Equal(("2026-11-03", "2026-11-04"), (Value(read, "DTSTART").GetString(), Value(read, "DTEND").GetString()));
    }

    [Fact]
    public async Task The_calendar_says_what_it_is()
    {
        var feed = new CalendarFeed("Council; of Macon 🏛️") { Description = "All, really", Url = new("https://demo.example/calendar"), Source = new("https://demo.example/calendar.ics"), Refresh = TimeSpan.FromMinutes(90), Color = "navy", Zone = "America/New_York" };
        var calendar = Assert.Single((await Python.ReadAsync("read_calendar.py", IcalWriter.Write(feed, []), "icalendar")).EnumerateArray());
        Assert.Equal(("2.0", "PUBLISH"), (Value(calendar, "VERSION").GetString(), Value(calendar, "METHOD").GetString()));
        Assert.All((string[])["NAME", "X-WR-CALNAME"], name => Assert.Equal(feed.Name, Value(calendar, name).GetString()));
        Assert.Equal("All, really", Value(calendar, "X-WR-CALDESC").GetString());
        Assert.Equal("navy", Value(calendar, "COLOR").GetString());
        Assert.Equal("America/New_York", Value(calendar, "X-WR-TIMEZONE").GetString());
    }

    /// <summary>The script compares, for each event, what the VTIMEZONE says with what Python's own zone of that name says.</summary>
    [Theory]
    [InlineData("America/New_York")]
    [InlineData("America/Phoenix")]
    [InlineData("Europe/London")]
    [InlineData("Europe/Berlin")]
    [InlineData("Australia/Lord_Howe")]
    [InlineData("America/Asuncion")]
    [InlineData("Africa/Cairo")]
    [InlineData("Asia/Kolkata")]
    [InlineData("America/St_Johns")]
    [InlineData("Pacific/Apia")]
    public async Task A_described_zone_says_what_the_zone_does(string zone)
    {
        var instants = Enumerable.Range(0, 30 * 53).Select(week => new DateTimeOffset(1996, 1, 1, 0, 30, 0, TimeSpan.Zero).AddDays(week * 7).AddHours(week % 24)).ToList();
        var events = instants.Select((at, i) => new CalendarEvent($"{i}@demo.example", at, CalendarTime.At(at, zone)));
        var read = await EventsAsync(IcalWriter.Write(new("Zone"), events));
        Assert.Equal(instants.Select(at => at.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'")), read.Select(one => Value(one, "DTSTART").GetString()));
        Assert.True(read.Count(one => Parameter(one, "DTSTART", "TZID") == zone) > instants.Count - 10);
    }

    internal static CalendarEvent Whole { get; } = new("b7@demo.example", Stamp, CalendarTime.At(new(2026, 3, 10, 18, 0, 0, TimeSpan.FromHours(-4)), "America/New_York"))
    {
        End = CalendarTime.At(new(2026, 3, 10, 20, 30, 0, TimeSpan.FromHours(-4)), "America/New_York"),
        Sequence = 3,
        Summary = "Regular meeting",
        Description = "Agenda:\n1. Budget",
        Location = "City hall, room 2",
        Language = "en",
        Geo = new(32.8407, -83.6324),
        Status = CalendarStatus.Tentative,
        Class = CalendarClass.Public,
        Transparent = true,
        Categories = ["Council", "Budget 🏛️"],
        Url = new("https://demo.example/meetings/b7?x=1&y=ä"),
        Organizer = new(new("mailto:clerk@demo.example"), "Clerk; of the \"Council\", 1:1"),
        Attachments = [new(new("https://demo.example/agenda.pdf"), "application/pdf", "agenda, final.pdf")],
        Alarms = [new(TimeSpan.FromHours(-1), "In an hour"), new(TimeSpan.Zero, "") { FromEnd = true }],
        Related = [new("b1@demo.example")],
        Created = new(2026, 2, 1, 8, 0, 0, TimeSpan.Zero),
        LastModified = new(2026, 3, 1, 11, 0, 0, TimeSpan.Zero),
        Rule = "FREQ=MONTHLY;BYDAY=2TU",
        Except = [CalendarTime.At(new(2026, 7, 14, 18, 0, 0, TimeSpan.FromHours(-4)), "America/New_York")],
        Also = [CalendarTime.At(new(2026, 12, 1, 18, 0, 0, TimeSpan.FromHours(-5)), "America/New_York")],
    };

    private static async Task<IReadOnlyList<JsonElement>> EventsAsync(byte[] calendar)
    {
        CheckLines(calendar);
        var read = await Python.ReadAsync("read_calendar.py", calendar, "icalendar");
        return [.. Assert.Single(read.EnumerateArray()).List("parts").Where(p => p.Text("name") == "VEVENT")];
    }

    internal static void CheckLines(byte[] calendar)
    {
        var strict = new UTF8Encoding(false, throwOnInvalidBytes: true);
        var lines = Encoding.Latin1.GetString(calendar).Split("\r\n");
        Assert.Equal("", lines[^1]);
        foreach (var line in lines)
        {
            Assert.InRange(line.Length, 0, 75);
            Assert.DoesNotContain(line, c => c is '\r' or '\n' or '\0' or '\u007F');
            // A line on its own is whole characters.
            strict.GetString(Encoding.Latin1.GetBytes(line));
        }
    }

    private static JsonElement Value(JsonElement component, string name) => component.GetProperty("properties").GetProperty(name)[0].GetProperty("value");

    private static string? Parameter(JsonElement component, string name, string parameter) =>
        component.GetProperty("properties").GetProperty(name)[0].GetProperty("params").TryGetProperty(parameter, out var found) ? found.GetString() : null;
}
