using System.Net.Http.Headers;
using System.Text.Json;

namespace CivicPulse.Tests.Support;

/// <summary>People who come into a tenant through the API, as they do in life.</summary>
internal sealed record Person(string Id, string Email, HttpClient Client);

internal static class People
{
    /// <summary>A new account with one grant, such as <c>new { role = "staff", scope = "own" }</c>, signed in.</summary>
    public static async Task<Person> JoinAsync(this TestTenant tenant, object grant, HttpClient? by = null)
    {
        var email = $"p{Guid.NewGuid():N}@{tenant.Slug}.example";
        var added = await (by ?? tenant.Owner).SendAsync("/api/v1/accounts", new { email, display_name = "A person", password = TestTenant.Password, grant });
        var client = tenant.Anonymous();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await tenant.TokenAsync(email));
        return new Person(added.Text("id"), email, client);
    }

    public static async Task<string> NewTeamAsync(this TestTenant tenant, string name, params string[] members)
    {
        var team = (await tenant.Owner.SendAsync("/api/v1/teams", new { name })).Text("id");
        foreach (var member in members) await tenant.PutMemberAsync(team, member);
        return team;
    }

    public static async Task PutMemberAsync(this TestTenant tenant, string team, string account)
    {
        using var response = await tenant.Owner.PutAsync($"/api/v1/teams/{team}/members/{account}", null);
        Assert.Equal(System.Net.HttpStatusCode.NoContent, response.StatusCode);
    }

    public static async Task<string> NewDocumentAsync(this HttpClient client, string text, string? team = null, string audience = "everybody", System.Net.HttpStatusCode expected = System.Net.HttpStatusCode.Accepted)
    {
        using var file = new ByteArrayContent(System.Text.Encoding.UTF8.GetBytes(text));
        using var form = new MultipartFormDataContent { { file, "file", "text.txt" }, { new StringContent(audience), "audience" } };
        if (team is not null) form.Add(new StringContent(team), "team_id");
        using var response = await client.PostAsync("/api/v1/documents", form);
        var body = await response.BodyAsync(expected);
        return expected == System.Net.HttpStatusCode.Accepted ? body.Text("subject_id") : body.Text("code");
    }

    public static async Task<HashSet<string>> DocumentsAsync(this HttpClient client) =>
        [.. (await client.ReadAsync("/api/v1/documents")).List("items").Select(d => d.Text("id"))];

    /// <summary>Waits until this is what comes back: what was kept of an account's access is forgotten.</summary>
    public static Task BecomesAsync(this HttpClient client, string path, System.Net.HttpStatusCode expected) =>
        Eventually.TrueAsync(async () => (await client.GetAsync(path)).StatusCode == expected, seconds: 8);

    public static async Task<(int Status, string Code)> RefusedAsync(this HttpClient client, HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : System.Net.Http.Json.JsonContent.Create(body) };
        using var response = await client.SendAsync(request);
        var problem = JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync());
        return ((int)response.StatusCode, problem.Text("code"));
    }
}
