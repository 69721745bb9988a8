using CivicPulse.Platform.Feeds;

namespace CivicPulse.Modules.Governance.Portal;

/// <summary>Where the feeds of a part of the portal are.</summary>
internal static class PortalFeeds
{
    private static readonly FeedFormat[] All = [FeedFormat.Atom, FeedFormat.Rss, FeedFormat.Json, FeedFormat.ICal];

    public static IReadOnlyList<(FeedFormat Format, string Url)> Of(string section, string slug) =>
        [.. All.Select(f => (f, $"/api/v1/portal/{section}/{slug}/feed.{f.Suffix()}"))];

    /// <summary>Of what has no place in a calendar.</summary>
    public static IReadOnlyList<(FeedFormat Format, string Url)> News(string section, string slug) => [.. Of(section, slug).Where(f => f.Format != FeedFormat.ICal)];
}
