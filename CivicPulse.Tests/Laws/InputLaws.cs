using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using CivicPulse.Tests.Support;

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
        new string('[', 5000), "{\"text\":\"" + new string('x', 10_000) + "\"}",
        "{\"name\":\"'; drop table meetings; --\",\"text\":\"'; drop table meetings; --\",\"classification\":\"'\",\"start_date\":\"x\"}",
    ];

    [Fact]
    public async Task No_body_however_hostile_is_answered_with_5xx()
    {
        var tenant = await system.NewTenantAsync();
        foreach (var (method, route) in Routes.All(system.Site.Api).Where(r => r.Method != HttpMethod.Get && r.Method != HttpMethod.Delete))
        {
            var meeting = (await tenant.Owner.NewMeetingAsync()).Text("id");
            var path = Routes.Fill(route, noun => noun == "meeting" ? meeting : Guid.NewGuid().ToString());
            foreach (var body in Hostile)
            {
                foreach (var type in (string[])["application/json", "application/json; charset=bogus", "application/x-www-form-urlencoded", "text/plain", "multipart/form-data; boundary=x"])
                {
                    using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
                    content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
                    using var request = new HttpRequestMessage(method, path) { Content = content };
                    using var response = await tenant.Owner.SendAsync(request);
                    Assert.True((int)response.StatusCode < 500, $"{method} {path} answered {(int)response.StatusCode} to {type}: {body[..Math.Min(80, body.Length)]}");
                    if ((int)response.StatusCode >= 400) await AssertProblemAsync(response);
                }
            }
        }
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
        foreach (var path in Routes.Guarded(system.Site.Api).Where(p => !p.Contains('{', StringComparison.Ordinal) && p.StartsWith("/api", StringComparison.Ordinal) && p.TrimEnd('/') != "/api/v1/tenant"))
        {
            using var response = await tenant.Owner.GetAsync(path + query);
            Assert.True((int)response.StatusCode == 400, $"{path}{query} answered {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
            await AssertProblemAsync(response);
        }
    }

    private static async Task AssertProblemAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = JsonSerializer.Deserialize<JsonElement>(text);
        Assert.Equal((int)response.StatusCode, problem.GetProperty("status").GetInt32());
        Assert.NotEmpty(problem.Text("code"));
    }
}
