using System.Globalization;

namespace CivicPulse.Platform.Feeds;

/// <summary>A zone as a file describes it in a VTIMEZONE.</summary>
internal sealed class SentZone : CalendarZone
{
    private const int MostObservances = 200;
    private readonly IReadOnlyList<Observance> _observances;

    private SentZone(IReadOnlyList<Observance> observances) => _observances = observances;

    public override string? Name => null;

    /// <returns>None when it says nothing that can be understood.</returns>
    public static SentZone? Read(IcalComponent component)
    {
        List<Observance> found = [.. component.Children.Where(c => c.Name is "STANDARD" or "DAYLIGHT").Take(MostObservances).Select(Observance.Read).OfType<Observance>().OrderBy(o => o.Start)];
        return found.Count > 0 ? new(found) : null;
    }

    protected override TimeSpan OffsetOf(DateTime local)
    {
        var (latest, since) = (_observances[0], DateTime.MinValue);
        foreach (var observance in _observances)
            if (observance.LastOnset(local) is { } onset && onset >= since) (latest, since) = (observance, onset);
        // Nothing has begun yet, or it begins with a leap that the clocks have not finished.
        return since == DateTime.MinValue || local < since + (latest.To - latest.From) ? latest.From : latest.To;
    }

    /// <summary>One STANDARD or DAYLIGHT.</summary>
    private sealed record Observance(DateTime Start, TimeSpan From, TimeSpan To, YearlyRule? Rule, DateTime[] Dates)
    {
        private const int MostDates = 2_000;
        private static readonly TimeSpan LongestOffset = TimeSpan.FromHours(24);

        public static Observance? Read(IcalComponent component)
        {
            if (component.First("DTSTART") is not { } start || IcalTimes.ReadLocal(start.Value.Trim().TrimEnd('Z')) is not { } local
                || Offset(component.First("TZOFFSETTO")?.Value) is not { } to) return null;
            var from = Offset(component.First("TZOFFSETFROM")?.Value) ?? to;
            var dates = component.All("RDATE").SelectMany(p => p.Value.Split(',')).Select(v => IcalTimes.ReadLocal(v.Trim())).OfType<DateTime>().Append(local).Take(MostDates).ToArray();
            Array.Sort(dates);
            return new(local, from, to, component.First("RRULE") is { } rule ? YearlyRule.Read(rule.Value, local, from) : null, dates);
        }

        /// <summary>When it last began, as the clocks showed before.</summary>
        public DateTime? LastOnset(DateTime local)
        {
            var at = Array.BinarySearch(Dates, local);
            var index = at >= 0 ? at : ~at - 1;
            DateTime? date = index >= 0 ? Dates[index] : null;
            var ruled = Rule?.LastBefore(local);
            return ruled is null || date > ruled ? date : ruled;
        }

        private static TimeSpan? Offset(string? text)
        {
            if (text?.Trim() is not [('+' or '-') and var sign, .. var digits] || digits.Length is not (4 or 6) || !digits.All(char.IsAsciiDigit)) return null;
            int Part(int at) => at < digits.Length ? int.Parse(digits.AsSpan(at, 2), NumberStyles.None, CultureInfo.InvariantCulture) : 0;
            var offset = new TimeSpan(Part(0), Part(2), Part(4));
            if (offset >= LongestOffset) return null;
            return sign == '-' ? -offset : offset;
        }
    }
}
