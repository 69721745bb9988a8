using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace CivicPulse.Platform.Feeds;

/// <summary>A zone of the IANA database of this machine.</summary>
internal sealed partial class NamedZone : CalendarZone
{
    // What lies beside the zones: the machine's own setting, and copies of all zones under other names.
    private static readonly string[] NoZones = ["posix", "right", "localtime", "posixrules", "Factory"];

    /// <summary>Zones never change while a process lives, and there are some hundreds: only those found are kept.</summary>
    private static readonly ConcurrentDictionary<string, NamedZone> Known = new(StringComparer.Ordinal);

    private readonly TimeZoneInfo _zone;
    private readonly Lazy<IReadOnlyList<string>> _definition;

    private NamedZone(string name, TimeZoneInfo zone)
    {
        (Name, _zone) = (zone.Equals(TimeZoneInfo.Utc) ? null : name, zone);
        _definition = new(() => ZoneDefinition.Of(name, zone));
    }

    public static NamedZone Utc { get; } = new("UTC", TimeZoneInfo.Utc);

    public override string? Name { get; }

    /// <summary>The lines of its VTIMEZONE.</summary>
    public IReadOnlyList<string> Definition => _definition.Value;

    /// <summary>The framework opens a file of that name: a name that could lead elsewhere never reaches it.</summary>
    public static NamedZone? Of(string name)
    {
        if (Known.TryGetValue(name, out var known)) return known;
        if (name.Length > 64 || !ZoneName().IsMatch(name) || NoZones.Contains(name.Split('/')[0])) return null;
        return TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? Known.GetOrAdd(name, new NamedZone(name, zone)) : null;
    }

    public DateTimeOffset At(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, _zone);

    public bool TryLocal(DateTimeOffset instant, out DateTime local)
    {
        local = At(instant).DateTime;
        return Name is not null && instant.Year is >= ZoneDefinition.FirstYear and <= ZoneDefinition.LastYear && Instant(local) == instant;
    }

    protected override TimeSpan OffsetOf(DateTime local)
    {
        // The framework answers for local times by rules of its own where they are in doubt; for instants there is no doubt.
        var before = At(local - TimeSpan.FromDays(1));
        var after = At(local + TimeSpan.FromDays(1));
        return before == after || At(local - before) == before || At(local - after) != after ? before : after;
    }

    private TimeSpan At(DateTime utc) => _zone.GetUtcOffset(DateTime.SpecifyKind(utc, DateTimeKind.Utc));

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+){0,2}$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex ZoneName();
}
