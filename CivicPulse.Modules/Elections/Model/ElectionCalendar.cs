using System.Globalization;
using CivicPulse.Platform.Feeds;
using CivicPulse.Platform.Http;
using CivicPulse.Platform.Tenancy;

namespace CivicPulse.Modules.Elections.Model;

/// <summary>Elections and deadlines as days of a calendar.</summary>
internal static class ElectionCalendar
{
    /// <param name="page">The election's page, for people.</param>
    public static CalendarEvent Event(Election e, Tenant tenant, Uri page) => OnDay($"{e.Id:D}@{tenant.Slug}", e.Date, e.CreatedAt, e.ChangedAt) with
    {
        Summary = e.Name,
        Status = e.Status == ElectionStatus.Cancelled ? CalendarStatus.Cancelled : CalendarStatus.Confirmed,
        Categories = [Wire.Word(e.ElectionType)],
        Url = page,
    };

    public static CalendarEvent Event(ElectionDeadline d, Election e, Tenant tenant, Uri page) => OnDay($"{d.Id:D}@{tenant.Slug}", d.Date, d.CreatedAt, d.ChangedAt) with
    {
        Summary = $"{e.Name}: {string.Join(", ", ((string?[])[Wire.Word(d.Kind).Replace('_', ' '), d.Label]).OfType<string>())}",
        Description = string.Join('\n', ((string?[])[d.Time?.ToString("HH:mm", CultureInfo.InvariantCulture), d.Note]).OfType<string>()) is { Length: > 0 } text ? text : null,
        Categories = [Wire.Word(d.Kind)],
        Transparent = true,
        Url = page,
    };

    private static CalendarEvent OnDay(string uid, DateOnly day, DateTimeOffset created, DateTimeOffset changed) => new(uid, changed, CalendarTime.On(day))
    {
        End = CalendarTime.After(day),
        // Every write of the record takes it further; a calendar only asks that it grows.
        Sequence = (int)Math.Clamp((changed - created).TotalSeconds, 0, int.MaxValue),
        Created = created,
        LastModified = changed,
    };
}
