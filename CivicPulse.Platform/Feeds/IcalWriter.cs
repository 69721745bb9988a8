using System.Globalization;

namespace CivicPulse.Platform.Feeds;

/// <summary>Writes a calendar as iCalendar while its events come: what it holds does not grow with them.</summary>
public sealed class IcalWriter(Stream target)
{
    private const string Product = "-//CivicPulse//CivicPulse//EN";
    private const string End = "END:VCALENDAR";
    private const int Buffered = 32_000;
    private readonly IcalOutput _out = new();
    private readonly HashSet<string> _zones = new(StringComparer.Ordinal);

    public static async Task WriteAsync(Stream target, CalendarFeed feed, IAsyncEnumerable<CalendarEvent> events, CancellationToken ct)
    {
        var writer = new IcalWriter(target);
        writer.Start(feed);
        await foreach (var one in events.WithCancellation(ct)) await writer.WriteAsync(one, ct);
        await writer.FinishAsync(ct);
    }

    public static byte[] Write(CalendarFeed feed, IEnumerable<CalendarEvent> events)
    {
        var writer = new IcalWriter(Stream.Null);
        writer.Start(feed);
        foreach (var one in events) writer.Add(one);
        writer._out.Line(End);
        return writer._out.ToArray();
    }

    public void Start(CalendarFeed feed)
    {
        _out.Line("BEGIN:VCALENDAR");
        _out.Line("VERSION:2.0");
        _out.Line("PRODID:" + Product);
        _out.Line("CALSCALE:GREGORIAN");
        _out.Line("METHOD:PUBLISH");
        // The names that came before RFC 7986 are the ones that most programs still read.
        _out.Text("NAME", feed.Name);
        _out.Text("X-WR-CALNAME", feed.Name);
        _out.Text("DESCRIPTION", feed.Description);
        _out.Text("X-WR-CALDESC", feed.Description);
        _out.Value("URL", feed.Url?.AbsoluteUri);
        _out.Value("SOURCE;VALUE=URI", feed.Source?.AbsoluteUri);
        _out.Value("LAST-MODIFIED", feed.LastModified is { } changed ? IcalTimes.Utc(changed) : null);
        if (feed.Refresh is { } refresh)
        {
            _out.Value("REFRESH-INTERVAL;VALUE=DURATION", IcalDuration.Write(refresh));
            _out.Value("X-PUBLISHED-TTL", IcalDuration.Write(refresh));
        }
        if (feed.Color is { } color) _out.Text(color.StartsWith('#') ? "X-APPLE-CALENDAR-COLOR" : "COLOR", color);
        _out.Text("X-WR-TIMEZONE", feed.Zone);
    }

    public async Task WriteAsync(CalendarEvent one, CancellationToken ct)
    {
        Add(one);
        if (_out.Length > Buffered) await _out.SendAsync(target, ct);
    }

    public async Task FinishAsync(CancellationToken ct)
    {
        _out.Line(End);
        await _out.SendAsync(target, ct);
        await target.FlushAsync(ct);
    }

    private void Add(CalendarEvent one)
    {
        foreach (var zone in ZonesOf(one))
        {
            if (_zones.Contains(zone) || NamedZone.Of(zone) is not { } known) continue;
            _zones.Add(zone);
            foreach (var line in known.Definition) _out.Line(line);
        }
        _out.Line("BEGIN:VEVENT");
        WriteTimes(one);
        WriteTexts(one);
        foreach (var alarm in one.Alarms) WriteAlarm(alarm);
        _out.Line("END:VEVENT");
    }

    private static IEnumerable<string> ZonesOf(CalendarEvent one) =>
        new[] { one.Start, one.End, one.InsteadOf }.OfType<CalendarTime>().Concat(one.Except).Concat(one.Also).Select(t => t.Zone).OfType<string>();

    private void WriteTimes(CalendarEvent one)
    {
        _out.Text("UID", one.Uid);
        _out.Line("DTSTAMP:" + IcalTimes.Utc(one.Stamp));
        if (one.Created is { } created) _out.Line("CREATED:" + IcalTimes.Utc(created));
        if (one.LastModified is { } changed) _out.Line("LAST-MODIFIED:" + IcalTimes.Utc(changed));
        if (one.Sequence != 0) _out.Line(string.Create(CultureInfo.InvariantCulture, $"SEQUENCE:{one.Sequence}"));
        WriteTime("DTSTART", one.Start);
        if (one.End is { } end) WriteTime("DTEND", end);
        if (one.InsteadOf is { } instead) WriteTime("RECURRENCE-ID", instead);
        _out.Value("RRULE", one.Rule);
        foreach (var time in one.Except) WriteTime("EXDATE", time);
        foreach (var time in one.Also) WriteTime("RDATE", time);
    }

    private void WriteTime(string name, CalendarTime time) => _out.Line(name + IcalTimes.Write(time));

    private void WriteTexts(CalendarEvent one)
    {
        _out.Text("SUMMARY", one.Summary, one.Language);
        _out.Text("DESCRIPTION", one.Description, one.Language);
        _out.Text("LOCATION", one.Location, one.Language);
        if (one.Geo is { } at) _out.Line($"GEO:{IcalText.Number(at.Latitude)};{IcalText.Number(at.Longitude)}");
        if (one.Status is { } status) _out.Line("STATUS:" + status.ToString().ToUpperInvariant());
        if (one.Class is { } kind) _out.Line("CLASS:" + kind.ToString().ToUpperInvariant());
        if (one.Transparent) _out.Line("TRANSP:TRANSPARENT");
        if (one.Categories.Count > 0) _out.Line("CATEGORIES:" + string.Join(',', one.Categories.Select(IcalText.Escape)));
        _out.Value("URL", one.Url?.AbsoluteUri);
        if (one.Organizer is { } who) _out.Value("ORGANIZER" + Parameter("CN", who.Name), who.Address.AbsoluteUri);
        foreach (var file in one.Attachments) _out.Value("ATTACH" + Parameter("FMTTYPE", file.MediaType) + Parameter("FILENAME", file.FileName), file.Url.AbsoluteUri);
        foreach (var other in one.Related) _out.Text("RELATED-TO;RELTYPE=" + IcalText.Token(other.Kind), other.Uid);
        foreach (var extra in one.Extras) _out.Text(IcalText.Token(extra.Name), extra.Value);
    }

    private static string Parameter(string name, string? value) => value is null ? "" : $";{name}={IcalText.Quote(value)}";

    private void WriteAlarm(CalendarAlarm alarm)
    {
        _out.Line("BEGIN:VALARM");
        _out.Line("ACTION:DISPLAY");
        _out.Text("DESCRIPTION", alarm.Text);
        if (alarm.At is { } at) _out.Line("TRIGGER;VALUE=DATE-TIME:" + IcalTimes.Utc(at));
        else _out.Line($"TRIGGER{(alarm.FromEnd ? ";RELATED=END" : "")}:{IcalDuration.Write(alarm.Offset)}");
        _out.Line("END:VALARM");
    }
}
