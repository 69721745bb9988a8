using System.Net;
using System.Net.Http.Json;
using CivicPulse.Api;
using CivicPulse.Tests.Support;

namespace CivicPulse.Tests.Platform.Http;

public sealed class ConventionTests(TestSystem system)
{
    [Theory]
    [InlineData("/api/v1/meetings")]
    [InlineData("/api/docs/index.html")]
    [InlineData("/nowhere.txt")]
    [InlineData("/api/v1/nowhere")]
    public async Task Every_answer_carries_the_security_headers(string path)
    {
        var tenant = await system.NewTenantAsync();
        using var response = await tenant.Owner.GetAsync(path);
        foreach (var name in (string[])["X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy", "Cross-Origin-Opener-Policy", "Permissions-Policy", "Content-Security-Policy"])
            Assert.True(response.Headers.Contains(name), $"{path} lacks {name}.");
    }

    [Fact]
    public async Task Answers_of_the_api_are_nobody_elses_to_keep()
    {
        var tenant = await system.NewTenantAsync();
        using var read = await tenant.Owner.GetAsync("/api/v1/meetings");
        Assert.True(read.Headers.CacheControl is { Private: true, NoCache: true });
        using var session = await tenant.Owner.GetAsync("/auth/session");
        Assert.True(session.Headers.CacheControl?.NoStore);
    }

    [Fact]
    public async Task Head_is_get_without_the_body_and_options_names_the_methods()
    {
        var tenant = await system.NewTenantAsync();
        var path = $"/api/v1/meetings/{(await tenant.Owner.NewMeetingAsync()).Text("id")}";
        using var head = await tenant.Owner.SendAsync(new HttpRequestMessage(HttpMethod.Head, path));
        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.NotNull(head.Headers.ETag);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
        using var options = await tenant.Anonymous().SendAsync(new HttpRequestMessage(HttpMethod.Options, path));
        Assert.Equal(HttpStatusCode.NoContent, options.StatusCode);
        Assert.Equal(["DELETE", "GET", "PATCH"], options.Content.Headers.Allow.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("application/json", 200)]
    [InlineData("application/*", 200)]
    [InlineData("text/html, */*;q=0.1", 200)]
    [InlineData("application/problem+json", 200)]
    [InlineData("text/html", 406)]
    [InlineData("application/xml", 406)]
    [InlineData("nonsense", 406)]
    public async Task Who_wants_anything_but_json_is_told(string accept, int status)
    {
        var tenant = await system.SharedTenantAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/meetings");
        request.Headers.TryAddWithoutValidation("Accept", accept);
        using var response = await tenant.Owner.SendAsync(request);
        Assert.Equal(status, (int)response.StatusCode);
    }

    [Fact]
    public async Task Long_answers_are_compressed_but_short_ones_and_sign_in_are_not()
    {
        var tenant = await system.NewTenantAsync();
        for (var i = 0; i < 10; i++) await tenant.Owner.NewMeetingAsync($"A meeting with a rather long name, the {i}th of them");
        using var handler = new HttpClientHandler { CheckCertificateRevocationList = true, AutomaticDecompression = DecompressionMethods.None };
        using var client = new HttpClient(handler) { BaseAddress = system.BaseAddress };
        client.DefaultRequestHeaders.Add("X-Tenant", tenant.Slug);
        client.DefaultRequestHeaders.Authorization = tenant.Owner.DefaultRequestHeaders.Authorization;
        foreach (var encoding in (string[])["br", "gzip"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/meetings") { Headers = { { "Accept-Encoding", encoding } } };
            using var response = await client.SendAsync(request);
            Assert.Equal([encoding], response.Content.Headers.ContentEncoding);
        }
        var one = (await tenant.Owner.ReadAsync("/api/v1/meetings?limit=1")).List("items")[0].Text("id");
        foreach (var path in (string[])[$"/api/v1/meetings/{one}", "/auth/session"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Accept-Encoding", "br" } } };
            using var response = await client.SendAsync(request);
            Assert.Empty(response.Content.Headers.ContentEncoding);
        }
    }

    [Fact]
    public async Task Pages_of_the_tenants_own_domains_may_call_and_no_others()
    {
        var (tenant, other) = (await system.NewTenantAsync(), await system.NewTenantAsync());
        await using var api = new RealHost<ApiHost>(new Dictionary<string, string?>(system.Site.Settings, StringComparer.Ordinal) { [$"Cors:Origins:{tenant.Slug}"] = "https://town.example https://www.town.example" });
        foreach (var (origin, slug, allowed) in ((string, string, bool)[])[("https://town.example", tenant.Slug, true), ("https://town.example", other.Slug, false), ("https://evil.example", tenant.Slug, false), ("null", tenant.Slug, false)])
        {
            using var client = new HttpClient { BaseAddress = api.Address };
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/meetings") { Headers = { { "X-Tenant", slug }, { "Origin", origin } } };
            using var response = await client.SendAsync(request);
            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
            Assert.Equal(allowed ? origin : null, response.Headers.TryGetValues("Access-Control-Allow-Origin", out var named) ? named.Single() : null);
            Assert.False(response.Headers.Contains("Access-Control-Allow-Credentials"));
            Assert.Contains("Origin", response.Headers.Vary);
        }
        foreach (var (origin, allowed) in ((string, bool)[])[("https://town.example", true), ("https://evil.example", false)])
        {
            using var client = new HttpClient { BaseAddress = api.Address };
            using var preflight = new HttpRequestMessage(HttpMethod.Options, "/api/v1/meetings") { Headers = { { "Origin", origin }, { "Access-Control-Request-Method", "POST" }, { "Access-Control-Request-Headers", "authorization,content-type,x-tenant,idempotency-key" } } };
            using var response = await client.SendAsync(preflight);
            Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
            Assert.Equal(allowed, response.Headers.Contains("Access-Control-Allow-Origin"));
        }
    }
}
