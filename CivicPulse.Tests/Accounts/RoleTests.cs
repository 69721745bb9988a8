using System.Net;
using System.Net.Http.Json;
using CivicPulse.Platform.Access;
using CivicPulse.Tests.Support;

namespace CivicPulse.Tests.Accounts;

public sealed class RoleTests(TestSystem system)
{
    [Fact]
    public async Task A_role_of_the_tenants_own_opens_what_its_words_say_and_follows_its_changes()
    {
        var tenant = await system.NewTenantAsync();
        var role = await tenant.Owner.SendAsync("/api/v1/roles", new { name = "Clerk", description = "Keeps the calendar", words = new[] { "governance.write", "governance.read", "governance.read" } });
        Assert.Equal(["governance.read", "governance.write"], role.List("words").Select(w => w.GetString()!));
        var clerk = await tenant.JoinAsync(new { role_id = role.Text("id") });

        await clerk.Client.NewMeetingAsync("By the clerk");
        Assert.Equal(HttpStatusCode.Forbidden, (await clerk.Client.GetAsync("/api/v1/documents")).StatusCode);
        Assert.Equal(["governance.read", "governance.write"], (await clerk.Client.ReadAsync("/auth/session")).List("permissions").Select(w => w.GetString()!));

        using (var changed = await tenant.Owner.PatchAsJsonAsync($"/api/v1/roles/{role.Text("id")}", new { words = new[] { "documents.read" } }))
            Assert.Equal("Clerk", (await changed.BodyAsync(HttpStatusCode.OK)).Text("name"));
        // In this process at once, elsewhere within five seconds.
        Assert.Equal(HttpStatusCode.Forbidden, (await clerk.Client.GetAsync("/api/v1/meetings")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await clerk.Client.GetAsync("/api/v1/documents")).StatusCode);
    }

    [Fact]
    public async Task The_list_holds_the_built_in_roles_and_then_the_tenants_own_page_by_page()
    {
        var tenant = await system.NewTenantAsync();
        foreach (var name in (string[])["Zoning", "Archive"]) await tenant.Owner.SendAsync("/api/v1/roles", new { name, words = new[] { "governance.read" } });
        var names = new List<string>();
        for (string? next = null; ;)
        {
            var page = await tenant.Owner.ReadAsync($"/api/v1/roles?limit=3{(next is null ? "" : "&after=" + next)}");
            names.AddRange(page.List("items").Select(r => r.Text("name")));
            if ((next = page.GetProperty("next").GetString()) is null) break;
        }
        Assert.Equal(["owner", "admin", "organizer", "staff", "volunteer", "member", "auditor", "viewer", "Archive", "Zoning"], names);
        Assert.True((await tenant.Owner.ReadAsync("/api/v1/roles/viewer")).GetProperty("built_in").GetBoolean());
    }

    [Fact]
    public async Task Nobody_makes_changes_or_gives_a_role_with_words_they_do_not_hold()
    {
        var tenant = await system.NewTenantAsync();
        var maker = (await tenant.Owner.SendAsync("/api/v1/roles", new { name = "Role maker", words = new[] { "accounts.manage_roles", "accounts.manage", "accounts.read", "governance.read" } })).Text("id");
        var strong = (await tenant.Owner.SendAsync("/api/v1/roles", new { name = "Strong", words = new[] { "documents.write" } })).Text("id");
        var person = (await tenant.JoinAsync(new { role_id = maker })).Client;
        var target = await tenant.JoinAsync(new { role = "viewer" });
        var refused = (403, "accounts.beyond_own_words");

        Assert.Equal(refused, await person.RefusedAsync(HttpMethod.Post, "/api/v1/roles", new { name = "Trick", words = new[] { "governance.read", "documents.write" } }));
        Assert.Equal(refused, await person.RefusedAsync(HttpMethod.Patch, $"/api/v1/roles/{strong}", new { words = new[] { "governance.read" } }));
        Assert.Equal(refused, await person.RefusedAsync(HttpMethod.Delete, $"/api/v1/roles/{strong}"));
        Assert.Equal(refused, await person.RefusedAsync(HttpMethod.Patch, $"/api/v1/roles/{maker}", new { words = new[] { "governance.read", "governance.write" } }));
        Assert.Equal(refused, await person.RefusedAsync(HttpMethod.Post, $"/api/v1/accounts/{target.Id}/grants", new { role = "staff" }));
        Assert.Equal(refused, await person.RefusedAsync(HttpMethod.Post, $"/api/v1/accounts/{target.Id}/grants", new { role_id = strong, scope = "own" }));
        Assert.Equal(refused, await person.RefusedAsync(HttpMethod.Delete, $"/api/v1/accounts/{target.Id}"));
        Assert.Equal(refused, await person.RefusedAsync(HttpMethod.Post, "/api/v1/accounts", new { email = $"x@{tenant.Slug}.example", display_name = "X", grant = new { role = "owner" } }));
        // The admin is strong, but no owner.
        var admin = await tenant.AsAsync(Role.Admin);
        Assert.Equal(refused, await admin.RefusedAsync(HttpMethod.Post, $"/api/v1/accounts/{target.Id}/grants", new { role = "owner" }));
        // What one holds oneself one may give.
        await person.SendAsync("/api/v1/roles", new { name = "Reader", words = new[] { "governance.read" } });
    }

    [Fact]
    public async Task The_words_are_listed_with_those_that_one_may_pass_on()
    {
        var tenant = await system.NewTenantAsync();
        var viewer = await tenant.AsAsync(Role.Viewer);
        foreach (var (client, yours) in ((HttpClient, bool)[])[(tenant.Owner, true), (viewer, false)])
        {
            var words = (await client.ReadAsync("/api/v1/permissions?limit=100")).List("items");
            Assert.Equal(yours, words.Single(w => w.Text("word") == "governance.write").GetProperty("yours").GetBoolean());
            Assert.DoesNotContain("platform.index", words.Select(w => w.Text("word")));
            Assert.Equal(words.Select(w => w.Text("word")).Order(StringComparer.Ordinal), words.Select(w => w.Text("word")));
        }
    }

    [Fact]
    public async Task Built_in_roles_stand_and_a_role_in_use_stays()
    {
        var tenant = await system.NewTenantAsync();
        Assert.Equal((409, "accounts.role_built_in"), await tenant.Owner.RefusedAsync(HttpMethod.Patch, "/api/v1/roles/viewer", new { words = new[] { "governance.write" } }));
        Assert.Equal((409, "accounts.role_built_in"), await tenant.Owner.RefusedAsync(HttpMethod.Delete, "/api/v1/roles/owner"));
        Assert.Equal((409, "accounts.role_built_in"), await tenant.Owner.RefusedAsync(HttpMethod.Post, "/api/v1/roles", new { name = "Owner", words = new[] { "governance.read" } }));
        var role = (await tenant.Owner.SendAsync("/api/v1/roles", new { name = "Used", words = new[] { "governance.read" } })).Text("id");
        Assert.Equal((409, "already_exists"), await tenant.Owner.RefusedAsync(HttpMethod.Post, "/api/v1/roles", new { name = "USED", words = new[] { "governance.read" } }));
        var person = await tenant.JoinAsync(new { role_id = role });
        Assert.Equal((409, "accounts.role_in_use"), await tenant.Owner.RefusedAsync(HttpMethod.Delete, $"/api/v1/roles/{role}"));
        Assert.Equal(HttpStatusCode.NoContent, (await tenant.Owner.DeleteAsync($"/api/v1/accounts/{person.Id}")).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await tenant.Owner.DeleteAsync($"/api/v1/roles/{role}")).StatusCode);
        Assert.Equal((404, "not_found"), await tenant.Owner.RefusedAsync(HttpMethod.Get, $"/api/v1/roles/{role}"));
    }

    [Theory]
    [InlineData("governance.raed")]
    [InlineData("platform.index; drop")]
    [InlineData("")]
    public async Task A_word_that_nobody_declares_is_refused(string word)
    {
        var tenant = await system.NewTenantAsync();
        Assert.Equal((422, "accounts.unknown_word"), await tenant.Owner.RefusedAsync(HttpMethod.Post, "/api/v1/roles", new { name = "X", words = new[] { word } }));
        Assert.Equal((403, "accounts.beyond_own_words"), await tenant.Owner.RefusedAsync(HttpMethod.Post, "/api/v1/roles", new { name = "X", words = new[] { "platform.index" } }));
    }
}
