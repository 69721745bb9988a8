using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using CivicPulse.Tests.Support;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CivicPulse.Tests.Laws;

public sealed class InputLaws(TestSystem system)
{
    private static readonly string[] Hostile =
    [
        "", "null", "[]", "{}", "\"text\"", "7", "{\"name\":", "{\"turns\":null}", "{\"turns\":[null]}", "{\"turns\":{}}", "{\"turns\":[{\"speaker\":\"a\",\"text\":\"b\",\"start\":1e999}]}", "{\"text\":7,\"name\":[],\"title\":{}}",
        "{\"text\":\"\\u0000\",\"name\":\"\\u0000\",\"title\":\"\\u0000\",\"classification\":\"x\",\"start_date\":\"2026-01-01T00:00:00Z\",\"username\":\"\\u0000\",\"password\":\"\\u0000\"}",
        "{\"text\":\"\\ud800\",\"name\":\"\\ud800\",\"title\":\"x\",\"classification\":\"x\",\"start_date\":\"9999-12-31T23:59:59-14:00\"}",
        "{\"name\":\"x\",\"start_date\":\"2026-01-01T00:00:00Z\",\"body_id\":\"not-an-id\"}",
        "{\"name\":\"x\",\"start_date\":\"2026-01-01T00:00:00Z\",\"body_id\":\"00000000-0000-0000-0000-000000000000\"}",
        """
        {"name":"x","title":"x","text":"x","label":"x","role":"x","url":"https://x.example","classification":"x","date":"2026-01-01","start_date":"2026-01-01T00:00:00Z",
         "links":[null],"sources":[null],"identifiers":[null],"contact_details":[null],"other_names":[null],"votes":[null],"citations":[null],"subjects":[null],"hours":[null],"divisions":[null]}
        """,
        """{"name":"x","date":"9999-12-31","links":[null],"sources":[null]}""", """{"name":"x","sources":[null]}""",
        new string('[', 5000), "{\"text\":\"" + new string('x', 10_000) + "\"}",
        "{\"name\":\"'; drop table meetings; --\",\"text\":\"'; drop table meetings; --\",\"classification\":\"'\",\"start_date\":\"x\"}",
    ];

    [Fact]
    public async Task No_body_however_hostile_is_answered_with_5xx()
    {
        var tenant = await system.NewTenantAsync();
        Assert.Empty(await FailuresAsync(tenant, tenant.Owner, _ => true, ["application/json", "application/json; charset=bogus", "application/x-www-form-urlencoded", "text/plain", "multipart/form-data; boundary=x"]));
    }

    [Fact]
    public async Task When_nobody_turns_exceptions_into_problems_the_law_fails()
    {
        var tenant = await system.NewTenantAsync();
        await using var open = new RealHost<Api.ApiHost>(system.Site.Settings, services => services.RemoveAll<IExceptionHandler>());
        using var client = tenant.Owner.Like(open.Address);
        Assert.NotEmpty(await FailuresAsync(tenant, client, path => path.Contains("/meetings", StringComparison.Ordinal), ["application/json"]));
    }

    /// <summary>Headers that promise something about a write are input like any other.</summary>
    [Theory]
    [InlineData("If-Match", "\"")]
    [InlineData("If-Match", "W/\"1-1\"")]
    [InlineData("If-Match", "\"ffffffffffffffffffff-1\"")]
    [InlineData("If-Match", "\"zz-1\", *, \"")]
    [InlineData("If-None-Match", "\"\\\"")]
    [InlineData("Idempotency-Key", "' or 1=1 --")]
    [InlineData("Idempotency-Key", " ")]
    [InlineData("Idempotency-Key", "kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk")]
    [InlineData("Accept-Encoding", "gzip;q=nan, br;q=-1")]
    [InlineData("traceparent", "00-zz-zz-zz")]
    public async Task No_header_however_hostile_is_answered_with_5xx_on_any_route(string name, string value)
    {
        var tenant = await system.SharedTenantAsync();
        var failures = new List<string>();
        foreach (var (method, route) in Routes.All(system.Site.Api).Where(r => r.Route.RoutePattern.RawText!.StartsWith("/api/", StringComparison.Ordinal)))
        {
            var meeting = (await tenant.Owner.NewMeetingAsync()).Text("id");
            var path = Routes.Fill(route, noun => noun == "meeting" ? meeting : Guid.NewGuid().ToString());
            using var request = new HttpRequestMessage(method, path) { Content = method == HttpMethod.Get ? null : Routes.PlausibleBody(path) };
            request.Headers.TryAddWithoutValidation(name, value);
            await NoteFailureAsync(failures, tenant.Owner, request, value);
        }
        Assert.Empty(failures);
    }

    private async Task<List<string>> FailuresAsync(TestTenant tenant, HttpClient client, Func<string, bool> asked, string[] types)
    {
        var failures = new List<string>();
        foreach (var (method, route) in Routes.All(system.Site.Api).Where(r => r.Method != HttpMethod.Get && r.Method != HttpMethod.Delete && asked(r.Route.RoutePattern.RawText!)))
        {
            var meeting = (await tenant.Owner.NewMeetingAsync()).Text("id");
            var path = Routes.Fill(route, noun => noun == "meeting" ? meeting : Guid.NewGuid().ToString());
            foreach (var (body, type) in from body in Hostile from type in types select (body, type))
            {
                using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
                content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
                using var request = new HttpRequestMessage(method, path) { Content = content };
                await NoteFailureAsync(failures, client, request, $"{type}: {body[..Math.Min(80, body.Length)]}");
            }
        }
        return failures;
    }

    /// <summary>Whether it failed, or was refused without saying clearly why.</summary>
    private static async Task NoteFailureAsync(List<string> failures, HttpClient client, HttpRequestMessage request, string asked)
    {
        using var response = await client.SendAsync(request);
        if ((int)response.StatusCode >= 500) failures.Add($"{request.Method} {request.RequestUri} answered {(int)response.StatusCode} to {asked}");
        else if ((int)response.StatusCode >= 400) await AssertProblemAsync(response);
    }

    [Theory]
    [InlineData("?limit=0")]
    [InlineData("?limit=101")]
    [InlineData("?limit=x")]
    [InlineData("?after=x")]
    [InlineData("?after=%00")]
    [InlineData("?after=bnVsbA")]
    [InlineData("?after=e30")]
    public async Task A_bad_page_is_a_clear_400_on_every_list(string query)
    {
        var tenant = await system.NewTenantAsync();
        foreach (var path in Routes.Guarded(system.Site.Api).Where(p => !p.Contains('{', StringComparison.Ordinal) && p.StartsWith("/api", StringComparison.Ordinal) && !p.StartsWith("/api/v1/tenant", StringComparison.Ordinal)))
        {
            using var response = await tenant.Owner.GetAsync(path + query);
            Assert.True((int)response.StatusCode == 400, $"{path}{query} answered {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
            await AssertProblemAsync(response);
        }
    }

    private static async Task AssertProblemAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.Content.Headers.ContentType?.MediaType == "application/problem+json", $"{response.RequestMessage?.Method} {response.RequestMessage?.RequestUri} answered {(int)response.StatusCode} with {response.Content.Headers.ContentType}: {text}");
        var problem = JsonSerializer.Deserialize<JsonElement>(text);
        Assert.Equal((int)response.StatusCode, problem.GetProperty("status").GetInt32());
        Assert.NotEmpty(problem.Text("code"));
    }
}
