using System.Net;
using System.Net.Http.Json;
using CivicPulse.Tests.Support;

namespace CivicPulse.Tests.Platform.Http;

public sealed class VersionTests(TestSystem system)
{
    [Fact]
    public async Task A_read_names_its_version_and_an_unchanged_one_is_not_sent_again()
    {
        var tenant = await system.NewTenantAsync();
        var path = $"/api/v1/meetings/{(await tenant.Owner.NewMeetingAsync()).Text("id")}";
        using var first = await tenant.Owner.GetAsync(path);
        var tag = first.Headers.ETag!;
        Assert.False(tag.IsWeak);

        using var again = await SendAsync(tenant, HttpMethod.Get, path, ("If-None-Match", $"\"other\", {tag}"));
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        Assert.Empty(await again.Content.ReadAsByteArrayAsync());
        Assert.Equal(tag, again.Headers.ETag);

        using var changed = await SendAsync(tenant, HttpMethod.Patch, path, ("If-Match", tag.ToString()), new { name = "Changed" });
        var now = changed.Headers.ETag!;
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        Assert.NotEqual(tag, now);
        using var fresh = await SendAsync(tenant, HttpMethod.Get, path, ("If-None-Match", tag.ToString()));
        Assert.Equal(("Changed", now), ((await fresh.BodyAsync(HttpStatusCode.OK)).Text("name"), fresh.Headers.ETag));
    }

    [Fact]
    public async Task The_second_writer_is_told_and_changes_nothing()
    {
        var tenant = await system.NewTenantAsync();
        var path = $"/api/v1/meetings/{(await tenant.Owner.NewMeetingAsync("Seen")).Text("id")}";
        using var seen = await tenant.Owner.GetAsync(path);
        using var first = await SendAsync(tenant, HttpMethod.Patch, path, ("If-Match", seen.Headers.ETag!.ToString()), new { name = "First" });
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        foreach (var (method, body) in new (HttpMethod, object?)[] { (HttpMethod.Patch, new { name = "Second" }), (HttpMethod.Patch, new { }), (HttpMethod.Delete, null) })
        {
            using var second = await SendAsync(tenant, method, path, ("If-Match", seen.Headers.ETag.ToString()), body);
            Assert.Equal("stale_version", (await second.BodyAsync(HttpStatusCode.PreconditionFailed)).Text("code"));
        }
        Assert.Equal("First", (await tenant.Owner.ReadAsync(path)).Text("name"));
        using var whatever = await SendAsync(tenant, HttpMethod.Delete, path, ("If-Match", "*"));
        Assert.Equal(HttpStatusCode.NoContent, whatever.StatusCode);
    }

    [Theory]
    [InlineData("W/\"1-2\"")]
    [InlineData("1-2")]
    [InlineData("\"")]
    [InlineData("\"1-2\", x")]
    public async Task A_tag_that_is_weak_or_no_tag_is_refused(string tag)
    {
        var tenant = await system.NewTenantAsync();
        var path = $"/api/v1/meetings/{(await tenant.Owner.NewMeetingAsync()).Text("id")}";
        using var response = await SendAsync(tenant, HttpMethod.Patch, path, ("If-Match", tag), new { name = "x" });
        Assert.Equal("bad_if_match", (await response.BodyAsync(HttpStatusCode.BadRequest)).Text("code"));
    }

    [Fact]
    public async Task Of_many_who_saw_the_same_version_one_writes()
    {
        var tenant = await system.NewTenantAsync();
        var path = $"/api/v1/meetings/{(await tenant.Owner.NewMeetingAsync()).Text("id")}";
        using var seen = await tenant.Owner.GetAsync(path);
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(async i =>
        {
            using var response = await SendAsync(tenant, HttpMethod.Patch, path, ("If-Match", seen.Headers.ETag!.ToString()), new { name = $"Writer {i}" });
            return response.StatusCode;
        }));
        Assert.Single(answers, HttpStatusCode.OK);
        Assert.Equal(7, answers.Count(a => a == HttpStatusCode.PreconditionFailed));
    }

    internal static async Task<HttpResponseMessage> SendAsync(TestTenant tenant, HttpMethod method, string path, (string Name, string Value) header, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.TryAddWithoutValidation(header.Name, header.Value);
        return await tenant.Owner.SendAsync(request);
    }
}
