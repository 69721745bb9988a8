using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using CivicPulse.Modules.Governance.Model;
using CivicPulse.Modules.Governance.Portal;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Feeds;
using CivicPulse.Platform.Http;
using CivicPulse.Platform.Portal;
using CivicPulse.Platform.Tenancy;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Governance.Endpoints.Portal;

/// <summary>Meetings as feeds: all of them, those of a body, on a topic, or of a search. As a calendar, as RSS, Atom or JSON Feed.</summary>
internal static class PortalFeedEndpoints
{
    private const int MostMeetings = 500;
    private static readonly TimeSpan Refresh = TimeSpan.FromHours(6);

    public static void MapPortalFeeds(this IEndpointRouteBuilder routes)
    {
        var meetings = routes.MapPortal("meetings");
        meetings.MapGet("/meetings/feed.{format}", All).ProducesFeed(FeedFormat.Atom, FeedFormat.Rss, FeedFormat.Json, FeedFormat.ICal).WithSummary("Meetings as a feed (atom, rss, json) or a calendar (ics), all or those on a topic or of a search");
        meetings.MapGet("/bodies/{slug}/feed.{format}", OfBody).ProducesFeed(FeedFormat.Atom, FeedFormat.Rss, FeedFormat.Json, FeedFormat.ICal).WithSummary("A body's meetings as a feed (atom, rss, json) or a calendar (ics)");
    }

    private static Task<IResult> All(
        string format, HttpContext http, TenantDb db, CurrentTenant tenant, CancellationToken ct,
        [MaxLength(200), Description("A subject of an agenda item or of its matter")] string? topic = null, [MaxLength(200), Description("Words in the name of a meeting or on its agenda")] string? q = null)
    {
        var meetings = db.Meetings.AsQueryable();
        if (topic is not null) meetings = On(meetings, topic, db);
        if (q is not null) meetings = Matching(meetings, q, db);
        var title = (topic ?? q) is { } about ? $"{tenant.Value.Name}: {about}" : tenant.Value.Name;
        return SendAsync(meetings, title, "/portal/meetings", format, http, tenant.Value, ct);
    }

    private static async Task<IResult> OfBody(string slug, string format, HttpContext http, TenantDb db, CurrentTenant tenant, CancellationToken ct)
    {
        var body = await db.Bodies.Where(b => b.Slug == slug).Select(b => new { b.Id, b.Name }).FirstOrDefaultAsync(ct);
        if (body is null) return TypedResults.NotFound();
        return await SendAsync(db.Meetings.Where(m => m.BodyId == body.Id), body.Name, $"/portal/bodies/{slug}", format, http, tenant.Value, ct);
    }

    private static IQueryable<Meeting> On(IQueryable<Meeting> meetings, string topic, TenantDb db)
    {
        var items = db.AgendaItems;
        return meetings.Where(m => items.Any(i => i.MeetingId == m.Id && (i.Subjects.Contains(topic) || i.Matter!.Subjects.Contains(topic))));
    }

    private static IQueryable<Meeting> Matching(IQueryable<Meeting> meetings, string words, TenantDb db)
    {
        var items = db.AgendaItems;
        var pattern = $"%{words.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal)}%";
        return meetings.Where(m => EF.Functions.ILike(m.Name, pattern, "\\") || items.Any(i => i.MeetingId == m.Id && EF.Functions.ILike(i.Title, pattern, "\\")));
    }

    private static async Task<IResult> SendAsync(IQueryable<Meeting> meetings, string title, string home, string format, HttpContext http, Tenant tenant, CancellationToken ct)
    {
        var chosen = FeedFormats.Choose(http.Request, format, FeedFormat.Atom, FeedFormat.Rss, FeedFormat.Json, FeedFormat.ICal);
        var site = http.Request.Site();
        var rows = await meetings.AsNoTracking().Include(m => m.Body).OrderByDescending(m => m.StartDate).ThenByDescending(m => m.Id).Take(MostMeetings).ToListAsync(ct);
        Uri PageOf(Meeting m) => new(site, $"/portal/meetings/{m.Slug}");
        if (chosen == FeedFormat.ICal)
            return FeedResult.Of(new CalendarFeed(title) { Url = new Uri(site, home), Refresh = Refresh }, [.. rows.Select(m => MeetingCalendar.Event(m, tenant, PageOf(m)))]);
        var feed = new Feed(title, new Uri(site, home), new Uri(site, $"{http.Request.Path}{http.Request.QueryString}")) { Author = tenant.Name, Entries = [.. rows.OrderByDescending(m => m.ChangedAt).Select(m => MeetingCalendar.Entry(m, tenant.Zone, PageOf(m)))] };
        return FeedResult.Of(feed, chosen);
    }
}
