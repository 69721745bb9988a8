using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using CivicPulse.Tests.Support;

namespace CivicPulse.Tests.Governance;

/// <summary>Meetings as calendar files: ours there and back, those of others, and those that nobody should have written.</summary>
public sealed partial class IcalendarTests(TestSystem system)
{
    private const string Foreign = """
        BEGIN:VCALENDAR
        PRODID:-//Town clerk//Outlook//EN
        VERSION:2.0
        BEGIN:VTIMEZONE
        TZID:Eastern Standard Time
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
        BEGIN:VEVENT
        UID:040000008200E00074C5B7101A82E008
        DTSTAMP:20260301T120000Z
        DTSTART;TZID="Eastern Standard Time":20260310T180000
        DURATION:PT1H30M
        SUMMARY:City council\, regular meeting
        LOCATION:City hall\n1 Main Street\, Room 2
        GEO:32.8407;-83.6324
        URL:https://town.example/meetings/7
        DESCRIPTION:The agenda is long: it is folded
          here.
        CATEGORIES:Regular Meeting,Public
        STATUS:TENTATIVE
        ATTENDEE;CN=Somebody:mailto:somebody@town.example
        BEGIN:VALARM
        ACTION:DISPLAY
        TRIGGER:-PT15M
        DESCRIPTION:Soon
        END:VALARM
        END:VEVENT
        BEGIN:VEVENT
        UID:retreat@town.example
        DTSTAMP:20260301T120000Z
        DTSTART;VALUE=DATE:20260501
        DTEND;VALUE=DATE:20260503
        SUMMARY:Retreat
        LOCATION:https://meet.example/retreat
        END:VEVENT
        END:VCALENDAR
        """;

    [Fact]
    public async Task What_is_written_comes_back_elsewhere_and_is_written_the_same()
    {
        var (from, to) = (await system.NewTenantAsync(), await system.NewTenantAsync());
        await from.Owner.SendAsync("/api/v1/bodies", new { name = "Town council", classification = "legislature" });
        await to.Owner.SendAsync("/api/v1/bodies", new { name = "Town council", classification = "legislature" });
        var records = """
            [ { "name": "Regular; meeting, one", "start_date": "2026-03-02T18:00:00.123456Z", "end_date": "2026-03-02T20:30:00Z", "body": "Town council", "status": "passed", "identifier": "ocd-event/1",
                "classification": "regular", "description": "Two\r\nlines \\ and \u0007 more, ünïcode 🏛", "location_name": "Town hall", "location_address": "1 Main Street, Riverton", "location_url": "https://meet.example/1",
                "latitude": 32.84071234567, "longitude": -83.6324, "video_url": "https://video.example", "agenda_url": "https://town.example/agenda?a=1", "sources": "https://town.example/1 the clerk\nhttps://town.example/2" },
              { "name": "Retreat", "start_date": "2026-05-01T15:00:00Z", "end_date": "2026-05-02T09:00:00Z", "all_day": true, "status": "cancelled" },
              { "name": "One day", "start_date": "2026-05-01T00:00:00Z", "all_day": true, "status": "tentative", "location_url": "https://meet.example" },
              { "name": "Without anything", "start_date": "2026-06-01T18:00:00Z" } ]
            """;
        Assert.Equal("", string.Concat((await from.Owner.RejectsAsync(await from.Owner.ImportAndRunAsync("meetings", "meetings.json", Encoding.UTF8.GetBytes(records)))).Skip(1)));
        var file = await from.Owner.ExportAsync("icalendar", "ics");
        Platform.Feeds.IcalParserTests.CheckLines(file);

        var taken = await to.Owner.ImportAndRunAsync("icalendar", "meetings.ics", file);
        Assert.Equal("4 4 0 0 0", taken.Counts());
        var run = taken.GetProperty("run").GetProperty("reconciled");
        Assert.Equal(run.GetProperty("rows").GetInt64(), run.GetProperty("standing").GetInt64());
        Assert.Equal(Lasting(file), Lasting(await to.Owner.ExportAsync("icalendar", "ics")));
        Assert.Equal(await from.Owner.ExportAsync("meetings", "csv"), await to.Owner.ExportAsync("meetings", "csv"));
        foreach (var tenant in (TestTenant[])[from, to])
            Assert.Equal("4 0 0 4 0", (await tenant.Owner.ImportAndRunAsync("icalendar", "again.ics", file)).Counts());
    }

    [Fact]
    public async Task What_somebody_changed_in_their_calendar_counts_and_the_rest_stays()
    {
        var tenant = await system.NewTenantAsync();
        await tenant.Owner.SendAsync("/api/v1/bodies", new { name = "Town council", classification = "legislature" });
        await tenant.Owner.ImportAndRunAsync("meetings", "meetings.json", """
            [ { "name": "Regular meeting", "start_date": "2026-03-02T18:00:00.5Z", "body": "Town council", "identifier": "m-1", "location_name": "Town hall", "location_address": "1 Main Street", "video_url": "https://video.example/1" } ]
            """u8.ToArray());
        var file = Encoding.UTF8.GetString(await tenant.Owner.ExportAsync("icalendar", "ics"));
        var moved = file.Replace("DTSTART:20260302T180000Z", "DTSTART:20260303T190000Z", StringComparison.Ordinal);
        Assert.NotEqual(file, moved);
        Assert.Equal("1 0 1 0 0", (await tenant.Owner.ImportAndRunAsync("icalendar", "moved.ics", Encoding.UTF8.GetBytes(moved))).Counts());
        var meeting = Assert.Single(await DetailsAsync(tenant));
        Assert.Equal((new DateTimeOffset(2026, 3, 3, 19, 0, 0, TimeSpan.Zero), "Town council", "https://video.example/1"),
            (meeting.GetProperty("start_date").GetDateTimeOffset(), meeting.Text("body_name"), meeting.Text("video_url")));
    }

    [Fact]
    public async Task A_calendar_of_another_program_is_understood_and_a_correction_survives_the_next_one()
    {
        var tenant = await system.NewTenantAsync();
        Assert.Equal("2 2 0 0 0", (await tenant.Owner.ImportAndRunAsync("icalendar", "town.ics", Encoding.UTF8.GetBytes(Foreign))).Counts());
        var meetings = await DetailsAsync(tenant);
        var (council, retreat) = (meetings[0], meetings[1]);
        Assert.Equal(("City council, regular meeting", "2026-03-10T22:00:00+00:00", "2026-03-10T23:30:00+00:00"), (council.Text("name"), council.Text("start_date"), council.Text("end_date")));
        Assert.Equal(("City hall", "1 Main Street, Room 2", "regular_meeting", "tentative"), (council.Text("location_name"), council.Text("location_address"), council.Text("classification"), council.Text("status")));
        Assert.Equal(("The agenda is long: it is folded here.", "https://town.example/meetings/7"), (council.Text("description"), council.List("sources").Single().Text("url")));
        Assert.Equal((32.8407, "040000008200E00074C5B7101A82E008"), (council.GetProperty("latitude").GetDouble(), council.Text("identifier")));
        Assert.Equal((true, "2026-05-01T00:00:00+00:00", "2026-05-02T00:00:00+00:00", "https://meet.example/retreat"),
            (retreat.GetProperty("all_day").GetBoolean(), retreat.Text("start_date"), retreat.Text("end_date"), retreat.Text("location_url")));

        await tenant.Owner.SendAsync(HttpMethod.Patch, $"/api/v1/meetings/{council.Text("id")}", new { name = "City council" });
        Assert.Equal("2 0 0 2 0", (await tenant.Owner.ImportAndRunAsync("icalendar", "town.ics", Encoding.UTF8.GetBytes(Foreign))).Counts());
        var next = Foreign.Replace("DURATION:PT1H30M", "DURATION:PT2H", StringComparison.Ordinal);
        Assert.Equal("2 0 1 1 0", (await tenant.Owner.ImportAndRunAsync("icalendar", "town.ics", Encoding.UTF8.GetBytes(next))).Counts());
        council = (await DetailsAsync(tenant))[0];
        Assert.Equal(("City council", "2026-03-11T00:00:00+00:00"), (council.Text("name"), council.Text("end_date")));
    }

    [Theory]
    [InlineData("DTSTART:20260310T180000Z\nRRULE:FREQ=WEEKLY", "It repeats")]
    [InlineData("DTSTART:20260310T180000Z\nRDATE:20260311T180000Z", "It repeats")]
    [InlineData("DTSTART:20260310T180000Z\nRECURRENCE-ID:20260310T180000Z", "stands in for one date")]
    [InlineData("DTSTART:20260310T180000Z\nCLASS:PRIVATE", "private")]
    [InlineData("DTSTART:20260310T180000Z\nCLASS:X-SECRET", "private")]
    [InlineData("DTSTART;TZID=Middle Earth:20260310T180000", "not known and not described")]
    [InlineData("DTSTART:yesterday", "no start")]
    [InlineData("SEQUENCE:1", "no start")]
    [InlineData("DTSTART:20260310T180000Z\nDTEND:20260310T170000Z", "before its start")]
    [InlineData("DTSTART:20260310T180000Z\nDURATION:soon", "end cannot be read")]
    [InlineData("DTSTART:20260310T180000Z\nGEO:91;0", "GEO")]
    [InlineData("DTSTART:20260310T180000Z\nX-CIVICPULSE-MEETING:{", "X-CIVICPULSE-MEETING")]
    [InlineData("DTSTART:20260310T180000Z\nX-CIVICPULSE-MEETING:null", "X-CIVICPULSE-MEETING")]
    [InlineData("DTSTART:20260310T180000Z\nX-CIVICPULSE-MEETING:{\"body\": [7]}", "X-CIVICPULSE-MEETING")]
    [InlineData("DTSTART:20260310T180000Z\nX-CIVICPULSE-MEETING:{\"body\": \"Nobody\"}", "no body")]
    [InlineData("DTSTART:20260310T180000Z\nX-CIVICPULSE-MEETING:{\"video_url\": \"javascript:alert(1)\"}", "video_url")]
    [InlineData("DTSTART:20260310T180000Z\nSUMMARY:", "name")]
    public async Task What_cannot_be_a_meeting_is_rejected_with_its_line_and_its_reason(string lines, string reason)
    {
        var tenant = await system.NewTenantAsync();
        var name = lines.Contains("SUMMARY", StringComparison.Ordinal) ? "" : "SUMMARY:Bad\n";
        var file = $"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:good\nSUMMARY:Good\nDTSTART:20260310T180000Z\nEND:VEVENT\nBEGIN:VEVENT\nUID:bad\n{name}{lines}\nEND:VEVENT\nEND:VCALENDAR\n";
        var taken = await tenant.Owner.ImportAndRunAsync("icalendar", "town.ics", Encoding.UTF8.GetBytes(file));
        Assert.Equal("2 1 0 0 1", taken.Counts());
        var reject = (await tenant.Owner.RejectsAsync(taken))[1];
        Assert.Contains("town.ics, line 7", reject, StringComparison.Ordinal);
        Assert.Contains(reason, reject, StringComparison.Ordinal);
        Assert.Equal(["Good"], (await tenant.Owner.ReadAsync("/api/v1/meetings")).List("items").Select(m => m.Text("name")));
    }

    [Fact]
    public async Task Of_events_with_one_uid_the_newest_counts_and_a_file_that_breaks_off_is_told()
    {
        var tenant = await system.NewTenantAsync();
        static string Event(int sequence, string name) => $"BEGIN:VEVENT\nUID:same\nSEQUENCE:{sequence}\nSUMMARY:{name}\nDTSTART:20260310T180000Z\nEND:VEVENT\n";
        var file = $"BEGIN:VCALENDAR\n{Event(1, "Old")}{Event(3, "New")}{Event(3, "As new")}{Event(2, "Between")}BEGIN:VEVENT\nUID:cut\n";
        var taken = await tenant.Owner.ImportAndRunAsync("icalendar", "town.ics", Encoding.UTF8.GetBytes(file));
        Assert.Equal("5 1 0 0 4", taken.Counts());
        Assert.Contains("ends before the calendar does", (await tenant.Owner.RejectsAsync(taken))[^1], StringComparison.Ordinal);
        Assert.Equal("New", (await tenant.Owner.ReadAsync("/api/v1/meetings")).List("items").Single().Text("name"));
        Assert.Equal("5 0 0 1 4", (await tenant.Owner.ImportAndRunAsync("icalendar", "town.ics", Encoding.UTF8.GetBytes(file))).Counts());
    }

    public static TheoryData<string, int> Hostile => new()
    {
        { "no calendar", 400 },
        { "BEGIN:VCARD\nEND:VCARD", 400 },
        { "BEGIN:VCALENDAR\nEND:VCALENDAR", 422 },
        { "BEGIN:VCALENDAR\n" + string.Concat(Enumerable.Repeat("BEGIN:X\n", 100)), 422 },
        { "\0\0\0\0", 400 },
        { "PK\u0003\u0004 no archive", 422 },
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public async Task What_is_no_calendar_is_refused_as_it_comes(string content, int status)
    {
        var tenant = await system.NewTenantAsync();
        await tenant.Owner.UploadAsync("/api/v1/imports?kind=icalendar", "x.ics", Encoding.Latin1.GetBytes(content), (HttpStatusCode)status);
        Assert.Empty((await tenant.Owner.ReadAsync("/api/v1/meetings")).List("items"));
    }

    [Fact]
    public async Task Lines_longer_than_any_bound_and_bytes_that_are_no_text_leave_the_others_alone()
    {
        var tenant = await system.NewTenantAsync();
        var file = Encoding.Latin1.GetBytes($"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nSUMMARY:\u00FF\u00FE name\nDTSTART:20260310T180000Z\nEND:VEVENT\nBEGIN:VEVENT\nUID:2\nSUMMARY:Long\nDTSTART:20260311T180000Z\nDESCRIPTION:{new string('x', 25_000)}\nEND:VEVENT\n"
            + $"BEGIN:VEVENT\nUID:3\nSUMMARY:Endless\nDTSTART:20260312T180000Z\nATTACH:{new string('x', 400_000)}\nEND:VEVENT\nEND:VCALENDAR");
        var taken = await tenant.Owner.ImportAndRunAsync("icalendar", "x.ics", file);
        Assert.Equal("4 2 0 0 2", taken.Counts());
        Assert.Contains("description", (await tenant.Owner.RejectsAsync(taken))[1], StringComparison.Ordinal);
    }

    private static async Task<List<JsonElement>> DetailsAsync(TestTenant tenant)
    {
        var details = new List<JsonElement>();
        foreach (var meeting in (await tenant.Owner.ReadAsync("/api/v1/meetings?sort=start_date")).List("items")) details.Add(await tenant.Owner.ReadAsync($"/api/v1/meetings/{meeting.Text("id")}"));
        return details;
    }

    /// <summary>Without the lines that tell when an installation wrote its record.</summary>
    private static string Lasting(byte[] file) => WrittenHere().Replace(Encoding.UTF8.GetString(file), "");

    [GeneratedRegex(@"^(?:DTSTAMP|CREATED|LAST-MODIFIED|SEQUENCE):.*\r\n", RegexOptions.Multiline | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex WrittenHere();
}
