using CivicPulse.Modules.Elections.Model;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Feeds;
using CivicPulse.Platform.Http;
using CivicPulse.Platform.Portal;
using CivicPulse.Platform.Tenancy;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Elections.Endpoints;

/// <summary>Published elections with their deadlines, as a calendar, as RSS, Atom or JSON Feed.</summary>
internal static class PortalFeedEndpoints
{
    private const int MostElections = 200;
    private static readonly TimeSpan Refresh = TimeSpan.FromHours(6);

    public static void MapPortalFeeds(this IEndpointRouteBuilder routes) => routes.MapPortal("elections")
        .MapGet("/elections/feed.{format}", All).ProducesFeed(FeedFormat.Atom, FeedFormat.Rss, FeedFormat.Json, FeedFormat.ICal).WithName("readElectionFeed")
        .WithSummary("Elections and their deadlines as a feed (atom, rss, json) or a calendar (ics)");

    private static async Task<IResult> All(string format, HttpContext http, TenantDb db, CurrentTenant tenant, CancellationToken ct)
    {
        var chosen = FeedFormats.Choose(http.Request, format, FeedFormat.Atom, FeedFormat.Rss, FeedFormat.Json, FeedFormat.ICal);
        var site = http.Request.Site();
        var (home, title) = (new Uri(site, "/portal/elections"), $"{tenant.Value.Name}: elections");
        var elections = await db.Elections.AsNoTracking().OrderByDescending(e => e.Date).ThenBy(e => e.Id).Take(MostElections).ToListAsync(ct);
        Uri PageOf(Election e) => new(site, $"/portal/elections/{e.Slug}");
        if (chosen == FeedFormat.ICal)
        {
            var ids = elections.Select(e => e.Id).ToArray();
            var due = (await db.ElectionDeadlines.AsNoTracking().Where(d => ids.Contains(d.ElectionId)).OrderBy(d => d.Date).ThenBy(d => d.Id).ToListAsync(ct)).ToLookup(d => d.ElectionId);
            return FeedResult.Of(new CalendarFeed(title) { Url = home, Refresh = Refresh },
                [.. elections.SelectMany(e => due[e.Id].Select(d => ElectionCalendar.Event(d, e, tenant.Value, PageOf(e))).Prepend(ElectionCalendar.Event(e, tenant.Value, PageOf(e))))]);
        }
        var feed = new Feed(title, home, new Uri(site, $"{http.Request.Path}{http.Request.QueryString}"))
        {
            Author = tenant.Value.Name,
            Entries = [.. elections.OrderByDescending(e => e.ChangedAt).Select(e => new FeedEntry(FeedIds.Of(e.Id), PageOf(e), e.Name, e.ChangedAt)
            {
                Published = e.PublishedAt,
                Summary = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{e.Date:yyyy-MM-dd}, {Wire.Word(e.Status)}"),
                Categories = [Wire.Word(e.ElectionType)],
            })],
        };
        return FeedResult.Of(feed, chosen);
    }
}
