using System.Text.Json;
using CivicPulse.Tests.Support;

namespace CivicPulse.Tests.Accounts;

public sealed class AccessTests(TestSystem system)
{
    [Fact]
    public async Task It_tells_what_somebody_sees_how_much_of_it_and_by_which_grant()
    {
        var tenant = await system.NewTenantAsync();
        var parks = await tenant.NewTeamAsync("Parks");
        var person = await tenant.JoinAsync(new { role = "staff", scope = "team", team_id = parks });
        await tenant.PutMemberAsync(parks, person.Id);
        var ours = await tenant.Owner.NewDocumentAsync("Ours", parks);
        var theirs = await tenant.Owner.NewDocumentAsync("Theirs");
        await tenant.Owner.NewMeetingAsync();

        var access = await tenant.Owner.ReadAsync($"/api/v1/accounts/{person.Id}/access?record=document/{ours}");
        var read = access.List("words").Single(w => w.Text("word") == "documents.read");
        Assert.False(read.GetProperty("everywhere").GetBoolean());
        Assert.Equal(("staff", "team", parks), (read.List("because")[0].Text("role"), read.List("because")[0].Text("scope"), read.List("because")[0].Text("team_id")));
        Assert.Equal("Parks", access.List("teams")[0].Text("name"));
        Assert.Equal(["public True", "internal True", "confidential False", "restricted False"],
            access.List("tiers").Select(t => $"{t.Text("tier")} {t.GetProperty("visible").GetBoolean()}"));
        Assert.Equal((1, 2), Counts(access, "Documents", "document"));
        Assert.Equal((1, 2), Counts(access, "Documents", "document_version"));
        Assert.Equal((0, 1), Counts(access, "Governance", "meeting"));
        Assert.Equal(["audience", "team"], Open(access));
        Assert.True(access.GetProperty("record").GetProperty("visible").GetBoolean());

        var hidden = (await tenant.Owner.ReadAsync($"/api/v1/accounts/{person.Id}/access?record=document/{theirs}")).GetProperty("record");
        Assert.Equal((false, true), (hidden.GetProperty("visible").GetBoolean(), hidden.GetProperty("exists").GetBoolean()));
        Assert.Contains("team", hidden.List("closed").Select(c => c.GetString()));
    }

    [Fact]
    public async Task Everybody_may_ask_about_themselves_and_learns_nothing_of_what_is_hidden()
    {
        var tenant = await system.NewTenantAsync();
        var person = await tenant.JoinAsync(new { role = "volunteer", scope = "own" });
        var other = await tenant.JoinAsync(new { role = "volunteer" });
        var hidden = await tenant.Owner.NewDocumentAsync("Hidden");

        var access = await person.Client.ReadAsync($"/api/v1/accounts/{person.Id}/access?record=document/{hidden}");
        var nothing = await person.Client.ReadAsync($"/api/v1/accounts/{person.Id}/access?record=document/{Guid.NewGuid()}");
        Assert.Equal(Without(access.GetProperty("record"), "id"), Without(nothing.GetProperty("record"), "id"));
        Assert.All(access.List("modules").SelectMany(m => m.List("tables")), t => Assert.False(t.TryGetProperty("total", out _)));
        Assert.Equal((404, "not_found"), await person.Client.RefusedAsync(HttpMethod.Get, $"/api/v1/accounts/{other.Id}/access"));
        Assert.Equal((404, "not_found"), await tenant.Owner.RefusedAsync(HttpMethod.Get, $"/api/v1/accounts/{Guid.NewGuid()}/access"));
    }

    [Theory]
    [InlineData("x", "accounts.bad_record")]
    [InlineData("document/x", "accounts.bad_record")]
    [InlineData("a/b/c", "accounts.bad_record")]
    [InlineData("walrus/01920000-0000-7000-8000-000000000000", "accounts.unknown_kind")]
    [InlineData("outbox_fact/01920000-0000-7000-8000-000000000000", "accounts.unknown_kind")]
    public async Task A_record_that_cannot_be_is_refused_clearly(string record, string code)
    {
        var tenant = await system.NewTenantAsync();
        var me = (await tenant.Owner.ReadAsync("/auth/session")).Text("account_id");
        Assert.Equal(code, (await tenant.Owner.RefusedAsync(HttpMethod.Get, $"/api/v1/accounts/{me}/access?record={record}")).Code);
    }

    private static (int Visible, int Total) Counts(JsonElement access, string module, string kind)
    {
        var table = access.List("modules").Single(m => m.Text("module") == module).List("tables").Single(t => t.Text("kind") == kind);
        return (table.GetProperty("visible").GetInt32(), table.GetProperty("total").GetInt32());
    }

    private static IEnumerable<string?> Open(JsonElement access) => access.GetProperty("record").List("open").Select(o => o.GetString());

    private static string Without(JsonElement json, string field) =>
        JsonSerializer.Serialize(json.EnumerateObject().Where(p => p.Name != field).ToDictionary(p => p.Name, p => p.Value));
}
