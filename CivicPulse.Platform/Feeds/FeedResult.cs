using System.Globalization;
using System.IO.Hashing;
using System.Text;
using CivicPulse.Platform.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace CivicPulse.Platform.Feeds;

/// <summary>What a feed is worth comparing by.</summary>
/// <param name="Tag">Any text that differs whenever the answer does: the newest change together with the count.</param>
/// <param name="Modified">When anything in it last changed; it should never go back, also when something is removed.</param>
public sealed record FeedVersion(string Tag, DateTimeOffset? Modified = null);

/// <summary>
/// Sends a feed to whoever asks again and again: with an <c>ETag</c>, as 304 when it has not changed, and kept by caches for some
/// minutes. With a version given, nothing is read or written before it is known that something has to be sent.
/// </summary>
public sealed class FeedResult : IResult
{
    private const string EverybodyKeeps = "public, max-age=300, stale-while-revalidate=600";
    private const string NobodyKeeps = "private, no-cache";

    // A tag made from a version stands for the very bytes, so it also changes with the code that writes them.
    private static readonly string Writer = typeof(FeedResult).Module.ModuleVersionId.ToString("N");

    private readonly FeedFormat _format;
    private readonly FeedVersion? _version;
    private readonly Func<Stream, CancellationToken, Task> _write;

    private FeedResult(FeedFormat format, FeedVersion? version, Func<Stream, CancellationToken, Task> write) => (_format, _version, _write) = (format, version, write);

    private bool _forOne;

    /// <summary>When it last changed, for a feed without a version.</summary>
    private DateTimeOffset? Modified { get; init; }

    public static FeedResult Of(Feed feed, FeedFormat format) =>
        new(format, null, (target, ct) => target.WriteAsync(FeedWriter.Write(feed, format), ct).AsTask()) { Modified = feed.Changed };

    /// <param name="load">Asked only when the feed is sent.</param>
    public static FeedResult Of(FeedFormat format, FeedVersion version, Func<CancellationToken, Task<Feed>> load) =>
        new(format, version, async (target, ct) => await target.WriteAsync(FeedWriter.Write(await load(ct), format), ct));

    /// <summary>A calendar of few events: it is held whole.</summary>
    public static FeedResult Of(CalendarFeed calendar, IReadOnlyList<CalendarEvent> events) =>
        new(FeedFormat.ICal, null, (target, ct) => target.WriteAsync(IcalWriter.Write(calendar, events), ct).AsTask())
        {
            Modified = calendar.LastModified ?? (events.Count > 0 ? events.Max(e => e.LastModified ?? e.Stamp) : null),
        };

    /// <summary>A calendar of any length, written while its events come.</summary>
    public static FeedResult Of(CalendarFeed calendar, FeedVersion version, IAsyncEnumerable<CalendarEvent> events) =>
        new(FeedFormat.ICal, version, (target, ct) => IcalWriter.WriteAsync(target, calendar, events, ct));

    /// <summary>It shows more to this caller than to others: no cache between may keep it.</summary>
    public FeedResult ForOne()
    {
        _forOne = true;
        return this;
    }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        byte[]? body = null;
        if (_version is null)
        {
            using var whole = new MemoryStream();
            await _write(whole, httpContext.RequestAborted);
            body = whole.ToArray();
        }
        var tag = Tag(body is null ? Encoding.UTF8.GetBytes($"{Writer} {_version!.Tag}") : body);
        if (Announce(httpContext, tag, (_version?.Modified ?? Modified)?.ToUniversalTime())) return;
        response.ContentType = _format.ContentType();
        response.ContentLength = body?.Length;
        // HEAD comes here as GET, with nowhere to write to.
        if (HttpMethods.IsHead(httpContext.Request.Method) || ReferenceEquals(response.Body, Stream.Null)) return;
        if (body is not null) await response.Body.WriteAsync(body, httpContext.RequestAborted);
        else await SendAsync(httpContext);
    }

    private string Tag(byte[] of) => $"\"{_format.Suffix()}-{XxHash128.HashToUInt128(of):x}\"";

    /// <returns>True when the caller has it already.</returns>
    private bool Announce(HttpContext http, string tag, DateTimeOffset? modified)
    {
        var headers = http.Response.Headers;
        headers.ETag = tag;
        headers.CacheControl = _forOne ? NobodyKeeps : EverybodyKeeps;
        // One host may serve several tenants, told apart by the header, and pages of other origins.
        if (!headers.Vary.Contains(SiteAddress.Varies)) headers.Append(HeaderNames.Vary, SiteAddress.Varies);
        if (modified is { } at) headers.LastModified = at.ToString("r", CultureInfo.InvariantCulture);
        // Only the tag tells whether it is the same: the time goes back when the latest entry is withdrawn.
        if (!EntityTags.Holds(http.Request.Headers.IfNoneMatch, tag)) return false;
        http.Response.StatusCode = StatusCodes.Status304NotModified;
        return true;
    }

    /// <summary>A feed that breaks off is told as broken off: a subscriber would take what is missing for deleted.</summary>
    private async Task SendAsync(HttpContext http)
    {
        try
        {
            await _write(http.Response.Body, http.RequestAborted);
        }
        catch when (http.Response.HasStarted)
        {
            http.Abort();
            throw;
        }
    }
}

public static class FeedRoutes
{
    /// <summary>Tells the description of the API which feeds a route answers with.</summary>
    public static RouteHandlerBuilder ProducesFeed(this RouteHandlerBuilder route, FeedFormat first, params FeedFormat[] others) => route
        .Produces(StatusCodes.Status200OK, null, first.MediaType(), [.. others.Select(o => o.MediaType())])
        .Produces(StatusCodes.Status304NotModified);
}
