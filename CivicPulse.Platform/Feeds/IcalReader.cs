using System.Runtime.CompilerServices;
using CivicPulse.Platform.Http;

namespace CivicPulse.Platform.Feeds;

/// <summary>What a calendar from elsewhere may ask of us.</summary>
public sealed record IcalLimits
{
    /// <summary>Bytes of one line, unfolded. Longer ones (files within the calendar) are left out.</summary>
    public int LongestLine { get; init; } = 256_000;

    /// <summary>Characters of one event.</summary>
    public int LongestEvent { get; init; } = 1_000_000;

    public int MostEvents { get; init; } = 100_000;

    public int Deepest { get; init; } = 8;
}

/// <summary>A part of a calendar that was left out, and why.</summary>
public sealed record IcalProblem(long Line, string Reason);

/// <summary>An event, or a part that was left out.</summary>
/// <param name="Line">Where it begins.</param>
/// <param name="Problem">Why there is no event.</param>
public sealed record IcalPiece(long Line, CalendarEvent? Event, string? Problem);

/// <summary>
/// Reads the events of an iCalendar file as they come. What cannot be understood is left out and told; only what is no calendar at all,
/// or more than the limits, is refused.
/// </summary>
public sealed class IcalReader(Stream source, IcalLimits? limits = null)
{
    private const int MostProblems = 100;
    private const int MostWaiting = 4_000_000;
    private readonly IcalLimits _limits = limits ?? new();
    private readonly IcalZones _zones = new();
    private readonly List<IcalProblem> _problems = [];
    private readonly Queue<IcalProblem> _told = new();
    private readonly List<IcalComponent> _waiting = [];
    private readonly IcalComponent _calendar = new("VCALENDAR", 1);
    private long _waitingSize;
    private int _events;

    /// <summary>Known with the first event: the calendar's own lines come before its parts.</summary>
    public CalendarFeed Feed => IcalFeedParts.Feed(_calendar);

    /// <summary>The first of them.</summary>
    public IReadOnlyList<IcalProblem> Problems => _problems;

    /// <summary>Events are left out, not guessed at, whose zone nobody knows or whose end or place cannot be read.</summary>
    public bool Exact { get; init; }

    /// <summary>False for a file that breaks off: what is missing from it may still be there.</summary>
    public bool IsComplete { get; private set; }

    /// <exception cref="BadInput">It is no calendar, or too much of one.</exception>
    public async IAsyncEnumerable<CalendarEvent> ReadAsync([EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var piece in PiecesAsync(ct))
            if (piece.Event is { } one) yield return one;
    }

    /// <summary>Events, and all that was left out, each in its place.</summary>
    /// <exception cref="BadInput">It is no calendar, or too much of one.</exception>
    public async IAsyncEnumerable<IcalPiece> PiecesAsync([EnumeratorCancellation] CancellationToken ct)
    {
        var lines = new IcalLines(source, _limits.LongestLine);
        var tree = new IcalTree(_limits, _calendar, Tell);
        while (true)
        {
            var number = lines.Number;
            if (await lines.NextAsync(ct) is not { } line) break;
            var done = tree.Take(IcalProperty.Read(line), number);
            if (done is { Name: "VTIMEZONE" }) _zones.Add(done);
            else if (done is not null && Event(done, last: false) is { } one) yield return new(done.Line, one, null);
            foreach (var told in LeftOut()) yield return told;
        }
        IsComplete = tree.Finish(lines.Number);
        if (lines.TooLong > 0) Tell(lines.Number, $"{lines.TooLong} lines of more than {_limits.LongestLine} bytes were left out.");
        foreach (var component in _waiting)
        {
            if (Event(component, last: true) is { } one) yield return new(component.Line, one, null);
            foreach (var told in LeftOut()) yield return told;
        }
        foreach (var told in LeftOut()) yield return told;
    }

    private IEnumerable<IcalPiece> LeftOut()
    {
        while (_told.TryDequeue(out var told)) yield return new(told.Line, null, told.Reason);
    }

    private void Tell(long line, string reason)
    {
        if (_problems.Count < MostProblems) _problems.Add(new(line, reason));
        if (_told.Count < MostProblems) _told.Enqueue(new(line, reason));
    }

    private CalendarEvent? Event(IcalComponent component, bool last)
    {
        if (!last && ++_events > _limits.MostEvents) throw new BadInput("feeds.too_many_events", $"The calendar has more than {_limits.MostEvents} events.", 422);
        if (_calendar.First("X-WR-TIMEZONE")?.Text is { } usual && IcalZones.Named(usual) is { } zone) _zones.Floating = zone;
        var unknown = component.Properties.Select(p => p.Parameter("TZID")).FirstOrDefault(name => _zones.Find(name) is null);
        // Its zone may be described further down.
        if (unknown is not null && !last && _waitingSize + component.Size <= MostWaiting)
        {
            _waitingSize += component.Size;
            _waiting.Add(component);
            return null;
        }
        if (unknown is not null) Tell(component.Line, $"The time zone '{Short(unknown)}' is not known and not described{(Exact ? "." : ": its times are taken as if they named none.")}");
        if (unknown is not null && Exact) return null;
        var one = IcalEventParts.Event(component, _zones, out var reason);
        if (one is not null && Exact) reason = IcalEventParts.Lost(component, one);
        if (reason is not null) Tell(component.Line, reason);
        return reason is null ? one : null;
    }

    private static string Short(string text) => text.Length > 60 ? text[..60] : text;
}
