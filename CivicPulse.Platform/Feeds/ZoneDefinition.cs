using System.Globalization;

namespace CivicPulse.Platform.Feeds;

/// <summary>
/// Says in a VTIMEZONE what a zone of this machine does. Its changes are looked up one by one and what comes again each year is said as
/// a rule, so the framework's own reading of the zone, whatever its form, is the only thing that has to be right.
/// </summary>
internal static class ZoneDefinition
{
    public const int FirstYear = 1970;
    public const int LastYear = 2069;

    public static IReadOnlyList<string> Of(string name, TimeZoneInfo zone)
    {
        var start = new DateTime(FirstYear, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        var first = zone.GetUtcOffset(start);
        List<string> lines = ["BEGIN:VTIMEZONE", "TZID:" + name, .. Observance(zone.IsDaylightSavingTime(start), start, first, first, [])];
        var runs = Runs(zone, start).ToList();
        foreach (var run in runs.Where(r => r.Changes.Count > 1)) lines.AddRange(run.Lines());
        foreach (var alike in runs.Where(r => r.Changes.Count == 1).Select(r => r.Changes[0]).GroupBy(c => (c.From, c.To, c.Daylight)))
            lines.AddRange(Observance(alike.Key.Daylight, alike.First().Local, alike.Key.From, alike.Key.To, alike.Skip(1).Select(c => "RDATE:" + IcalTimes.Local(c.Local))));
        lines.Add("END:VTIMEZONE");
        return lines;
    }

    private static IEnumerable<string> Observance(bool daylight, DateTime local, TimeSpan from, TimeSpan to, IEnumerable<string> more)
    {
        var kind = daylight ? "DAYLIGHT" : "STANDARD";
        return ["BEGIN:" + kind, "DTSTART:" + IcalTimes.Local(local), .. more, "TZOFFSETFROM:" + Offset(from), "TZOFFSETTO:" + Offset(to), "END:" + kind];
    }

    private static string Offset(TimeSpan offset) => (offset < TimeSpan.Zero ? "-" : "+") + offset.ToString(offset.Seconds == 0 ? "hhmm" : "hhmmss", CultureInfo.InvariantCulture);

    private static IEnumerable<Run> Runs(TimeZoneInfo zone, DateTime start)
    {
        List<Run> runs = [];
        foreach (var change in Changes(zone, start))
            if (!runs.Exists(r => r.Takes(change))) runs.Add(new Run(change));
        return runs;
    }

    private static IEnumerable<Change> Changes(TimeZoneInfo zone, DateTime start)
    {
        for (var day = start; day.Year <= LastYear; day = day.AddDays(1))
        {
            var (from, to) = (zone.GetUtcOffset(day), zone.GetUtcOffset(day.AddDays(1)));
            if (from == to) continue;
            var (before, after) = (day, day.AddDays(1));
            while (after - before > TimeSpan.FromSeconds(1))
            {
                var middle = before + TimeSpan.FromSeconds(Math.Floor((after - before).TotalSeconds / 2));
                if (zone.GetUtcOffset(middle) == from) before = middle; else after = middle;
            }
            yield return new Change(after, after + from, from, to, zone.IsDaylightSavingTime(after));
        }
    }

    private sealed record Change(DateTime Utc, DateTime Local, TimeSpan From, TimeSpan To, bool Daylight);

    /// <summary>
    /// Changes of following years that one rule names: the first such weekday of a month on or after some day. Of the days that fit what
    /// has been seen so far, the range is kept.
    /// </summary>
    private sealed class Run
    {
        private const int Week = 7;
        private int _lowest;
        private int _highest;

        public Run(Change first)
        {
            Changes.Add(first);
            _lowest = Math.Max(1, first.Local.Day - Week + 1);
            _highest = first.Local.Day;
        }

        public List<Change> Changes { get; } = [];

        public bool Takes(Change next)
        {
            var last = Changes[^1];
            var (lowest, highest) = (Math.Max(_lowest, next.Local.Day - Week + 1), Math.Min(_highest, next.Local.Day));
            if (next.Local.Year != last.Local.Year + 1 || next.Local.Month != last.Local.Month || next.Local.DayOfWeek != last.Local.DayOfWeek
                || next.Local.TimeOfDay != last.Local.TimeOfDay || (next.From, next.To, next.Daylight) != (last.From, last.To, last.Daylight) || lowest > highest) return false;
            (_lowest, _highest) = (lowest, highest);
            Changes.Add(next);
            return true;
        }

        public IEnumerable<string> Lines()
        {
            var (first, last) = (Changes[0], Changes[^1]);
            // A day more than needed: some readers take this instant for a local time.
            var until = last.Utc.Year >= LastYear ? "" : ";UNTIL=" + IcalTimes.Utc(new(last.Utc.AddDays(1)));
            return Observance(first.Daylight, first.Local, first.From, first.To, [$"RRULE:FREQ=YEARLY;BYMONTH={first.Local.Month};{Day(first.Local)}{until}"]);
        }

        private string Day(DateTime local)
        {
            var weekday = local.DayOfWeek.ToString()[..2].ToUpperInvariant();
            // February ends differently: "the last" of it is no day from which to count.
            var fromTheEnd = local.Month == 2 ? 0 : DateTime.DaysInMonth(local.Year, local.Month) - Week + 1;
            var days = Enumerable.Range(_lowest, _highest - _lowest + 1);
            if (fromTheEnd >= _lowest && fromTheEnd <= _highest) return "BYDAY=-1" + weekday;
            return days.FirstOrDefault(d => d % Week == 1 && d < 28) is > 0 and var day
                ? $"BYDAY={day / Week + 1}{weekday}"
                : $"BYMONTHDAY={string.Join(',', Enumerable.Range(_lowest, Week))};BYDAY={weekday}";
        }
    }
}
