using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace CivicPulse.Platform.Feeds;

/// <summary>DURATION: days follow the calendar, hours the clock; they differ where the clocks change.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct IcalDuration(int Days, TimeSpan Time)
{
    private const int LongestNumber = 7;
    private const int LongestDays = 100_000;

    public TimeSpan Whole => TimeSpan.FromDays(Days) + Time;

    public static string Write(TimeSpan span)
    {
        if (span == TimeSpan.Zero) return "PT0S";
        var left = span.Duration();
        var text = new StringBuilder(span < TimeSpan.Zero ? "-P" : "P");
        if (left.Days > 0) text.Append(CultureInfo.InvariantCulture, $"{left.Days}D");
        if (left.Hours > 0 || left.Minutes > 0 || left.Seconds > 0) text.Append('T');
        if (left.Hours > 0) text.Append(CultureInfo.InvariantCulture, $"{left.Hours}H");
        if (left.Minutes > 0) text.Append(CultureInfo.InvariantCulture, $"{left.Minutes}M");
        if (left.Seconds > 0) text.Append(CultureInfo.InvariantCulture, $"{left.Seconds}S");
        return text.ToString();
    }

    public static IcalDuration? Read(ReadOnlySpan<char> text)
    {
        text = text.Trim();
        var sign = text is ['-', ..] ? -1 : 1;
        if (text is ['-' or '+', ..]) text = text[1..];
        if (text is not ['P' or 'p', .. var parts] || parts.IsEmpty) return null;
        var (days, time, inTime) = (0, TimeSpan.Zero, false);
        while (!parts.IsEmpty)
        {
            if (parts[0] is 'T' or 't' && !inTime)
            {
                inTime = true;
                parts = parts[1..];
                continue;
            }
            var digits = parts.IndexOfAnyExceptInRange('0', '9');
            if (digits is < 1 or > LongestNumber) return null;
            var number = int.Parse(parts[..digits], NumberStyles.None, CultureInfo.InvariantCulture);
            switch (char.ToUpperInvariant(parts[digits]))
            {
                case 'W' when !inTime: days += number * 7; break;
                case 'D' when !inTime: days += number; break;
                case 'H' when inTime: time += TimeSpan.FromHours(number); break;
                case 'M' when inTime: time += TimeSpan.FromMinutes(number); break;
                case 'S' when inTime: time += TimeSpan.FromSeconds(number); break;
                default: return null;
            }
            // A part may be given again and again: what comes together stays below what a date can hold.
            if (days > LongestDays || time.TotalDays > LongestDays) return null;
            parts = parts[(digits + 1)..];
        }
        return new(sign * days, sign * time);
    }
}
