using CivicPulse.Platform.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace CivicPulse.Platform.Feeds;

public enum FeedFormat { Rss, Atom, Json, ICal }

/// <summary>What each format is called, and which of them a request asks for.</summary>
public static class FeedFormats
{
    private static readonly (FeedFormat Format, string Suffix, string ContentType, string[] Others)[] Known =
    [
        (FeedFormat.Rss, "rss", "application/rss+xml", ["application/xml", "text/xml"]),
        (FeedFormat.Atom, "atom", "application/atom+xml", ["application/xml", "text/xml"]),
        (FeedFormat.Json, "json", "application/feed+json", ["application/json"]),
        (FeedFormat.ICal, "ics", "text/calendar", []),
    ];

    /// <summary>All of them, for what has to know the types beforehand.</summary>
    internal static IEnumerable<string> ContentTypes => Known.Select(k => k.ContentType);

    /// <summary>As it stands behind the last dot of an address, and in <c>?format=</c>.</summary>
    public static string Suffix(this FeedFormat format) => Known[(int)format].Suffix;

    public static string ContentType(this FeedFormat format) => $"{Known[(int)format].ContentType}; charset=utf-8";

    /// <summary>The media type alone, for the description of a route.</summary>
    public static string MediaType(this FeedFormat format) => Known[(int)format].ContentType;

    /// <summary>
    /// The format that was asked for by name, else the one that <c>Accept</c> likes best, else the first of those offered: a feed reader
    /// that asks for something odd is better served with a feed than with a refusal.
    /// </summary>
    /// <param name="asked">A suffix, with or without its dot; none when only <c>Accept</c> speaks.</param>
    /// <exception cref="BadInput">A format was named that is not offered.</exception>
    public static FeedFormat Choose(HttpRequest request, string? asked, params ReadOnlySpan<FeedFormat> offered)
    {
        if (offered.IsEmpty) offered = [FeedFormat.Atom, FeedFormat.Rss, FeedFormat.Json];
        if (string.IsNullOrEmpty(asked)) return ByAccept(request, offered);
        foreach (var format in offered)
            if (format.Suffix().Equals(asked.TrimStart('.'), StringComparison.OrdinalIgnoreCase)) return format;
        throw new BadInput("feeds.unknown_format", $"`format` is {string.Join(", ", offered.ToArray().Select(Suffix))}.");
    }

    private static FeedFormat ByAccept(HttpRequest request, ReadOnlySpan<FeedFormat> offered)
    {
        // Whoever keeps the answer must know that another Accept has another one.
        request.HttpContext.Response.Headers.Append(HeaderNames.Vary, HeaderNames.Accept);
        var (best, most) = (offered[0], 0.0);
        if (!MediaTypeHeaderValue.TryParseList([.. request.Headers.Accept.OfType<string>()], out var wanted)) return best;
        foreach (var format in offered)
            if (Liking(format, wanted) is var liking && liking > most) (best, most) = (format, liking);
        return best;
    }

    /// <summary>The own type of a format counts in full; the general types that it also has count a little less.</summary>
    private static double Liking(FeedFormat format, IList<MediaTypeHeaderValue> wanted)
    {
        const double AlmostAsGood = 0.999;
        var known = Known[(int)format];
        double Of(string type) => wanted.Where(w => new MediaTypeHeaderValue(type).IsSubsetOf(w)).OrderByDescending(w => !w.MatchesAllTypes).ThenByDescending(w => !w.MatchesAllSubTypes)
            .Select(w => w.Quality ?? 1).FirstOrDefault();
        return Math.Max(Of(known.ContentType), known.Others.Select(Of).DefaultIfEmpty().Max() * AlmostAsGood);
    }
}
