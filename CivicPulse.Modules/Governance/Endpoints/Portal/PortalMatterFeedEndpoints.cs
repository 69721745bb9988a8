using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using CivicPulse.Modules.Governance.Model;
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

/// <summary>What last happened to matters, as RSS, Atom or JSON Feed: to all of them, to those on a subject, or to one.</summary>
internal static class PortalMatterFeedEndpoints
{
    private const int MostActions = 200;

    public static void MapPortalMatterFeeds(this IEndpointRouteBuilder routes)
    {
        var matters = routes.MapPortal("matters");
        matters.MapGet("/matters/feed.{format}", All).ProducesFeed(FeedFormat.Atom, FeedFormat.Rss, FeedFormat.Json).WithName("readMatterFeed")
            .WithSummary("The latest actions on matters as a feed (atom, rss, json), all or those on a subject");
        matters.MapGet("/matters/{slug}/feed.{format}", OfOne).ProducesFeed(FeedFormat.Atom, FeedFormat.Rss, FeedFormat.Json).WithName("readFeedOfMatter")
            .WithSummary("The actions on a matter as a feed (atom, rss, json)");
    }

    private static Task<IResult> All(
        string format, HttpContext http, TenantDb db, CurrentTenant tenant, CancellationToken ct, [MaxLength(200), Description("One of a matter's subjects, as it is written")] string? subject = null)
    {
        var title = subject is null ? tenant.Value.Name : $"{tenant.Value.Name}: {subject}";
        return SendAsync(db.Matters.About(subject), db, title, "/portal/matters", format, http, ct);
    }

    private static async Task<IResult> OfOne(string slug, string format, HttpContext http, TenantDb db, CurrentTenant tenant, CancellationToken ct)
    {
        var matters = db.Matters.Where(m => m.Slug == slug);
        var name = await matters.Select(m => m.Identifier + " " + m.Name).FirstOrDefaultAsync(ct);
        if (name is null) return TypedResults.NotFound();
        return await SendAsync(matters, db, $"{tenant.Value.Name}: {name}", $"/portal/matters/{slug}", format, http, ct);
    }

    private static async Task<IResult> SendAsync(IQueryable<Matter> matters, TenantDb db, string title, string home, string format, HttpContext http, CancellationToken ct)
    {
        var chosen = FeedFormats.Choose(http.Request, format, FeedFormat.Atom, FeedFormat.Rss, FeedFormat.Json);
        var site = http.Request.Site();
        var actions = await db.MatterActions.Join(matters, a => a.MatterId, m => m.Id, (a, m) => new { Action = a, m.Slug, m.Identifier, m.Name, m.Abstract })
            .OrderByDescending(x => x.Action.Date).ThenByDescending(x => x.Action.Order).ThenByDescending(x => x.Action.Id).Take(MostActions).AsNoTracking().ToListAsync(ct);
        return FeedResult.Of(new Feed(title, new Uri(site, home), new Uri(site, $"{http.Request.Path}{http.Request.QueryString}"))
        {
            Entries = [.. actions.Select(x => new FeedEntry(FeedIds.Of(x.Action.Id), new Uri(site, $"/portal/matters/{x.Slug}"), $"{x.Identifier} {x.Name}: {x.Action.Description}", x.Action.ChangedAt)
            {
                Published = new DateTimeOffset(x.Action.Date.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero),
                Summary = x.Abstract,
                Categories = x.Action.Classification,
            })],
        }, chosen);
    }
}
