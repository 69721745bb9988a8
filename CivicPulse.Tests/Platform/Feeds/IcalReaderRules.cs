using System.Globalization;
using System.Text;
using CivicPulse.Platform.Feeds;
using CivicPulse.Platform.Http;

namespace CivicPulse.Tests.Platform.Feeds;

/// <summary>What others write is read as they mean it; what nobody can read is left out and told.</summary>
public sealed class IcalReaderRules
{
    private const string EasternByHand = """
        BEGIN:VTIMEZONE
        TZID:Eastern by hand
        BEGIN:STANDARD
        DTSTART:16011104T020000
        RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11
        TZOFFSETFROM:-0400
        TZOFFSETTO:-0500
        END:STANDARD
        BEGIN:DAYLIGHT
        DTSTART:16010311T020000
        RRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3
        TZOFFSETFROM:-0500
        TZOFFSETTO:-0400
        END:DAYLIGHT
        END:VTIMEZONE
        """;

    [Theory]
    [InlineData("DTSTART:20260310T180000Z", "2026-03-10T18:00:00Z", null)]
    [InlineData("DTSTART;TZID=America/New_York:20260310T180000", "2026-03-10T22:00:00Z", "America/New_York")]
    [InlineData("DTSTART;TZID=\"America/New_York\":20260310T180000", "2026-03-10T22:00:00Z", "America/New_York")]
    [InlineData("DTSTART;VALUE=DATE-TIME;TZID=America/New_York:20260110T1800", "2026-01-10T23:00:00Z", "America/New_York")]
    [InlineData("DTSTART;TZID=Eastern Standard Time:20260310T180000", "2026-03-10T22:00:00Z", "America/New_York")]
    [InlineData("DTSTART;TZID=/mozilla.org/20050126_1/America/New_York:20260310T180000", "2026-03-10T22:00:00Z", "America/New_York")]
    [InlineData("DTSTART;TZID=/lib.example/Tz/America/Indiana/Knox:20260310T180000", "2026-03-10T23:00:00Z", "America/Indiana/Knox")]
    [InlineData("DTSTART;TZID=America/New_York:20260308T023000", "2026-03-08T07:30:00Z", "America/New_York")]
    [InlineData("DTSTART;TZID=America/New_York:20261101T013000", "2026-11-01T05:30:00Z", "America/New_York")]
    [InlineData("DTSTART;TZID=America/New_York:20260310T180000Z", "2026-03-10T18:00:00Z", null)]
    [InlineData("dtstart;tzid=UTC:20260310T180000", "2026-03-10T18:00:00Z", null)]
    [InlineData("DTSTART:20260310T180060", "2026-03-10T18:00:59Z", null)]
    [InlineData("DTSTART:20260310T180000", "2026-03-10T18:00:00Z", null)]
    [InlineData("DTSTART;TZID=Eastern by hand:20260310T180000", "2026-03-10T22:00:00Z", null)]
    [InlineData("DTSTART;TZID=Eastern by hand:20260110T180000", "2026-01-10T23:00:00Z", null)]
    [InlineData("DTSTART;TZID=Eastern by hand:20260308T023000", "2026-03-08T07:30:00Z", null)]
    [InlineData("DTSTART;TZID=Eastern by hand:20261101T013000", "2026-11-01T05:30:00Z", null)]
    [InlineData("DTSTART;TZID=Eastern by hand:20261101T023000", "2026-11-01T07:30:00Z", null)]
    public async Task A_start_is_the_instant_that_is_meant(string line, string instant, string? zone)
    {
        var one = Assert.Single(await ReadAsync($"{EasternByHand}\nBEGIN:VEVENT\nUID:1\n{line}\nEND:VEVENT"));
        Assert.Equal(CalendarTime.At(DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture), zone), one.Start);
    }

    [Fact]
    public async Task A_zone_may_be_described_after_the_events_that_need_it()
    {
        var events = await ReadAsync($"BEGIN:VEVENT\nUID:1\nDTSTART;TZID=Eastern by hand:20260310T180000\nEND:VEVENT\nBEGIN:VEVENT\nUID:2\nDTSTART:20260310T180000Z\nEND:VEVENT\n{EasternByHand}");
        Assert.Equal([("1", 22), ("2", 18)], events.OrderBy(e => e.Uid, StringComparer.Ordinal).Select(e => (e.Uid, e.Start.Instant.Hour)));
    }

    [Fact]
    public async Task Times_without_a_zone_are_in_the_zone_of_the_calendar()
    {
        var one = Assert.Single(await ReadAsync("X-WR-TIMEZONE:America/Chicago\nBEGIN:VEVENT\nUID:1\nDTSTART:20260110T180000\nEND:VEVENT"));
        Assert.Equal(CalendarTime.At(new(2026, 1, 11, 0, 0, 0, TimeSpan.Zero), "America/Chicago"), one.Start);
    }

    [Theory]
    [InlineData("DTSTART:20260310T180000Z\nDURATION:PT1H30M", "2026-03-10T19:30:00Z")]
    [InlineData("DTSTART:20260310T180000Z\nDURATION:P1W", "2026-03-17T18:00:00Z")]
    [InlineData("DTSTART;TZID=America/New_York:20260307T180000\nDURATION:P1D", "2026-03-08T22:00:00Z")]
    [InlineData("DTSTART;TZID=America/New_York:20260307T180000\nDURATION:PT24H", "2026-03-08T23:00:00Z")]
    [InlineData("DTSTART:20260310T180000Z\nDURATION:P99999999W", null)]
    [InlineData("DTSTART:20260310T180000Z\nDURATION:PT1M1H1M", "2026-03-10T19:02:00Z")]
    [InlineData("DTSTART:20260310T180000Z\nDURATION:P", null)]
    [InlineData("DTSTART:20260310T180000Z\nDURATION:PT", "2026-03-10T18:00:00Z")]
    [InlineData("DTSTART:20260310T180000Z\nDURATION:-PT5M", null)]
    [InlineData("DTSTART:20260310T180000Z\nDTEND:20260310T170000Z", null)]
    [InlineData("DTSTART:20260310T180000Z\nDTEND;VALUE=DATE:20260311", null)]
    [InlineData("DTSTART:20260310T180000Z", null)]
    public async Task An_end_is_said_by_itself_or_by_a_duration(string lines, string? instant)
    {
        var one = Assert.Single(await ReadAsync($"BEGIN:VEVENT\nUID:1\n{lines}\nEND:VEVENT"));
        Assert.Equal(instant is null ? null : DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture), one.End?.Instant);
    }

    [Fact]
    public async Task A_day_may_be_said_with_or_without_saying_that_it_is_one()
    {
        var events = await ReadAsync("BEGIN:VEVENT\nUID:1\nDTSTART;VALUE=DATE:20261103\nDURATION:P2D\nEND:VEVENT\nBEGIN:VEVENT\nUID:2\nDTSTART:20261103\nDTEND:20261105\nEND:VEVENT");
        Assert.All(events, e => Assert.Equal((CalendarTime.On(new(2026, 11, 3)), CalendarTime.On(new(2026, 11, 5))), (e.Start, e.End!.Value)));
        Assert.Equal(2, events.Count);
    }

    [Fact]
    public async Task Lines_folded_in_the_middle_of_a_character_are_whole_again()
    {
        var text = "naïve 🏛️ café";
        var bytes = Encoding.UTF8.GetBytes(text);
        var folded = bytes.SelectMany(b => (byte[])[b, (byte)'\r', (byte)'\n', (byte)' ']).ToArray();
        byte[] file = [.. "\uFEFFBEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:20260101T000000Z\r\nSUMMARY:"u8, .. folded, .. "\r\nEND:VEVENT\r\nEND:VCALENDAR"u8];
        var one = Assert.Single(await new IcalReader(new MemoryStream(file)).ReadAsync(CancellationToken.None).ToListAsync());
        Assert.Equal(text, one.Summary);
    }

    [Fact]
    public async Task What_others_add_is_passed_over()
    {
        var one = Assert.Single(await ReadAsync("""
            BEGIN:VTODO
            UID:no event
            DTSTART:20260101T000000Z
            END:VTODO
            BEGIN:VEVENT
            UID:1
            DTSTART:20260101T000000Z
            SUMMARY;LANGUAGE=de;X-ODD="a;b:c,d":Grüße\; alle
            DESCRIPTION;ALTREP="cid:part1@example.com":Text\nmore \q
            CLASS:SECRET
            STATUS:5
            ORGANIZER;CN=Doe, Jane;SENT-BY="mailto:x@example.com":MAILTO:jane@example.com
            ATTACH;ENCODING=BASE64;VALUE=BINARY:AAAA
            ATTACH:javascript:alert(1)
            URL:javascript:alert(1)
            GEO:999;1
            PRIORITY:high
            SEQUENCE:-7
            this is no property
            :nor this
            CATEGORIES:a\,b,,c
            CATEGORIES:d
            BEGIN:VALARM
            TRIGGER;VALUE=DATE-TIME:20251231T230000Z
            ACTION:AUDIO
            END:VALARM
            BEGIN:X-PART
            SUMMARY:not this
            END:X-PART
            SUMMARY:the second is not asked
            END:VEVENT
            """));
        Assert.Equal(("Grüße; alle", "de", "Text\nmore \\q"), (one.Summary, one.Language, one.Description));
        Assert.Equal((CalendarClass.Private, null, null, null), (one.Class, one.Status, one.Url, one.Geo));
        Assert.Equal(new CalendarPerson(new("mailto:jane@example.com"), "Doe, Jane"), one.Organizer);
        Assert.Equal(["a,b", "c", "d"], one.Categories);
        Assert.Equal(new DateTimeOffset(2025, 12, 31, 23, 0, 0, TimeSpan.Zero), Assert.Single(one.Alarms).At);
        Assert.Empty(one.Attachments);
        Assert.Equal(0, one.Sequence);
    }

    [Fact]
    public async Task An_event_without_a_name_gets_the_same_one_each_time()
    {
        const string Nameless = "BEGIN:VEVENT\nDTSTART:20260101T000000Z\nSUMMARY:a\nEND:VEVENT\nBEGIN:VEVENT\nDTSTART:20260101T000000Z\nSUMMARY:b\nEND:VEVENT";
        var (first, second) = (await ReadAsync(Nameless), await ReadAsync(Nameless));
        Assert.Equal(first.Select(e => e.Uid), second.Select(e => e.Uid));
        Assert.Equal(2, first.Select(e => e.Uid).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task What_cannot_be_read_is_told_and_the_rest_is_read()
    {
        var (events, reader) = await WholeAsync(Calendar("""
            BEGIN:VEVENT
            UID:no start
            END:VEVENT
            BEGIN:VEVENT
            UID:odd start
            DTSTART:99999999T999999Z
            END:VEVENT
            BEGIN:VEVENT
            UID:not ended
            DTSTART:20260101T000000Z
            BEGIN:VEVENT
            UID:zone
            DTSTART;TZID=Nowhere/Else:20260101T000000
            END:VEVENT
            BEGIN:VEVENT
            UID:good
            DTSTART:20260101T000000Z
            END:VEVENT
            """));
        Assert.Equal(["good", "zone"], events.Select(e => e.Uid));
        Assert.Equal([3, 6, 10, 13], reader.Problems.Select(p => p.Line).Order());
        Assert.True(reader.IsComplete);
    }

    [Fact]
    public async Task A_file_that_breaks_off_is_told_apart_from_a_whole_one()
    {
        var (events, reader) = await WholeAsync("BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nDTSTART:20260101T000000Z\nEND:VEVENT\nBEGIN:VEVENT\nUID:2\nDTSTART:20260101T0000");
        Assert.Equal(["1"], events.Select(e => e.Uid));
        Assert.False(reader.IsComplete);
        Assert.NotEmpty(reader.Problems);
    }

    [Theory]
    [InlineData("", "feeds.not_a_calendar")]
    [InlineData("<!doctype html><title>Sign in</title>", "feeds.not_a_calendar")]
    [InlineData("BEGIN:VCARD\nEND:VCARD", "feeds.not_a_calendar")]
    [InlineData("BEGIN:VCALENDAR\nBEGIN:A\nBEGIN:A\nBEGIN:A\nBEGIN:A\nBEGIN:A\nBEGIN:A\nBEGIN:A\nBEGIN:A", "feeds.too_deep")]
    public async Task What_is_no_calendar_is_refused_with_a_code(string file, string code) =>
        Assert.Equal(code, (await Assert.ThrowsAsync<BadInput>(() => WholeAsync(file))).Code);

    [Fact]
    public async Task More_than_the_limits_is_refused_or_left_out()
    {
        const string One = "BEGIN:VEVENT\nDTSTART:20260101T000000Z\nEND:VEVENT\n";
        var many = Calendar(string.Concat(Enumerable.Repeat(One, 11)));
        Assert.Equal("feeds.too_many_events", (await Assert.ThrowsAsync<BadInput>(() => WholeAsync(many, new() { MostEvents = 10 }))).Code);

        var (events, reader) = await WholeAsync(Calendar($"BEGIN:VEVENT\nUID:1\nDTSTART:20260101T000000Z\nATTACH:{new string('A', 5_000)}\n {new string('A', 5_000)}\nSUMMARY:kept\nEND:VEVENT"), new() { LongestLine = 1_000 });
        Assert.Equal("kept", Assert.Single(events).Summary);
        Assert.Single(reader.Problems);

        (events, reader) = await WholeAsync(Calendar($"BEGIN:VEVENT\nDTSTART:20260101T000000Z\n{string.Concat(Enumerable.Repeat("BEGIN:VALARM\nEND:VALARM\nX:1\n", 1_000))}END:VEVENT\n{One}"), new() { LongestEvent = 10_000 });
        Assert.Single(events);
        Assert.Single(reader.Problems);
    }

    [Theory]
    [InlineData("/dev/zero")]
    [InlineData("../../../../../dev/zero")]
    [InlineData("America/../../../../dev/zero")]
    [InlineData("/etc/passwd/America/New_York")]
    [InlineData("localtime")]
    [InlineData("posix/America/New_York")]
    [InlineData("a/b/c/d")]
    public void The_name_of_a_zone_never_opens_another_file(string name) => Assert.Null(NamedZone.Of(name));

    [Fact]
    public async Task Rubbish_never_breaks_the_reader()
    {
        var random = new Random(11);
        var whole = IcalWriter.Write(new("Rubbish"), [IcalParserTests.Whole, IcalParserTests.Whole with { Uid = "2" }]);
        for (var round = 0; round < 2_000; round++)
        {
            var file = whole.ToArray();
            for (var i = random.Next(1, 12); i > 0; i--)
            {
                var (from, to, length) = (random.Next(16, file.Length - 80), random.Next(16, file.Length - 80), random.Next(1, 80));
                if (random.Next(2) == 0) file.AsSpan(from, length).CopyTo(file.AsSpan(to));
                else random.NextBytes(file.AsSpan(to, random.Next(1, 4)));
            }
            try
            {
                await WholeAsync(file);
            }
            catch (BadInput)
            {
                // The one way of refusing.
            }
        }
    }

    [Fact]
    public void What_is_written_of_a_zone_is_read_as_the_zone_is()
    {
        foreach (var zone in TimeZoneInfo.GetSystemTimeZones().Where((_, i) => i % 7 == 0))
        {
            if (NamedZone.Of(zone.Id) is not { Name: not null } named) continue;
            var sent = SentZone.Read(Component(named.Definition))!;
            for (var at = new DateTimeOffset(1970, 1, 3, 0, 0, 0, TimeSpan.Zero); at.Year < ZoneDefinition.LastYear; at = at.AddDays(9).AddHours(5))
                if (named.TryLocal(at, out var local)) Assert.True(sent.Instant(local) == at, $"{zone.Id} {local}: {sent.Instant(local)} instead of {at}");
        }
    }

    private static IcalComponent Component(IEnumerable<string> lines)
    {
        var root = new IcalComponent("", 0);
        var open = new Stack<IcalComponent>([root]);
        foreach (var line in lines.Select(l => IcalProperty.Read(l)!))
        {
            if (line.Name == "END") open.Pop();
            else if (line.Name != "BEGIN") open.Peek().Properties.Add(line);
            else
            {
                var part = new IcalComponent(line.Value, 0);
                open.Peek().Children.Add(part);
                open.Push(part);
            }
        }
        return Assert.Single(root.Children);
    }

    private static string Calendar(string inside) => $"BEGIN:VCALENDAR\nVERSION:2.0\n{inside.TrimEnd()}\nEND:VCALENDAR\n";

    private static async Task<IReadOnlyList<CalendarEvent>> ReadAsync(string inside) => (await WholeAsync(Calendar(inside))).Events;

    private static Task<(IReadOnlyList<CalendarEvent> Events, IcalReader Reader)> WholeAsync(string file, IcalLimits? limits = null) => WholeAsync(Encoding.UTF8.GetBytes(file), limits);

    private static async Task<(IReadOnlyList<CalendarEvent> Events, IcalReader Reader)> WholeAsync(byte[] file, IcalLimits? limits = null)
    {
        var reader = new IcalReader(new MemoryStream(file), limits);
        return (await reader.ReadAsync(CancellationToken.None).ToListAsync(), reader);
    }
}
