namespace CivicPulse.Platform.Feeds;

/// <summary>What the names of zones in one file mean: the zone of that name where we know it, else what the file says of it.</summary>
internal sealed class IcalZones
{
    private const int Most = 1_000;
    private const int LongestName = 255;
    private readonly Dictionary<string, CalendarZone> _zones = new(StringComparer.Ordinal);

    /// <summary>Of times that name no zone.</summary>
    public CalendarZone Floating { get; set; } = NamedZone.Utc;

    public void Add(IcalComponent component)
    {
        if (component.First("TZID")?.Text is not { Length: <= LongestName } name || _zones.Count >= Most) return;
        CalendarZone? zone = Named(name) ?? (component.First("X-LIC-LOCATION")?.Text is { } place ? Named(place) : null);
        zone ??= SentZone.Read(component);
        if (zone is not null) _zones.TryAdd(name, zone);
    }

    public CalendarZone? Find(string? name)
    {
        if (string.IsNullOrWhiteSpace(name)) return Floating;
        if (_zones.TryGetValue(name, out var known)) return known;
        if (name.Length > LongestName || Named(name) is not { } zone) return null;
        if (_zones.Count < Most) _zones[name] = zone;
        return zone;
    }

    /// <summary>Some programs put a path of their own before the name.</summary>
    public static NamedZone? Named(string name)
    {
        name = name.Trim();
        if ((NamedZone.Of(name) ?? (WindowsZones.Iana(name) is { } iana ? NamedZone.Of(iana) : null)) is { } zone) return zone;
        var parts = name.Split('/');
        return parts.Length < 3 || name[0] != '/' ? null : NamedZone.Of(string.Join('/', parts[^3..])) ?? NamedZone.Of(string.Join('/', parts[^2..]));
    }
}
