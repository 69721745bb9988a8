using System.Net;
using System.Runtime.CompilerServices;
using CivicPulse.Platform.Feeds;
using CivicPulse.Platform.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CivicPulse.Tests.Platform.Feeds;

/// <summary>Feeds as they go over the wire, through the API's own pipeline without a database.</summary>
public sealed class FeedResultTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Day = new(2026, 3, 1, 12, 30, 45, TimeSpan.Zero);
    private WebApplication _app = null!;
    private HttpClient _client = null!;
    private Feed _feed = FeedRules.Whole;
    private FeedVersion _version = new("1", Day);
    private int _loaded;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddApiPipeline();
        _app = builder.Build();
        _app.UseSecurityHeaders();
        _app.UseApiOutside();
        _app.UseApiBeforeRouting();
        _app.UseRouting();
        _app.MapGet("/api/v1/feed", (HttpRequest request, string? format) => FeedResult.Of(_feed, FeedFormats.Choose(request, format))).ProducesFeed(FeedFormat.Atom, FeedFormat.Rss, FeedFormat.Json);
        _app.MapGet("/api/v1/versioned", () => FeedResult.Of(FeedFormat.Rss, _version, _ => { _loaded++; return Task.FromResult(_feed); }));
        _app.MapGet("/api/v1/calendar", () => FeedResult.Of(new CalendarFeed("Few"), [IcalParserTests.Whole]));
        _app.MapGet("/api/v1/many", (int count, int? breakAt) => FeedResult.Of(new CalendarFeed("Many"), _version, EventsAsync(count, breakAt ?? int.MaxValue)));
        _app.MapGet("/api/v1/mine", () => FeedResult.Of(_feed, FeedFormat.Rss).ForOne());
        await _app.StartAsync();
        _client = new HttpClient { BaseAddress = new(_app.Urls.Single()) };
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }

    [Theory]
    [InlineData("rss", "application/rss+xml; charset=utf-8")]
    [InlineData("atom", "application/atom+xml; charset=utf-8")]
    [InlineData("json", "application/feed+json; charset=utf-8")]
    public async Task A_feed_says_what_it_is_and_how_long_it_may_be_kept(string format, string contentType)
    {
        using var response = await _client.GetAsync($"/api/v1/feed?format={format}");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(contentType, response.Content.Headers.ContentType!.ToString());
        Assert.Equal("public, max-age=300, stale-while-revalidate=600", string.Join(", ", response.Headers.GetValues("Cache-Control")));
        Assert.False(response.Headers.ETag!.IsWeak);
        Assert.Equal(new DateTimeOffset(2026, 3, 2, 17, 30, 45, TimeSpan.Zero), response.Content.Headers.LastModified);
        Assert.Contains("X-Tenant", response.Headers.Vary);
        Assert.DoesNotContain("Accept", response.Headers.Vary);
    }

    [Fact]
    public async Task A_calendar_is_sent_as_a_calendar()
    {
        using var response = await _client.GetAsync("/api/v1/calendar");
        Assert.Equal("text/calendar; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        var reader = new IcalReader(await response.Content.ReadAsStreamAsync());
        Assert.Equal([IcalParserTests.Whole], await reader.ReadAsync(CancellationToken.None).ToListAsync());
        Assert.Equal(IcalParserTests.Whole.LastModified, response.Content.Headers.LastModified);
    }

    [Theory]
    [InlineData("/api/v1/feed?format=rss")]
    [InlineData("/api/v1/versioned")]
    [InlineData("/api/v1/calendar")]
    [InlineData("/api/v1/many?count=9")]
    public async Task What_the_caller_has_is_not_sent_again(string path)
    {
        using var first = await _client.GetAsync(path);
        var tag = first.Headers.ETag!.ToString();
        var modified = first.Content.Headers.LastModified!.Value;
        var loaded = _loaded;
        foreach (var (name, value) in new[] { ("If-None-Match", tag), ("If-None-Match", $"\"other\", W/{tag}"), ("If-None-Match", "*") })
        {
            using var again = await SendAsync(HttpMethod.Get, path, (name, value));
            Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
            Assert.Empty(await again.Content.ReadAsByteArrayAsync());
            Assert.Equal((tag, first.Headers.CacheControl!.ToString()), (again.Headers.ETag!.ToString(), again.Headers.CacheControl!.ToString()));
        }
        Assert.Equal(loaded, _loaded);
        foreach (var headers in new (string, string)[][] { [("If-None-Match", "\"other\"")], [("If-None-Match", "\"other\""), ("If-Modified-Since", modified.ToString("r"))], [("If-Modified-Since", modified.AddDays(1).ToString("r"))], [("If-Modified-Since", "yesterday")] })
        {
            using var fresh = await SendAsync(HttpMethod.Get, path, headers);
            Assert.Equal(HttpStatusCode.OK, fresh.StatusCode);
        }
    }

    [Fact]
    public async Task A_change_changes_the_tag_and_formats_have_tags_of_their_own()
    {
        var (rss, atom, version) = (await TagAsync("/api/v1/feed?format=rss"), await TagAsync("/api/v1/feed?format=atom"), await TagAsync("/api/v1/versioned"));
        Assert.NotEqual(rss, atom);
        _feed = _feed with { Title = "Changed" };
        Assert.NotEqual(rss, await TagAsync("/api/v1/feed?format=rss"));
        Assert.Equal(version, await TagAsync("/api/v1/versioned"));
        _version = new("2", Day);
        Assert.NotEqual(version, await TagAsync("/api/v1/versioned"));
    }

    [Theory]
    [InlineData("/api/v1/feed?format=atom")]
    [InlineData("/api/v1/calendar")]
    [InlineData("/api/v1/many?count=100000")]
    public async Task Head_tells_the_same_without_the_body(string path)
    {
        using var head = await SendAsync(HttpMethod.Head, path);
        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
        Assert.Equal(0, _loaded);
        using var get = await SendAsync(HttpMethod.Get, path.Replace("100000", "1", StringComparison.Ordinal));
        Assert.Equal((get.Headers.ETag, get.Content.Headers.ContentType), (head.Headers.ETag, head.Content.Headers.ContentType));
        if (get.Content.Headers.ContentLength is { } length && !path.Contains("many", StringComparison.Ordinal)) Assert.Equal(length, head.Content.Headers.ContentLength);
    }

    [Fact]
    public async Task A_long_calendar_is_sent_while_it_is_made()
    {
        using var response = await _client.GetAsync("/api/v1/many?count=20000", HttpCompletionOption.ResponseHeadersRead);
        Assert.Null(response.Content.Headers.ContentLength);
        var reader = new IcalReader(await response.Content.ReadAsStreamAsync());
        Assert.Equal(20_000, await reader.ReadAsync(CancellationToken.None).CountAsync());
        Assert.True(reader.IsComplete);
    }

    [Fact]
    public async Task A_calendar_that_breaks_off_does_not_look_whole()
    {
        using var response = await _client.GetAsync("/api/v1/many?count=20000&breakAt=10000", HttpCompletionOption.ResponseHeadersRead);
        await Assert.ThrowsAnyAsync<Exception>(() => response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task The_format_follows_accept_and_caches_are_told_so()
    {
        using var response = await SendAsync(HttpMethod.Get, "/api/v1/feed", ("Accept", "application/rss+xml"));
        Assert.Equal("application/rss+xml", response.Content.Headers.ContentType!.MediaType);
        Assert.Contains("Accept", response.Headers.Vary);
    }

    [Fact]
    public async Task Feeds_are_compressed_where_the_client_takes_it()
    {
        using var response = await SendAsync(HttpMethod.Get, "/api/v1/many?count=100", ("Accept-Encoding", "gzip"));
        Assert.Equal(["gzip"], response.Content.Headers.ContentEncoding);
        Assert.Contains("Accept-Encoding", response.Headers.Vary);
    }

    [Fact]
    public async Task What_one_person_may_see_is_kept_by_nobody_between()
    {
        using var response = await _client.GetAsync("/api/v1/mine");
        Assert.True(response.Headers.CacheControl is { Private: true, NoCache: true, Public: false });
        Assert.NotNull(response.Headers.ETag);
    }

    private static async IAsyncEnumerable<CalendarEvent> EventsAsync(int count, int breakAt, [EnumeratorCancellation] CancellationToken ct = default)
    {
        for (var i = 0; i < count; i++)
        {
            if (i == breakAt) throw new InvalidOperationException("The database is gone.");
            if (i % 100 == 0) await Task.Delay(0, ct);
            yield return IcalParserTests.Whole with { Uid = $"{i}@demo.example" };
        }
    }

    private async Task<string> TagAsync(string path)
    {
        using var response = await _client.GetAsync(path);
        return response.Headers.ETag!.Tag;
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return await _client.SendAsync(request);
    }
}
