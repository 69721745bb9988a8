using System.Runtime.InteropServices;

namespace CivicPulse.Platform.Feeds;

/// <summary>What a calendar says of itself (RFC 5545, RFC 7986).</summary>
public sealed record CalendarFeed(string Name)
{
    public string? Description { get; init; }

    /// <summary>The page that shows the same to people.</summary>
    public Uri? Url { get; init; }

    /// <summary>Where this very file is fetched.</summary>
    public Uri? Source { get; init; }

    /// <summary>How often a subscriber should look.</summary>
    public TimeSpan? Refresh { get; init; }

    /// <summary>The name of a CSS colour, or #RRGGBB.</summary>
    public string? Color { get; init; }

    /// <summary>The zone in which most of its events are; readers use it for times that name none.</summary>
    public string? Zone { get; init; }

    public DateTimeOffset? LastModified { get; init; }
}

/// <summary>One VEVENT.</summary>
/// <param name="Uid">The same for ever and nowhere else: <c>{id}@{host of the tenant}</c>.</param>
/// <param name="Stamp">When the record last changed. Not the time of asking: the file would differ each time.</param>
/// <param name="Start">Its first moment or day.</param>
public sealed record CalendarEvent(string Uid, DateTimeOffset Stamp, CalendarTime Start)
{
    /// <summary>The first moment, or day, that no longer belongs to it.</summary>
    public CalendarTime? End { get; init; }

    /// <summary>Grows when the time or the place changes.</summary>
    public int Sequence { get; init; }

    public string Summary { get; init; } = "";

    public string? Description { get; init; }

    public string? Location { get; init; }

    /// <summary>The language of its texts.</summary>
    public string? Language { get; init; }

    public CalendarPosition? Geo { get; init; }

    public CalendarStatus? Status { get; init; }

    public CalendarClass? Class { get; init; }

    /// <summary>It leaves those who have it in their calendar free.</summary>
    public bool Transparent { get; init; }

    public ValueList<string> Categories { get; init; } = [];

    public Uri? Url { get; init; }

    public CalendarPerson? Organizer { get; init; }

    public ValueList<CalendarAttachment> Attachments { get; init; } = [];

    public ValueList<CalendarAlarm> Alarms { get; init; } = [];

    public ValueList<CalendarRelation> Related { get; init; } = [];

    public DateTimeOffset? Created { get; init; }

    public DateTimeOffset? LastModified { get; init; }

    /// <summary>An RRULE as it stands in the file: <c>FREQ=MONTHLY;BYDAY=2TU</c>.</summary>
    public string? Rule { get; init; }

    /// <summary>Starts that the rule names and that do not take place (EXDATE).</summary>
    public ValueList<CalendarTime> Except { get; init; } = [];

    /// <summary>Starts besides those of the rule (RDATE).</summary>
    public ValueList<CalendarTime> Also { get; init; } = [];

    /// <summary>Set when it stands in for one occurrence of the recurring event with the same <see cref="Uid"/> (RECURRENCE-ID).</summary>
    public CalendarTime? InsteadOf { get; init; }

    /// <summary>What no property of the standard says: our own readers take it back, others pass it over.</summary>
    public ValueList<CalendarExtra> Extras { get; init; } = [];
}

public enum CalendarStatus { Tentative, Confirmed, Cancelled }

public enum CalendarClass { Public, Private, Confidential }

/// <summary>WGS 84 degrees, six decimals of which are kept.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct CalendarPosition(double Latitude, double Longitude);

/// <param name="Address"><c>mailto:</c>, or the page of a body that has no address.</param>
/// <param name="Name">What people call them.</param>
public sealed record CalendarPerson(Uri Address, string? Name = null);

public sealed record CalendarAttachment(Uri Url, string? MediaType = null, string? FileName = null);

/// <summary>A reminder that shows a text: at <see cref="At"/>, or <see cref="Offset"/> from the start or the end.</summary>
public sealed record CalendarAlarm(TimeSpan Offset, string Text)
{
    public bool FromEnd { get; init; }

    public DateTimeOffset? At { get; init; }
}

/// <param name="Uid">Of the other event or task.</param>
/// <param name="Kind">What the other is to this one: PARENT, CHILD or SIBLING.</param>
public sealed record CalendarRelation(string Uid, string Kind = "PARENT");

/// <param name="Name">Begins with <see cref="Prefix"/>; capital letters and hyphens.</param>
public sealed record CalendarExtra(string Name, string Value)
{
    public const string Prefix = "X-CIVICPULSE-";
}
