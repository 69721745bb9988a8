using System.Globalization;
using System.Xml.Linq;
using CivicPulse.Modules.Elections.Model;
using CivicPulse.Modules.Elections.Transfers.Files;

namespace CivicPulse.Modules.Elections.Transfers.Vip;

/// <summary>The state, localities and precincts of a feed, and where their voters vote.</summary>
internal sealed class VipPlaces(VipFeed feed)
{
    private const int MostDays = 60;

    public void Add(ElectionFile file)
    {
        var units = new Dictionary<string, FileUnit>(StringComparer.Ordinal);
        foreach (var state in feed.Named("State").Where(s => !IsStandIn(s))) Keep(units, state, Unit(file, state, ReportingUnitType.State));
        foreach (var locality in feed.Named("Locality").Where(l => !IsStandIn(l)))
        {
            var type = FileTerms.Read<ReportingUnitType>(locality.Text("OtherType") ?? locality.Text("Type")) ?? ReportingUnitType.County;
            Keep(units, locality, Unit(file, locality, type)).Parent = units.GetValueOrDefault(locality.Text("StateId") ?? "");
        }
        foreach (var precinct in feed.Named("Precinct"))
        {
            var type = FileTerms.Read<ReportingUnitType>(precinct.Identifier("other", FileTerms.UnitType)) ?? (precinct.Element("PrecinctSplitName") is null ? ReportingUnitType.Precinct : ReportingUnitType.SplitPrecinct);
            Keep(units, precinct, Unit(file, precinct, type)).Parent = units.GetValueOrDefault(precinct.Text("LocalityId") ?? "");
        }
        file.Units.AddRange(units.Values);
    }

    /// <summary>When units have their names: places are told whose voters come.</summary>
    public void AddPollingPlaces(ElectionFile file)
    {
        var names = file.Units.Where(u => u.Source is not null).ToDictionary(u => u.Source!, u => u.Row.Name, StringComparer.Ordinal);
        var precincts = feed.Named("Precinct").SelectMany(p => p.Ids("PollingLocationIds").Select(id => (id, Name: names.GetValueOrDefault(p.Id() ?? "")))).ToLookup(p => p.id, p => p.Name, StringComparer.Ordinal);
        var divisions = feed.Named("Locality").Concat(feed.Named("State")).SelectMany(l => l.Ids("PollingLocationIds").Select(id => (id, Division: VipFeed.Division(l)))).ToLookup(l => l.id, l => l.Division, StringComparer.Ordinal);
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var place in feed.Named("PollingLocation"))
        {
            var address = Address(place);
            var (latitude, longitude) = (Degrees(place.Element("LatLng").Text("Latitude"), 90), Degrees(place.Element("LatLng").Text("Longitude"), 180));
            var called = place.Text("Name") ?? address.FirstOrDefault() ?? place.Id() ?? "Polling place";
            var name = taken.Contains(called) ? Enumerable.Range(2, ElectionFile.Most).Select(n => string.Create(CultureInfo.InvariantCulture, $"{FileTerms.Cut(called, 280)} ({n})")).First(n => !taken.Contains(n)) : called;
            taken.Add(name);
            file.Places.Add(new(
                file.Reference, name, FileTerms.IdentifierOf("place", place.Id()), NullIfNone(address), latitude is null || longitude is null ? null : latitude, latitude is null || longitude is null ? null : longitude,
                FileTerms.Truth(place.Text("IsDropBox")), FileTerms.Truth(place.Text("IsEarlyVoting")), place.Text("Directions", 2000), FileTerms.Address(place.Text("PhotoUri", 2000)),
                NullIfNone([.. divisions[place.Id() ?? ""].OfType<string>().Distinct(StringComparer.Ordinal).Take(100)]), NullIfNone([.. precincts[place.Id() ?? ""].OfType<string>().Distinct(StringComparer.Ordinal).Take(200)]),
                NullIfNone([.. Hours(feed.Find(place.Text("HoursOpenId"))).Take(100)])));
        }
    }

    /// <summary>What only stands there because the form asks for it.</summary>
    private static bool IsStandIn(XElement element) => element.Id() is "state-local-0" or "locality-local-0";

    private static FileUnit Keep(Dictionary<string, FileUnit> units, XElement element, FileUnit unit)
    {
        units.TryAdd(element.Id() ?? $"?{units.Count}", unit);
        return unit;
    }

    private static FileUnit Unit(ElectionFile file, XElement at, ReportingUnitType type) => new(new(
        file.Reference, at.Text("Name") ?? at.Id() ?? "?", type, at.Text("Number", 100), null, VipFeed.Division(at), FileTerms.IdentifierOf("unit", at.Id())))
    { Source = at.Id() };

    private static string[] Address(XElement place)
    {
        var lines = place.Elements("AddressLine").Select(l => VipXml.TextOf(l)).ToList();
        if (place.Element("AddressStructured") is { } parts)
            lines.AddRange([parts.Text("Line1"), parts.Text("Line2"), parts.Text("Line3"), string.Join(' ', ((string?[])[parts.Text("City"), parts.Text("State"), parts.Text("Zip")]).OfType<string>())]);
        return [.. lines.Where(l => !string.IsNullOrWhiteSpace(l)).Select(l => l!.ReplaceLineEndings(" ")).Take(10)];
    }

    private static double? Degrees(string? text, double most) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var degrees) && Math.Abs(degrees) <= most ? degrees : null;

    private static IEnumerable<string> Hours(XElement? open) =>
        from schedule in open?.Elements("Schedule") ?? []
        let first = FileTerms.Day(schedule.Text("StartDate"))
        let last = FileTerms.Day(schedule.Text("EndDate")) ?? first
        where first is not null
        from day in Enumerable.Range(0, Math.Clamp(last.Value.DayNumber - first.Value.DayNumber + 1, 0, MostDays)).Select(first.Value.AddDays)
        from hours in schedule.Elements("Hours")
        let line = Line(day, hours.Text("StartTime"), hours.Text("EndTime"), schedule.Attribute("label")?.Value)
        where line is not null && new OpeningHoursAttribute().IsValid(new[] { line })
        select line;

    private static string? Line(DateOnly day, string? start, string? end, string? label)
    {
        if (Time(start) is not { } opens || Time(end) is not { } closes || closes < opens) return null;
        var zone = label switch
        {
            "local" => null,
            not null when TimeZoneInfo.TryFindSystemTimeZoneById(label, out _) => label,
            _ => Zone(start!),
        };
        return new OpeningHours(day, opens, closes, zone).Line;
    }

    private static TimeOnly? Time(string? text) =>
        text is { Length: >= 5 } && TimeOnly.TryParseExact(text[..5], "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;

    /// <summary>Whole hours from Greenwich have a name; what is west of it has a plus there.</summary>
    private static string? Zone(string text)
    {
        if (text.EndsWith('Z')) return "Etc/UTC";
        var sign = text.LastIndexOfAny(['+', '-']);
        if (sign < 5 || text.Length < sign + 6 || text[(sign + 4)..(sign + 6)] != "00" || !int.TryParse(text.AsSpan(sign + 1, 2), NumberStyles.None, CultureInfo.InvariantCulture, out var hours)) return null;
        if (hours == 0) return "Etc/UTC";
        var west = text[sign] == '-';
        return string.Create(CultureInfo.InvariantCulture, $"Etc/GMT{(west ? '+' : '-')}{hours}");
    }

    private static string[]? NullIfNone(string[] lines) => lines.Length == 0 ? null : lines;
}
