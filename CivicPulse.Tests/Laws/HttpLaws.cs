using System.Net;
using System.Text.Json;
using CivicPulse.Api;
using CivicPulse.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace CivicPulse.Tests.Laws;

/// <summary>The promises of the API, kept by every route without a line of its author.</summary>
public sealed class HttpLaws(TestSystem system)
{
    /// <summary>All but accounts, which are the installation's and no row of the tenant.</summary>
    [Fact]
    public async Task Every_read_of_one_record_carries_its_version_and_is_not_sent_twice()
    {
        var tenant = await system.NewTenantAsync();
        var ids = await TenantLaws.FillAsync(tenant);
        var wrong = new List<string>();
        foreach (var (_, path, operation) in (await ApiDescription.ReadAsync(system.BaseAddress)).Operations.Where(o => o.Method == HttpMethod.Get && o.Path.EndsWith("/{id}", StringComparison.Ordinal) && o.Path != "/api/v1/accounts/{id}"))
        {
            using var read = await tenant.Owner.GetAsync(ApiDescription.Fill(path, ids));
            if (read.StatusCode == HttpStatusCode.NotFound) continue;
            using var again = new HttpRequestMessage(HttpMethod.Get, ApiDescription.Fill(path, ids));
            again.Headers.TryAddWithoutValidation("If-None-Match", read.Headers.ETag?.ToString());
            using var second = await tenant.Owner.SendAsync(again);
            if (read.Headers.ETag is null || second.StatusCode != HttpStatusCode.NotModified) wrong.Add($"{path}: {read.Headers.ETag} {second.StatusCode} {operation.Text("operationId")}");
        }
        Assert.Empty(wrong);
    }

    [Fact]
    public async Task The_second_writer_of_any_record_gets_412()
    {
        var tenant = await system.NewTenantAsync();
        Assert.Empty(await LateWritersAsync(tenant, tenant.Owner));
    }

    [Fact]
    public async Task Without_the_comparison_the_second_writer_law_fails()
    {
        var tenant = await system.NewTenantAsync();
        await using var api = Deaf("If-Match");
        using var owner = Platform.Http.LimitTests.At(api, tenant, await tenant.TokenAsync(tenant.OwnerEmail));
        Assert.NotEmpty(await LateWritersAsync(tenant, owner));
    }

    [Fact]
    public async Task A_repeated_post_repeats_its_answer_on_every_creating_route()
    {
        var tenant = await system.NewTenantAsync();
        var (wrong, tried) = await RepeatsAsync(tenant, tenant.Owner);
        Assert.Empty(wrong);
        Assert.True(tried >= 5, $"Only {tried} routes created something.");
    }

    [Fact]
    public async Task Without_the_kept_answer_the_repetition_law_fails()
    {
        var tenant = await system.NewTenantAsync();
        await using var api = Deaf("Idempotency-Key");
        using var owner = Platform.Http.LimitTests.At(api, tenant, await tenant.TokenAsync(tenant.OwnerEmail));
        Assert.NotEmpty((await RepeatsAsync(tenant, owner)).Wrong);
    }

    [Fact]
    public async Task Every_list_is_bounded_and_its_pages_join()
    {
        var tenant = await system.NewTenantAsync();
        var ids = await TenantLaws.FillAsync(tenant);
        var lists = 0;
        foreach (var (_, path, operation) in (await ApiDescription.ReadAsync(system.BaseAddress)).Operations.Where(o => o.Method == HttpMethod.Get && o.Path.StartsWith("/api/v1/", StringComparison.Ordinal)))
        {
            using var response = await tenant.Owner.GetAsync(Listing(path, ids));
            if (response.StatusCode != HttpStatusCode.OK || response.Content.Headers.ContentType?.MediaType != "application/json") continue;
            var body = await response.BodyAsync(HttpStatusCode.OK);
            if (body.ValueKind == JsonValueKind.Array) Assert.Fail($"{path} answers with a bare list.");
            if (!body.TryGetProperty("items", out var items)) continue;
            lists++;
            Assert.True(body.TryGetProperty("next", out _), $"{path} has no `next`.");
            Assert.True(operation.GetProperty("parameters").EnumerateArray().Any(p => p.TryGetProperty("name", out var n) && n.GetString() == "limit"), $"{path} has no `limit`.");
            if (!operation.GetProperty("parameters").EnumerateArray().Any(p => p.TryGetProperty("name", out var n) && n.GetString() == "after")) continue;
            using var much = await tenant.Owner.GetAsync(Listing(path, ids) + "&limit=101");
            Assert.Equal(HttpStatusCode.BadRequest, much.StatusCode);
            Assert.Equal(items.EnumerateArray().Select(i => i.GetRawText()), (await JoinedAsync(tenant.Owner, Listing(path, ids))).Take(items.GetArrayLength()));
        }
        Assert.True(lists > 6, $"Only {lists} lists were read.");
    }

    /// <summary>Search is a list of what was asked for.</summary>
    private static string Listing(string path, IReadOnlyDictionary<string, string> ids) =>
        ApiDescription.Fill(path, ids) + (path.EndsWith("/search", StringComparison.Ordinal) ? "?q=roof" : "?");

    private static async Task<List<string>> JoinedAsync(HttpClient client, string path)
    {
        var joined = new List<string>();
        for (var query = "&limit=1"; joined.Count < 100;)
        {
            var page = await client.ReadAsync(path + query);
            joined.AddRange(page.List("items").Select(i => i.GetRawText()));
            if (page.GetProperty("next").ValueKind == JsonValueKind.Null) break;
            query = $"&limit=1&after={page.Text("next")}";
        }
        return joined;
    }

    [Fact]
    public void Modules_join_the_transaction_around_them_and_begin_none()
    {
        var wrong = Directory.EnumerateFiles(Path.Combine(SharedData.Repository, "CivicPulse.Modules"), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains("/obj/", StringComparison.Ordinal) && File.ReadAllText(f).Contains("BeginTransaction", StringComparison.Ordinal));
        Assert.Empty(wrong);
    }

    /// <summary>Routes that let somebody write who has seen another version, or nobody who has seen any.</summary>
    private static async Task<List<string>> LateWritersAsync(TestTenant tenant, HttpClient client)
    {
        var ids = await TenantLaws.FillAsync(tenant);
        var wrong = new List<string>();
        var changing = (await ApiDescription.ReadAsync(client.BaseAddress!)).Operations
            .Where(o => (o.Method == HttpMethod.Patch || o.Method == HttpMethod.Put || o.Method == HttpMethod.Delete) && o.Path.StartsWith("/api/v1/", StringComparison.Ordinal) && o.Path.EndsWith('}'))
            .OrderBy(o => o.Method == HttpMethod.Delete).ThenByDescending(o => o.Path.Length);
        foreach (var (method, path, operation) in changing)
        {
            var body = ApiDescription.BodyOf(operation);
            using var late = new HttpRequestMessage(method, ApiDescription.Fill(path, ids)) { Content = body() };
            late.Headers.TryAddWithoutValidation("If-Match", "\"1-1\"");
            using var refused = await client.SendAsync(late);
            // A rule of the business may stand before the comparison, but nothing is written.
            if (refused.StatusCode is not (HttpStatusCode.PreconditionFailed or HttpStatusCode.Conflict or HttpStatusCode.NotFound) && !(await refused.Content.ReadAsStringAsync()).Contains("if_match.not_here", StringComparison.Ordinal)) wrong.Add($"{method} {path}: {(int)refused.StatusCode} {await refused.Content.ReadAsStringAsync()}");
        }
        return wrong;
    }

    private static async Task<(List<string> Wrong, int Tried)> RepeatsAsync(TestTenant tenant, HttpClient client)
    {
        var ids = await TenantLaws.FillAsync(tenant);
        var wrong = new List<string>();
        var tried = 0;
        foreach (var (_, path, operation) in (await ApiDescription.ReadAsync(client.BaseAddress!)).Operations
            .Where(o => o.Method == HttpMethod.Post && o.Path.StartsWith("/api/v1/", StringComparison.Ordinal) && !o.Path.EndsWith("/bulk", StringComparison.Ordinal)
                // A file of a kind is tested where these are; a file of any length is not kept.
                && o.Path is not ("/api/v1/imports" or "/api/v1/audit/exports" or "/api/v1/districts/files")))
        {
            var body = ApiDescription.BodyOf(operation);
            using var first = await PostAsync(client, ApiDescription.Fill(path, ids), body());
            var answer = await first.Content.ReadAsStringAsync();
            if (first.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.UnsupportedMediaType or >= HttpStatusCode.InternalServerError) wrong.Add($"{path}: the example is refused: {answer}");
            if (!first.IsSuccessStatusCode) continue;
            tried++;
            using var second = await PostAsync(client, ApiDescription.Fill(path, ids), body());
            if (second.StatusCode != first.StatusCode || await second.Content.ReadAsStringAsync() != answer || !second.Headers.Contains("Idempotency-Replayed"))
                wrong.Add($"{path}: {(int)first.StatusCode} then {(int)second.StatusCode} {await second.Content.ReadAsStringAsync()}");
        }
        return (wrong, tried);
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient client, string path, HttpContent? body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = body };
        request.Headers.Add("Idempotency-Key", "the-law-s-key");
        return await client.SendAsync(request);
    }

    /// <summary>The API as it would be if it did not listen to this header.</summary>
    private RealHost<ApiHost> Deaf(string header) => new(system.Site.Settings, services => services.AddSingleton<IStartupFilter>(new Deafness(header)));

    private sealed class Deafness(string header) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((http, go) =>
            {
                http.Request.Headers.Remove(header);
                return go(http);
            });
            next(app);
        };
    }
}
