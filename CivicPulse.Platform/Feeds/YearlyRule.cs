using System.Globalization;

namespace CivicPulse.Platform.Feeds;

/// <summary>The one kind of RRULE that zones have: once a year, on a day or on a weekday of a month.</summary>
internal sealed class YearlyRule
{
    private static readonly string[] Weekdays = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"];
    private readonly DateTime _start;
    private readonly DateTime _until;
    private readonly int _month;
    private readonly DayOfWeek? _weekday;
    private readonly int _ordinal;
    private readonly int[] _days;

    private YearlyRule(DateTime start, DateTime until, int month, DayOfWeek? weekday, int ordinal, int[] days) =>
        (_start, _until, _month, _weekday, _ordinal, _days) = (start, until, month, weekday, ordinal, days);

    /// <returns>None for a rule of another kind.</returns>
    public static YearlyRule? Read(string rule, DateTime start, TimeSpan from)
    {
        var (month, weekday, ordinal, until) = (start.Month, default(DayOfWeek?), 0, DateTime.MaxValue);
        int[] days = [];
        foreach (var part in rule.ToUpperInvariant().Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var value = part[(part.IndexOf('=', StringComparison.Ordinal) + 1)..];
            var fits = part.Split('=')[0] switch
            {
                "FREQ" => value == "YEARLY",
                "INTERVAL" => value == "1",
                "WKST" => true,
                "BYMONTH" => Number(value, 1, 12, out month),
                "BYMONTHDAY" => Days(value, out days),
                "BYDAY" => Weekday(value, out weekday, out ordinal),
                "UNTIL" => Until(value, from, out until),
                "COUNT" => Count(value, start, out until),
                _ => false,
            };
            if (!fits) return null;
        }
        return new(start, until, month, weekday, ordinal, days.Length == 0 && weekday is null ? [start.Day] : days);
    }

    public DateTime? LastBefore(DateTime local)
    {
        if (local > _until) local = _until;
        for (var year = local.Year; year >= Math.Max(_start.Year, local.Year - 1); year--)
            if (In(year) is { } onset && onset <= local && onset >= _start) return onset;
        return null;
    }

    private DateTime? In(int year)
    {
        var length = DateTime.DaysInMonth(year, _month);
        var fitting = Enumerable.Range(1, length).Where(d => (_days.Length == 0 || _days.Contains(d) || _days.Contains(d - length - 1))
            && (_weekday is null || new DateOnly(year, _month, d).DayOfWeek == _weekday)).ToList();
        var index = _ordinal switch { 0 => 0, > 0 => _ordinal - 1, _ => fitting.Count + _ordinal };
        return index >= 0 && index < fitting.Count ? new DateOnly(year, _month, fitting[index]).ToDateTime(TimeOnly.FromDateTime(_start)) : null;
    }

    private static bool Number(string text, int least, int most, out int number) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number) && number >= least && number <= most;

    private static bool Days(string text, out int[] days)
    {
        var parts = text.Split(',');
        days = parts.Length > 62 ? [] : [.. parts.Select(p => Number(p, -31, 31, out var day) ? day : 0)];
        return days.Length > 0 && !days.Contains(0);
    }

    private static bool Weekday(string text, out DayOfWeek? weekday, out int ordinal)
    {
        var index = text.Length < 2 ? -1 : Array.IndexOf(Weekdays, text[^2..]);
        (weekday, ordinal) = (index < 0 ? null : (DayOfWeek)index, 0);
        return index >= 0 && (text.Length == 2 || Number(text[..^2], -5, 5, out ordinal));
    }

    private static bool Until(string text, TimeSpan from, out DateTime until)
    {
        var read = IcalTimes.Read(text, NamedZone.Utc);
        var inFull = read?.Instant.UtcDateTime + (text.EndsWith('Z') ? from : TimeSpan.Zero);
        until = (read?.Day is null ? inFull : inFull + TimeSpan.FromDays(1)) ?? DateTime.MaxValue;
        return read is not null;
    }

    private static bool Count(string text, DateTime start, out DateTime until)
    {
        var fits = Number(text, 1, 500, out var count);
        until = fits ? new DateOnly(start.Year + count - 1, 12, 31).ToDateTime(TimeOnly.MaxValue) : DateTime.MaxValue;
        return fits;
    }
}
