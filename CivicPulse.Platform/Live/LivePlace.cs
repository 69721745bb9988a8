using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.InteropServices;

namespace CivicPulse.Platform.Live;

/// <summary>Where a message stands in its Redis stream: the id that Redis gave it, which only grows.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct LivePlace(long Milliseconds, long Number) : IComparable<LivePlace>
{
    public int CompareTo(LivePlace other) => (Milliseconds, Number).CompareTo((other.Milliseconds, other.Number));

    public static bool operator >(LivePlace left, LivePlace right) => left.CompareTo(right) > 0;

    public static bool operator <(LivePlace left, LivePlace right) => left.CompareTo(right) < 0;

    public static bool operator >=(LivePlace left, LivePlace right) => left.CompareTo(right) >= 0;

    public static bool operator <=(LivePlace left, LivePlace right) => left.CompareTo(right) <= 0;

    public static LivePlace Parse(string? text) => TryParse(text, out var place) ? place : default;

    public static bool TryParse([NotNullWhen(true)] string? text, out LivePlace place)
    {
        place = default;
        var parts = (text ?? "").Split('-');
        if (parts.Length != 2 || !Whole(parts[0], out var milliseconds) || !Whole(parts[1], out var number)) return false;
        place = new(milliseconds, number);
        return true;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Milliseconds}-{Number}");

    private static bool Whole(string text, out long value) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
}

/// <summary>
/// What a client gives back to hear what it missed: the last places it saw, of the tenant's messages and of its own. It says nothing
/// about anybody; whose messages are read is decided by who asks. The epoch changes when Redis lost its memory.
/// </summary>
internal sealed record ResumeToken(string Epoch, LivePlace Everybody, LivePlace Own)
{
    private const int Longest = 120;

    public override string ToString() => $"{Epoch}~{Everybody}~{Own}";

    public static ResumeToken? Parse(string text)
    {
        var parts = text.Length > Longest ? [] : text.Split('~');
        return parts.Length == 3 && LivePlace.TryParse(parts[1], out var everybody) && LivePlace.TryParse(parts[2], out var own)
            ? new ResumeToken(parts[0], everybody, own)
            : null;
    }
}
