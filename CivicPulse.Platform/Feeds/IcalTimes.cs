using System.Globalization;

namespace CivicPulse.Platform.Feeds;

/// <summary>DATE and DATE-TIME.</summary>
internal static class IcalTimes
{
    private const string DayFormat = "yyyyMMdd";
    private const string LocalFormat = "yyyyMMdd'T'HHmmss";
    private const int EarliestYear = 1000;
    private const int LatestYear = 9000;
    private static readonly string[] LocalFormats = [LocalFormat, "yyyyMMdd'T'HHmm"];

    public static string Utc(DateTimeOffset instant) => instant.UtcDateTime.ToString(LocalFormat, CultureInfo.InvariantCulture) + "Z";

    public static string Local(DateTime local) => local.ToString(LocalFormat, CultureInfo.InvariantCulture);

    /// <summary>Parameters and value. What its zone cannot say (the second pass of an hour that comes twice) is said in UTC.</summary>
    public static string Write(CalendarTime time)
    {
        if (time.Day is { } day) return ";VALUE=DATE:" + day.ToString(DayFormat, CultureInfo.InvariantCulture);
        return time.Zone is { } name && NamedZone.Of(name) is { } zone && zone.TryLocal(time.Instant, out var local)
            ? $";TZID={zone.Name}:{Local(local)}"
            : ":" + Utc(time.Instant);
    }

    /// <param name="value">One value.</param>
    /// <param name="zone">The zone of values that are not in UTC.</param>
    public static CalendarTime? Read(string value, CalendarZone zone)
    {
        value = value.Trim();
        if (value.Length == DayFormat.Length)
            return DateOnly.TryParseExact(value, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && InRange(day.Year) ? CalendarTime.On(day) : null;
        var isUtc = value is [.., 'Z' or 'z'];
        if (ReadLocal(isUtc ? value[..^1] : value) is not { } local) return null;
        return isUtc ? CalendarTime.At(new(local, TimeSpan.Zero)) : CalendarTime.At(zone.Instant(local), zone.Name);
    }

    public static DateTimeOffset? ReadUtc(string? value) => value is not null && Read(value, NamedZone.Utc) is { } time ? time.Instant : null;

    public static DateTime? ReadLocal(string value)
    {
        // A leap second is nothing that a clock of ours shows.
        if (value is [.., '6', '0'] && value.Length == 15) value = value[..^2] + "59";
        return DateTime.TryParseExact(value, LocalFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local) && InRange(local.Year) ? local : null;
    }

    /// <summary>Far enough from the ends that neither an offset nor a duration of bounded length leaves what can be said.</summary>
    private static bool InRange(int year) => year is >= EarliestYear and <= LatestYear;
}
