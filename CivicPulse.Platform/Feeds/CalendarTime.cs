namespace CivicPulse.Platform.Feeds;

/// <summary>A whole day, or an instant together with the time zone that people say it in. Instants are whole seconds, as in a calendar file.</summary>
public readonly record struct CalendarTime
{
    private CalendarTime(DateOnly? day, DateTimeOffset instant, string? zone) => (Day, Instant, Zone) = (day, instant, zone);

    /// <summary>Set when it is a whole day.</summary>
    public DateOnly? Day { get; }

    /// <summary>In UTC; of a day, its first moment there.</summary>
    public DateTimeOffset Instant { get; }

    /// <summary>The IANA name of the zone; none means UTC.</summary>
    public string? Zone { get; }

    public static CalendarTime On(DateOnly day) => new(day, new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero), null);

    /// <summary>The day behind a whole day, where calendars say that it ends; the last day there is ends by itself.</summary>
    public static CalendarTime After(DateOnly day) => On(day < DateOnly.MaxValue ? day.AddDays(1) : day);

    public static CalendarTime At(DateTimeOffset instant, string? zone = null) =>
        new(null, new(instant.UtcTicks - instant.UtcTicks % TimeSpan.TicksPerSecond, TimeSpan.Zero), zone is "UTC" or "Etc/UTC" or "Z" ? null : zone);
}
