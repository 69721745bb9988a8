namespace CivicPulse.Platform.Data;

public static class Instants
{
    /// <summary>As the database keeps it, in UTC and whole microseconds: what was just written can be answered without reading it back.</summary>
    public static DateTimeOffset AsStored(this DateTimeOffset instant) => new(instant.UtcTicks - (instant.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);

    /// <summary>The day on the calendars of a zone.</summary>
    public static DateOnly DayIn(this DateTimeOffset instant, TimeZoneInfo zone) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, zone).DateTime);
}
