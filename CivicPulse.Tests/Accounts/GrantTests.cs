using System.Net;
using CivicPulse.Modules.Accounts.Model;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Data;
using CivicPulse.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CivicPulse.Tests.Accounts;

public sealed class GrantTests(TestSystem system)
{
    [Fact]
    public async Task The_last_owner_can_neither_be_removed_nor_demoted()
    {
        var tenant = await system.NewTenantAsync();
        var me = (await tenant.Owner.ReadAsync("/auth/session")).Text("account_id");
        var grant = (await tenant.Owner.ReadAsync($"/api/v1/accounts/{me}/grants")).List("items")[0].Text("id");
        Assert.Equal((409, "accounts.last_owner"), await tenant.Owner.RefusedAsync(HttpMethod.Delete, $"/api/v1/accounts/{me}/grants/{grant}"));
        Assert.Equal((409, "accounts.last_owner"), await tenant.Owner.RefusedAsync(HttpMethod.Delete, $"/api/v1/accounts/{me}"));
        // An owner of a part is no owner of the whole.
        await tenant.JoinAsync(new { role = "owner", scope = "own" });
        Assert.Equal((409, "accounts.last_owner"), await tenant.Owner.RefusedAsync(HttpMethod.Delete, $"/api/v1/accounts/{me}"));
        await tenant.JoinAsync(new { role = "owner" });
        Assert.Equal(HttpStatusCode.NoContent, (await tenant.Owner.DeleteAsync($"/api/v1/accounts/{me}")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await tenant.Owner.GetAsync("/api/v1/meetings")).StatusCode);
    }

    [Fact]
    public async Task Two_owners_who_remove_each_other_at_once_leave_one()
    {
        var tenant = await system.NewTenantAsync();
        for (var i = 0; i < 5; i++)
        {
            var owners = (await tenant.InsideAsync(s => s.GetRequiredService<TenantDb>().Set<Grant>().Where(g => g.Role == Role.Owner).Select(g => g.AccountId).ToListAsync()));
            var second = await tenant.JoinAsync(new { role = "owner" }, tenant.Owner);
            var answers = await Task.WhenAll(tenant.Owner.DeleteAsync($"/api/v1/accounts/{second.Id}"), second.Client.DeleteAsync($"/api/v1/accounts/{owners[0]}"));
            var left = await tenant.InsideAsync(s => s.GetRequiredService<TenantDb>().Set<Grant>().CountAsync(g => g.Role == Role.Owner));
            Assert.True(left == 1, $"{left} owners are left after {string.Join(", ", answers.Select(a => a.StatusCode))}.");
            if (answers[0].StatusCode != HttpStatusCode.NoContent) return;
        }
    }

    [Fact]
    public async Task Who_is_removed_is_out_at_once_and_stays_out_when_let_in_again_with_the_old_token()
    {
        var tenant = await system.NewTenantAsync();
        var person = await tenant.JoinAsync(new { role = "viewer" });
        Assert.Equal(HttpStatusCode.OK, (await person.Client.GetAsync("/api/v1/meetings")).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await tenant.Owner.DeleteAsync($"/api/v1/accounts/{person.Id}")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await person.Client.GetAsync("/api/v1/meetings")).StatusCode);
        Assert.Equal((404, "not_found"), await tenant.Owner.RefusedAsync(HttpMethod.Get, $"/api/v1/accounts/{person.Id}"));

        await tenant.Owner.SendAsync("/api/v1/accounts", new { email = person.Email, display_name = "Other name", password = "another long password", grant = new { role = "viewer" } });
        Assert.Equal(HttpStatusCode.Unauthorized, (await person.Client.GetAsync("/api/v1/meetings")).StatusCode);
        // The account kept its own name; what opens this tenant is what this tenant gave last.
        Assert.NotEmpty(await tenant.TokenAsync(person.Email, "another long password"));
        Assert.Equal("A person", (await tenant.Owner.ReadAsync($"/api/v1/accounts/{person.Id}")).Text("display_name"));
    }

    [Fact]
    public async Task In_another_process_a_withdrawn_role_is_felt_within_five_seconds()
    {
        var tenant = await system.NewTenantAsync();
        await using var other = new RealHost<Api.ApiHost>(tenant.Site.Settings);
        var person = await tenant.JoinAsync(new { role = "viewer" });
        using var there = Laws.SensitiveFields.At(person, other.Address);
        Assert.Equal(HttpStatusCode.OK, (await there.GetAsync("/api/v1/meetings")).StatusCode);
        await tenant.Owner.DeleteAsync($"/api/v1/accounts/{person.Id}");
        await there.BecomesAsync("/api/v1/meetings", HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Giving_and_taking_are_told_as_facts()
    {
        var tenant = await system.NewTenantAsync();
        var person = await tenant.JoinAsync(new { role = "viewer" });
        var second = await tenant.Owner.SendAsync($"/api/v1/accounts/{person.Id}/grants", new { role = "member" });
        await tenant.Owner.DeleteAsync($"/api/v1/accounts/{person.Id}/grants/{second.Text("id")}");
        await tenant.Owner.DeleteAsync($"/api/v1/accounts/{person.Id}");
        var told = await tenant.InsideAsync(s => s.GetRequiredService<TenantDb>().Outbox.OrderBy(f => f.Id).Select(f => f.Type).ToListAsync());
        Assert.Equal(["accounts.account_joined", "accounts.role_changed", "accounts.role_changed", "accounts.account_removed"], told.Where(t => t.StartsWith("accounts.", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("""{"role":"viewer","scope":"district"}""")]
    [InlineData("""{"role":"viewer","scope":"state"}""")]
    [InlineData("""{"role":"viewer","scope":"own","team_id":"01920000-0000-7000-8000-000000000000"}""")]
    [InlineData("""{"scope":"own"}""")]
    [InlineData("""{"role_id":"01920000-0000-7000-8000-000000000000"}""")]
    [InlineData("""{"role":"viewer","role_id":"01920000-0000-7000-8000-000000000000"}""")]
    public async Task A_grant_that_means_nothing_is_a_clear_422(string grant)
    {
        var tenant = await system.NewTenantAsync();
        var me = (await tenant.Owner.ReadAsync("/auth/session")).Text("account_id");
        var (status, code) = await tenant.Owner.RefusedAsync(HttpMethod.Post, $"/api/v1/accounts/{me}/grants", System.Text.Json.JsonDocument.Parse(grant).RootElement);
        Assert.Equal(422, status);
        Assert.StartsWith("accounts.", code, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_grant_twice_is_refused_and_the_list_pages_through_everybody()
    {
        var tenant = await system.NewTenantAsync();
        var people = new List<string>();
        for (var i = 0; i < 5; i++) people.Add((await tenant.JoinAsync(new { role = "member" })).Id);
        Assert.Equal((409, "already_exists"), await tenant.Owner.RefusedAsync(HttpMethod.Post, $"/api/v1/accounts/{people[0]}/grants", new { role = "member" }));
        await tenant.Owner.SendAsync($"/api/v1/accounts/{people[0]}/grants", new { role = "staff", scope = "own" });
        var found = new List<string>();
        for (string? next = null; ;)
        {
            var page = await tenant.Owner.ReadAsync($"/api/v1/accounts?limit=2{(next is null ? "" : "&after=" + next)}");
            found.AddRange(page.List("items").Select(a => a.Text("id")));
            if ((next = page.GetProperty("next").GetString()) is null) break;
        }
        Assert.Equal(people.AsEnumerable().Reverse(), found.Take(5));
        Assert.Equal(6, found.Count);
    }
}
