using CivicPulse.Platform.Feeds;

namespace CivicPulse.Tests.Platform.Feeds;

/// <summary>What was written comes back as it was.</summary>
public sealed class IcalRoundTripRules
{
    private static readonly DateTimeOffset Day = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task An_event_with_everything_comes_back_equal() => Assert.Equal([IcalParserTests.Whole], await ThereAndBackAsync([IcalParserTests.Whole]));

    [Fact]
    public async Task Texts_come_back_whatever_is_in_them()
    {
        var texts = HostileTexts.ForCalendars().Concat(HostileTexts.Backslashes.Select(t => (Written: t, Read: t))).ToList();
        var back = await ThereAndBackAsync([.. texts.Select(t => new CalendarEvent("x" + t.Written, Day, CalendarTime.At(Day))
        {
            Summary = t.Written,
            Description = t.Written,
            Location = t.Written,
            Categories = [t.Written + "!", t.Written + ","],
            Organizer = new(new("mailto:a@b.example"), t.Written),
            Alarms = [new(TimeSpan.FromDays(-1), t.Written)],
        })]);
        foreach (var (one, text) in back.Zip(texts))
        {
            Assert.Equal((text.Read, text.Read, text.Read), (one.Summary, one.Description, one.Location));
            Assert.Equal([text.Read + "!", text.Read + ","], one.Categories);
            Assert.Equal(text.Read, one.Organizer!.Name);
            Assert.Equal(text.Read, Assert.Single(one.Alarms).Text);
        }
        Assert.Equal(texts.Count, back.Count);
    }

    [Fact]
    public async Task What_the_calendar_says_of_itself_comes_back()
    {
        var feed = new CalendarFeed("Name, with; all\n\\") { Description = "", Url = new("https://a.example/x"), Source = new("https://a.example/x.ics"), Refresh = new(1, 2, 3, 4), Color = "#336699", Zone = "Europe/Paris", LastModified = Day };
        var reader = new IcalReader(new MemoryStream(IcalWriter.Write(feed, [])));
        Assert.Empty(await reader.ReadAsync(CancellationToken.None).ToListAsync());
        Assert.Equal(feed, reader.Feed);
        Assert.True(reader.IsComplete);
        Assert.Empty(reader.Problems);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Any_events_come_back_equal_also_when_the_file_comes_in_drops(int seed)
    {
        var random = new Random(seed);
        var events = Enumerable.Range(0, 200).Select(i => Any(random, i)).ToList();
        using var whole = new MemoryStream();
        await IcalWriter.WriteAsync(whole, new("Any"), events.ToAsyncEnumerable(), CancellationToken.None);
        Assert.Equal(whole.ToArray(), IcalWriter.Write(new("Any"), events));
        IcalParserTests.CheckLines(whole.ToArray());
        var reader = new IcalReader(new Dripping(whole.ToArray(), random));
        Assert.Equal(events, await reader.ReadAsync(CancellationToken.None).ToListAsync());
        Assert.Empty(reader.Problems);
    }

    [Fact]
    public async Task An_hour_that_comes_twice_keeps_its_instants()
    {
        // 1:30 in New York, at first in summer time and an hour later again.
        var (first, second) = (new DateTimeOffset(2026, 11, 1, 5, 30, 0, TimeSpan.Zero), new DateTimeOffset(2026, 11, 1, 6, 30, 0, TimeSpan.Zero));
        var back = await ThereAndBackAsync([new("1", Day, CalendarTime.At(first, "America/New_York")), new("2", Day, CalendarTime.At(second, "America/New_York"))]);
        Assert.Equal([CalendarTime.At(first, "America/New_York"), CalendarTime.At(second)], back.Select(e => e.Start));
    }

    [Fact]
    public async Task A_zone_that_nobody_knows_and_a_time_before_zones_become_utc()
    {
        var old = new DateTimeOffset(1890, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var back = await ThereAndBackAsync([new("1", Day, CalendarTime.At(Day, "Mars/Olympus\r\nX-EVIL:1")), new("2", Day, CalendarTime.At(old, "America/New_York"))]);
        Assert.Equal([CalendarTime.At(Day), CalendarTime.At(old)], back.Select(e => e.Start));
    }

    [Fact]
    public void Values_that_are_no_text_cannot_begin_a_line()
    {
        var hostile = new CalendarEvent("1\r\nX-EVIL:1", Day, CalendarTime.At(Day))
        {
            Rule = "FREQ=DAILY\r\nX-EVIL:1",
            Language = "en\r\nX-EVIL:1",
            Related = [new("2\r\nX-EVIL:1", "PARENT\r\nX-EVIL:1")],
            Attachments = [new(new("https://a.example/"), "a\"\r\nX-EVIL:1", "\r\nX-EVIL:1")],
            Url = new("https://a.example/\r\nX-EVIL:1"),
        };
        var file = System.Text.Encoding.UTF8.GetString(IcalWriter.Write(new("\r\nX-EVIL:1") { Color = "red\r\nX-EVIL:1", Zone = "UTC\r\nX-EVIL:1" }, [hostile]));
        Assert.DoesNotContain("\nX-EVIL", file.Replace("\r\n ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        IcalParserTests.CheckLines(System.Text.Encoding.UTF8.GetBytes(file));
    }

    internal static async Task<IReadOnlyList<CalendarEvent>> ThereAndBackAsync(IReadOnlyList<CalendarEvent> events)
    {
        var reader = new IcalReader(new MemoryStream(IcalWriter.Write(new("There and back"), events)));
        var back = await reader.ReadAsync(CancellationToken.None).ToListAsync();
        Assert.Empty(reader.Problems);
        Assert.True(reader.IsComplete);
        return back;
    }

    private static CalendarEvent Any(Random random, int number)
    {
        string Text() => string.Concat(Enumerable.Range(0, random.Next(120)).Select(_ => random.Next(8) switch
        {
            0 => "\n",
            1 => "\\",
            2 => random.GetItems(";,:\"^\t' ".AsSpan(), 1)[0].ToString(),
            3 => HostileTexts.Emoji,
            4 => char.ConvertFromUtf32(random.Next(0x1F300, 0x1F900)),
            _ => ((char)random.Next('a', 'z' + 1)).ToString(),
        }));
        T? Maybe<T>(Func<T> make) where T : class => random.Next(2) == 0 ? make() : null;
        string?[] zones = [null, "America/New_York", "Europe/Berlin", "Asia/Kolkata", "Australia/Lord_Howe", "America/Sao_Paulo"];
        // Never in the second pass of an hour that comes twice: those are at night.
        CalendarTime Time() => CalendarTime.At(new DateTimeOffset(random.Next(1975, 2068), random.Next(1, 13), random.Next(1, 29), 15, random.Next(60), random.Next(60), TimeSpan.Zero), zones[random.Next(zones.Length)]);
        var start = random.Next(4) == 0 ? CalendarTime.On(new(random.Next(1900, 2100), random.Next(1, 13), random.Next(1, 29))) : Time();
        CalendarTime Later() => start.Day is { } day ? CalendarTime.On(day.AddDays(random.Next(1, 9))) : CalendarTime.At(start.Instant.AddDays(random.Next(3)).AddMinutes(random.Next(200)), start.Zone);
        return new($"{number}-{random.Next()}@demo.example", Day.AddSeconds(random.Next()), start)
        {
            End = random.Next(3) == 0 ? null : Later(),
            Sequence = random.Next(3),
            Summary = Text(),
            Description = Maybe(Text),
            Location = Maybe(Text),
            Geo = random.Next(2) == 0 ? new(Math.Round(random.NextDouble() * 180 - 90, 6), Math.Round(random.NextDouble() * 360 - 180, 6)) : null,
            Status = random.Next(4) is < 3 and var status ? (CalendarStatus)status : null,
            Class = random.Next(4) is < 3 and var kind ? (CalendarClass)kind : null,
            Transparent = random.Next(2) == 0,
            Categories = [.. Enumerable.Range(0, random.Next(4)).Select(i => i + Text())],
            Url = Maybe(() => new Uri($"https://demo.example/{Uri.EscapeDataString(Text())}")),
            Organizer = Maybe(() => new CalendarPerson(new("mailto:clerk@demo.example"), Maybe(Text))),
            Attachments = [.. Enumerable.Range(0, random.Next(3)).Select(_ => new CalendarAttachment(new($"https://demo.example/{random.Next()}"), Maybe(() => "application/pdf"), Maybe(Text)))],
            Alarms = [.. Enumerable.Range(0, random.Next(3)).Select(_ => new CalendarAlarm(TimeSpan.FromSeconds(random.Next(-999_999, 999_999)), Text()) { FromEnd = random.Next(2) == 0 })],
            Related = [.. Enumerable.Range(0, random.Next(3)).Select(_ => new CalendarRelation(Text(), "CHILD"))],
            Created = random.Next(2) == 0 ? Day : null,
            LastModified = random.Next(2) == 0 ? Day : null,
            Rule = Maybe(() => "FREQ=WEEKLY;BYDAY=MO,WE;COUNT=9"),
            Except = [.. Enumerable.Range(0, random.Next(3)).Select(_ => Time())],
            Also = [.. Enumerable.Range(0, random.Next(3)).Select(_ => Time())],
            InsteadOf = random.Next(5) == 0 ? Time() : null,
        };
    }

    /// <summary>A line that gives what it has in pieces.</summary>
    private sealed class Dripping(byte[] content, Random random) : MemoryStream(content)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, random.Next(1, 60))], cancellationToken);
    }
}
