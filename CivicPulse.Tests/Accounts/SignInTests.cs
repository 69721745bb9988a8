using System.Net;
using System.Net.Http.Json;
using CivicPulse.Modules.Accounts.Model;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Data;
using CivicPulse.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CivicPulse.Tests.Accounts;

public sealed class SignInTests(TestSystem system)
{
    [Fact]
    public async Task A_password_buys_a_token_as_json_and_as_a_form()
    {
        var tenant = await system.NewTenantAsync();
        using var client = tenant.Anonymous();
        using var json = await client.PostAsJsonAsync("/auth/token/", new { username = tenant.OwnerEmail, password = TestTenant.Password });
        var token = await json.BodyAsync(HttpStatusCode.OK);
        Assert.Equal(("Bearer", 43200), (token.Text("token_type"), token.GetProperty("expires_in").GetInt32()));

        using var fields = new FormUrlEncodedContent([new("username", tenant.OwnerEmail), new("password", TestTenant.Password)]);
        using var form = await client.PostAsync("/auth/token", fields);
        client.DefaultRequestHeaders.Authorization = new("Bearer", (await form.BodyAsync(HttpStatusCode.OK)).Text("access_token"));
        Assert.Equal(tenant.OwnerEmail, (await client.ReadAsync("/auth/session/")).Text("email"));
    }

    [Fact]
    public async Task A_wrong_password_an_unknown_name_and_a_stranger_look_alike()
    {
        var (tenant, other) = (await system.NewTenantAsync(), await system.NewTenantAsync());
        using var client = tenant.Anonymous();
        foreach (var (username, password) in ((string, string)[])[(tenant.OwnerEmail, "wrong"), ("nobody@example.org", "wrong"), (other.OwnerEmail, TestTenant.Password)])
        {
            using var response = await client.PostAsJsonAsync("/auth/token/", new { username, password });
            Assert.Equal("accounts.sign_in_refused", (await response.BodyAsync(HttpStatusCode.Unauthorized)).Text("code"));
        }
    }

    [Fact]
    public async Task Ten_wrong_passwords_lock_the_account_for_a_while()
    {
        var tenant = await system.NewTenantAsync();
        using var client = tenant.Anonymous();
        for (var i = 0; i < 10; i++)
            Assert.Equal(HttpStatusCode.Unauthorized, (await client.PostAsJsonAsync("/auth/token/", new { username = tenant.OwnerEmail, password = "wrong" })).StatusCode);
        using var locked = await client.PostAsJsonAsync("/auth/token/", new { username = tenant.OwnerEmail, password = TestTenant.Password });
        Assert.Equal(HttpStatusCode.Unauthorized, locked.StatusCode);
    }

    [Fact]
    public async Task A_browser_signs_in_with_a_cookie_that_other_pages_cannot_use()
    {
        var tenant = await system.NewTenantAsync();
        using var browser = tenant.Anonymous();
        using var opened = await browser.PostAsJsonAsync("/auth/session/", new { username = tenant.OwnerEmail, password = TestTenant.Password });
        var session = await opened.BodyAsync(HttpStatusCode.OK);
        Assert.Equal(tenant.Slug, session.GetProperty("tenant").Text("slug"));
        var cookie = Assert.Single(opened.Headers.GetValues("Set-Cookie"));
        Assert.Contains("httponly", cookie, StringComparison.Ordinal);
        Assert.Contains("samesite=strict", cookie, StringComparison.Ordinal);
        browser.DefaultRequestHeaders.Add("Cookie", cookie.Split(';')[0]);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/api/v1/meetings")).StatusCode);

        using var foreign = new HttpRequestMessage(HttpMethod.Post, "/api/v1/meetings") { Content = JsonContent.Create(new { name = "x", start_date = "2026-01-01T00:00:00Z" }) };
        foreign.Headers.Add("Origin", "https://evil.example");
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.SendAsync(foreign)).StatusCode);

        Assert.Equal(HttpStatusCode.NoContent, (await browser.DeleteAsync("/auth/session/")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync("/api/v1/meetings")).StatusCode);
    }

    [Fact]
    public async Task A_withdrawn_role_is_effective_within_seconds()
    {
        var tenant = await system.NewTenantAsync();
        using var viewer = await tenant.AsAsync(Role.Viewer);
        Assert.Equal(HttpStatusCode.OK, (await viewer.GetAsync("/api/v1/meetings")).StatusCode);
        await tenant.InsideAsync(async services =>
        {
            var db = services.GetRequiredService<TenantDb>();
            db.Grants.RemoveRange(await db.Grants.Where(g => g.Role == Role.Viewer).ToListAsync());
            return await db.SaveChangesAsync();
        });
        await Eventually.TrueAsync(async () => (await viewer.GetAsync("/api/v1/meetings")).StatusCode == HttpStatusCode.Unauthorized, seconds: 8);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("CfDJ8AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task A_made_up_token_is_a_clear_401(string token)
    {
        var tenant = await system.NewTenantAsync();
        using var client = tenant.Anonymous();
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", "Bearer " + token);
        using var response = await client.GetAsync("/api/v1/meetings");
        Assert.Equal("not_signed_in", (await response.BodyAsync(HttpStatusCode.Unauthorized)).Text("code"));
    }

    [Fact]
    public async Task Without_a_tenant_sign_in_says_how_to_name_one()
    {
        using var client = new HttpClient { BaseAddress = system.BaseAddress };
        using var response = await client.PostAsJsonAsync("/auth/token/", new { username = "a@example.org", password = "b" });
        Assert.Equal("tenant.not_named", (await response.BodyAsync(HttpStatusCode.BadRequest)).Text("code"));
    }
}
