using CivicPulse.Platform.Http;

namespace CivicPulse.Platform.Feeds;

/// <summary>Puts lines together to the parts that are wanted: one event or zone at a time is held, nothing of all the others.</summary>
internal sealed class IcalTree(IcalLimits limits, IcalComponent calendar, Action<long, string> tell)
{
    private const int Overhead = 100;
    private const int LongestHeader = 100_000;
    private readonly List<string> _open = [];
    private readonly List<IcalComponent> _held = [];
    private bool _tooLarge;
    private bool _ended;

    /// <returns>A part that has just become whole.</returns>
    public IcalComponent? Take(IcalProperty? property, long line)
    {
        if (_open.Count == 0 && !_ended && property is not { Name: "BEGIN" })
            throw new BadInput("feeds.not_a_calendar", "This is no iCalendar file: it does not begin with BEGIN:VCALENDAR.");
        if (property is null) return null;
        if (property.Name == "BEGIN") Begin(property.Value.Trim().ToUpperInvariant(), line);
        else if (property.Name == "END") return End(property.Value.Trim().ToUpperInvariant());
        else Keep(property);
        return null;
    }

    /// <returns>Whether everything that was begun was ended.</returns>
    public bool Finish(long line)
    {
        if (!_ended && _open.Count == 0) throw new BadInput("feeds.not_a_calendar", "This is no iCalendar file: it is empty.");
        if (_open.Count > 0) tell(line, "The file ends before the calendar does.");
        return _open.Count == 0;
    }

    private void Begin(string name, long line)
    {
        if (_open.Count == 0 && name != "VCALENDAR") throw new BadInput("feeds.not_a_calendar", "This is no iCalendar file: it does not begin with BEGIN:VCALENDAR.");
        if (name is "VEVENT" or "VTIMEZONE" && _held.Count > 0)
        {
            tell(_held[0].Line, $"This {_held[0].Name} is not ended.");
            _open.RemoveRange(_open.Count - _held.Count, _held.Count);
            _held.Clear();
        }
        if (_open.Count >= limits.Deepest) throw new BadInput("feeds.too_deep", $"The calendar's parts are nested more than {limits.Deepest} deep.", 422);
        _open.Add(name);
        if (_held.Count == 0 && name is not ("VEVENT" or "VTIMEZONE")) return;
        if (_held.Count == 0) _tooLarge = false;
        var part = new IcalComponent(name, line);
        if (_held.Count > 0 && Fits(Overhead)) _held[^1].Children.Add(part);
        _held.Add(part);
    }

    private IcalComponent? End(string name)
    {
        var at = _open.LastIndexOf(name);
        if (at < 0) return null;
        _ended |= at == 0;
        // What was left open inside is ended with it.
        var closed = _open.Count - at;
        _open.RemoveRange(at, closed);
        var whole = closed >= _held.Count && _held.Count > 0 ? _held[0] : null;
        var unfinished = closed > _held.Count;
        _held.RemoveRange(Math.Max(0, _held.Count - closed), Math.Min(closed, _held.Count));
        if (whole is null) return null;
        if (!_tooLarge && !unfinished) return whole;
        tell(whole.Line, unfinished ? $"This {whole.Name} is not ended." : $"This {whole.Name} is longer than {limits.LongestEvent} characters.");
        return null;
    }

    private void Keep(IcalProperty property)
    {
        var size = property.Name.Length + property.Value.Length + property.Parameters.Sum(p => p.Key.Length + p.Value.Length) + Overhead;
        if (_held.Count > 0)
        {
            if (Fits(size)) _held[^1].Properties.Add(property);
        }
        else if (_open.Count == 1 && (calendar.Size += size) < LongestHeader) calendar.Properties.Add(property);
    }

    private bool Fits(int size)
    {
        _held[0].Size += size;
        _tooLarge |= _held[0].Size > limits.LongestEvent;
        return !_tooLarge;
    }
}
