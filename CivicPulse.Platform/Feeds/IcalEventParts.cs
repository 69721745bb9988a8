using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CivicPulse.Platform.Feeds;

/// <summary>What the lines of a VEVENT say.</summary>
internal static class IcalEventParts
{
    public static CalendarEvent? Event(IcalComponent part, IcalZones zones, out string? reason)
    {
        reason = null;
        if (Time(part.First("DTSTART"), zones) is not { } start)
        {
            reason = "This event has no start that can be read.";
            return null;
        }
        var changed = IcalTimes.ReadUtc(part.First("LAST-MODIFIED")?.Value);
        var created = IcalTimes.ReadUtc(part.First("CREATED")?.Value);
        var stamp = IcalTimes.ReadUtc(part.First("DTSTAMP")?.Value) ?? changed ?? created ?? DateTimeOffset.UnixEpoch;
        return Worded(part, new(Uid(part), stamp, start)
        {
            End = End(part, start, zones),
            Sequence = int.TryParse(part.First("SEQUENCE")?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence) ? sequence : 0,
            Created = created,
            LastModified = changed,
            Rule = part.First("RRULE")?.Value.Trim() is { Length: > 0 } rule ? rule : null,
            Except = [.. Times(part.All("EXDATE"), zones)],
            Also = [.. Times(part.All("RDATE"), zones)],
            InsteadOf = Time(part.First("RECURRENCE-ID"), zones),
        });
    }

    private static CalendarEvent Worded(IcalComponent part, CalendarEvent one) => one with
    {
        Summary = part.First("SUMMARY")?.Text ?? "",
        Description = part.First("DESCRIPTION")?.Text,
        Location = part.First("LOCATION")?.Text,
        Language = part.First("SUMMARY")?.Parameter("LANGUAGE"),
        Geo = Geo(part.First("GEO")?.Value),
        Status = Word<CalendarStatus>(part.First("STATUS")),
        // A class that we do not know is to be kept as private as the most private one that we do.
        Class = part.First("CLASS") is { } kind ? Word<CalendarClass>(kind) ?? CalendarClass.Private : null,
        Transparent = "TRANSPARENT".Equals(part.First("TRANSP")?.Value.Trim(), StringComparison.OrdinalIgnoreCase),
        Categories = [.. part.All("CATEGORIES").SelectMany(p => IcalText.UnescapeList(p.Value)).Where(c => c.Length > 0)],
        Url = IcalFeedParts.Web(part.First("URL")?.Value),
        Organizer = part.First("ORGANIZER") is { } who && IcalFeedParts.Address(who.Value) is { Scheme: "mailto" or "http" or "https" or "tel" or "urn" } address ? new(address, who.Parameter("CN")) : null,
        Attachments = [.. part.All("ATTACH").Where(p => IcalFeedParts.Web(p.Value) is not null).Select(p => new CalendarAttachment(IcalFeedParts.Web(p.Value)!, p.Parameter("FMTTYPE"), p.Parameter("FILENAME") ?? p.Parameter("X-FILENAME")))],
        Alarms = [.. part.Children.Select(IcalFeedParts.Alarm).OfType<CalendarAlarm>()],
        Related = [.. part.All("RELATED-TO").Select(p => new CalendarRelation(p.Text, p.Parameter("RELTYPE")?.ToUpperInvariant() ?? "PARENT"))],
        Extras = [.. part.Properties.Where(p => p.Name.StartsWith(CalendarExtra.Prefix, StringComparison.Ordinal)).Select(p => new CalendarExtra(p.Name, p.Text))],
    };

    /// <returns>What the lines say that the event does not, because it cannot be read; null when there is nothing of the kind.</returns>
    public static string? Lost(IcalComponent part, CalendarEvent one)
    {
        if (one.End is null && (part.First("DTEND") ?? part.First("DURATION")) is not null) return "Its end cannot be read, or is before its start.";
        if (one.Geo is null && part.First("GEO") is not null) return "Its place on the map (GEO) cannot be read.";
        return one.InsteadOf is null && part.First("RECURRENCE-ID") is not null ? "The date that it stands in for (RECURRENCE-ID) cannot be read." : null;
    }

    /// <summary>An event without a name gets one from what it says, the same each time.</summary>
    private static string Uid(IcalComponent part)
    {
        if (part.First("UID")?.Text.Trim() is { Length: > 0 } uid) return uid;
        var said = string.Join('\n', new[] { "DTSTART", "SUMMARY", "LOCATION", "RECURRENCE-ID" }.Select(n => part.First(n)?.Value));
        return $"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(said)).AsSpan(0, 16))}@unnamed";
    }

    private static CalendarTime? Time(IcalProperty? property, IcalZones zones) =>
        property is null ? null : IcalTimes.Read(property.Value, ZoneOf(property, zones));

    private static CalendarZone ZoneOf(IcalProperty property, IcalZones zones) => zones.Find(property.Parameter("TZID")) ?? zones.Floating;

    /// <summary>Of a period, the start.</summary>
    private static IEnumerable<CalendarTime> Times(IEnumerable<IcalProperty> properties, IcalZones zones) =>
        from property in properties
        let zone = ZoneOf(property, zones)
        from value in property.Value.Split(',')
        let time = IcalTimes.Read(value.Split('/')[0], zone)
        where time is not null
        select time.Value;

    private static CalendarTime? End(IcalComponent part, CalendarTime start, IcalZones zones)
    {
        var end = Time(part.First("DTEND"), zones);
        if (end is null && part.First("DURATION") is { } said && IcalDuration.Read(said.Value) is { } duration) end = After(start, duration);
        return end is { } found && found.Day.HasValue == start.Day.HasValue && found.Instant >= start.Instant ? found : null;
    }

    /// <summary>A day later is the same time of day; an hour later is an hour later.</summary>
    private static CalendarTime After(CalendarTime start, IcalDuration duration)
    {
        if (start.Day is { } day) return CalendarTime.On(day.AddDays(duration.Days + duration.Time.Days));
        var zone = start.Zone is { } name ? NamedZone.Of(name) : null;
        var later = zone is not null && duration.Days != 0 && zone.TryLocal(start.Instant, out var local) ? zone.Instant(local.AddDays(duration.Days)) : start.Instant.AddDays(duration.Days);
        return CalendarTime.At(later + duration.Time, start.Zone);
    }

    private static CalendarPosition? Geo(string? value)
    {
        var parts = value?.Split(';') ?? [];
        return parts.Length == 2 && Degrees(parts[0], 90) is { } latitude && Degrees(parts[1], 180) is { } longitude ? new(latitude, longitude) : null;
    }

    private static double? Degrees(string text, double most) =>
        double.TryParse(text.Trim(), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var degrees) && Math.Abs(degrees) <= most ? degrees : null;

    private static T? Word<T>(IcalProperty? property) where T : struct, Enum =>
        property?.Value.Trim() is { Length: > 0 } word && char.IsAsciiLetter(word[0]) && Enum.TryParse<T>(word, ignoreCase: true, out var found) && Enum.IsDefined(found) ? found : null;
}
