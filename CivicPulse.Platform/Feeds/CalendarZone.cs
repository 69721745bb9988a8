namespace CivicPulse.Platform.Feeds;

/// <summary>How local times of a calendar become instants.</summary>
internal abstract class CalendarZone
{
    /// <summary>The IANA name; none when only the sender of a file knows the zone, or when it is UTC.</summary>
    public abstract string? Name { get; }

    /// <summary>
    /// Of a local time that comes twice, the first is meant; one that the clocks leap over counts as if they had not leapt yet (RFC 5545,
    /// 3.3.5).
    /// </summary>
    protected abstract TimeSpan OffsetOf(DateTime local);

    public DateTimeOffset Instant(DateTime local) => new(local.Ticks - OffsetOf(local).Ticks, TimeSpan.Zero);
}
