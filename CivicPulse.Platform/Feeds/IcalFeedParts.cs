namespace CivicPulse.Platform.Feeds;

/// <summary>What the lines of a calendar and of its alarms say.</summary>
internal static class IcalFeedParts
{
    public static CalendarFeed Feed(IcalComponent calendar)
    {
        string? Text(params ReadOnlySpan<string> names)
        {
            foreach (var name in names)
                if (calendar.First(name) is { } found) return found.Text;
            return null;
        }
        var refresh = Text("REFRESH-INTERVAL", "X-PUBLISHED-TTL");
        return new(Text("NAME", "X-WR-CALNAME") ?? "")
        {
            Description = Text("DESCRIPTION", "X-WR-CALDESC"),
            Url = Web(calendar.First("URL")?.Value),
            Source = Web(calendar.First("SOURCE")?.Value),
            Refresh = refresh is null ? null : IcalDuration.Read(refresh)?.Whole,
            Color = Text("COLOR", "X-APPLE-CALENDAR-COLOR"),
            Zone = Text("X-WR-TIMEZONE") is { } zone ? IcalZones.Named(zone)?.Name : null,
            LastModified = IcalTimes.ReadUtc(calendar.First("LAST-MODIFIED")?.Value),
        };
    }

    /// <summary>Addresses that a browser may be sent to; nothing that runs.</summary>
    public static Uri? Web(string? value) => Address(value) is { Scheme: "http" or "https" or "webcal" or "webcals" } found ? found : null;

    public static Uri? Address(string? value) => Uri.TryCreate(value?.Trim(), UriKind.Absolute, out var found) ? found : null;

    public static CalendarAlarm? Alarm(IcalComponent alarm)
    {
        if (alarm.Name != "VALARM" || alarm.First("TRIGGER") is not { } trigger) return null;
        var text = alarm.First("DESCRIPTION")?.Text ?? "";
        if (IcalDuration.Read(trigger.Value) is { } offset)
            return new(offset.Whole, text) { FromEnd = "END".Equals(trigger.Parameter("RELATED"), StringComparison.OrdinalIgnoreCase) };
        return IcalTimes.ReadUtc(trigger.Value) is { } at ? new(TimeSpan.Zero, text) { At = at } : null;
    }
}
