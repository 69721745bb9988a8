using CivicPulse.Modules.Governance.Model;
using CivicPulse.Modules.Governance.Transfers;
using CivicPulse.Platform.Feeds;
using CivicPulse.Platform.Tenancy;

namespace CivicPulse.Modules.Governance.Portal;

/// <summary>Meetings as calendars and news have them.</summary>
internal static class MeetingCalendar
{
    /// <param name="page">The meeting's page, for people.</param>
    public static CalendarEvent Event(Meeting m, Tenant tenant, Uri page)
    {
        var one = Dated(Event(MeetingTransfer.RowOf(m), $"{m.Id:D}@{tenant.Slug}", m.ChangedAt), m);
        return one with { Url = page, End = one.End ?? (one.Start.Day is { } day ? CalendarTime.After(day) : null) };
    }

    /// <summary>What a calendar can say of a meeting.</summary>
    public static CalendarEvent Event(MeetingRow m, string uid, DateTimeOffset stamp) =>
        new(uid, stamp, m.AllDay == true ? CalendarTime.On(DayOf(m.StartDate!.Value)) : CalendarTime.At(m.StartDate!.Value))
        {
            End = EndOf(m),
            Summary = m.Name,
            Description = m.Description,
            Location = string.Join(", ", ((string?[])[m.LocationName, m.LocationAddress]).OfType<string>()) is { Length: > 0 } place ? place : m.LocationUrl,
            Geo = m is { Latitude: { } latitude, Longitude: { } longitude } ? new CalendarPosition(latitude, longitude) : null,
            Status = m.Status switch
            {
                MeetingStatus.Tentative => CalendarStatus.Tentative,
                MeetingStatus.Cancelled => CalendarStatus.Cancelled,
                _ => CalendarStatus.Confirmed,
            },
            Categories = m.Classification is { } word ? [word] : [],
        };

    public static CalendarEvent Dated(CalendarEvent one, Meeting m) => one with
    {
        // Every write of the record takes it further; a calendar only asks that it grows.
        Sequence = (int)Math.Clamp((m.ChangedAt - m.CreatedAt).TotalSeconds, 0, int.MaxValue),
        Created = m.CreatedAt,
        LastModified = m.ChangedAt,
    };

    public static FeedEntry Entry(Meeting m, TimeZoneInfo zone, Uri page) => new(FeedIds.Of(m.Id), page, m.TitleIn(zone), m.ChangedAt)
    {
        Published = m.PublishedAt,
        Summary = m.Description ?? string.Join(", ", ((string?[])[m.Body?.Name, m.LocationName]).OfType<string>()),
        Categories = m.Classification is { } word ? [word] : [],
    };

    private static CalendarTime? EndOf(MeetingRow m)
    {
        if (m.EndDate is not { } end) return null;
        return m.AllDay == true ? CalendarTime.After(DayOf(end)) : CalendarTime.At(end);
    }

    private static DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(at.UtcDateTime);
}
