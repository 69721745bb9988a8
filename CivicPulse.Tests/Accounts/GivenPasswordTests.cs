using System.Net;
using System.Net.Http.Json;
using CivicPulse.Tests.Support;

namespace CivicPulse.Tests.Accounts;

/// <summary>Anybody may type an address: what a tenant says of an account is worth nothing in another.</summary>
public sealed class GivenPasswordTests(TestSystem system)
{
    private const string Theirs = "known to the first tenant";

    [Fact]
    public async Task A_password_that_a_tenant_gave_opens_that_tenant_and_no_other()
    {
        var (first, second) = (await system.NewTenantAsync(), await system.NewTenantAsync());
        var email = $"mayor-{Guid.NewGuid():N}@rival.example";
        await AddAsync(first, email, "viewer", Theirs);
        await AddAsync(second, email, "admin", "known to the second tenant");
        Assert.Equal(HttpStatusCode.OK, await SignInAsync(first, email, Theirs));
        Assert.Equal(HttpStatusCode.Unauthorized, await SignInAsync(second, email, Theirs));
        Assert.Equal(HttpStatusCode.OK, await SignInAsync(second, email, "known to the second tenant"));
        Assert.Equal(HttpStatusCode.Unauthorized, await SignInAsync(first, email, "known to the second tenant"));
    }

    [Fact]
    public async Task An_operator_gives_an_account_that_somebody_prepared_a_password_of_its_own()
    {
        var (first, second) = (await system.NewTenantAsync(), await system.NewTenantAsync());
        var email = $"mayor-{Guid.NewGuid():N}@rival.example";
        await AddAsync(first, email, "viewer", Theirs);
        var shown = (await system.Site.RunAsync("tenant", "owner", second.Slug, email)).Output;
        var password = shown.Split("signs in with ")[1].Split(' ')[0];
        Assert.Equal(HttpStatusCode.OK, await SignInAsync(second, email, password));
        foreach (var tenant in (TestTenant[])[first, second]) Assert.Equal(HttpStatusCode.Unauthorized, await SignInAsync(tenant, email, Theirs));
    }

    [Fact]
    public async Task A_password_that_is_too_simple_is_refused_and_adds_nobody()
    {
        var tenant = await system.NewTenantAsync();
        using var refused = await tenant.Owner.PostAsJsonAsync("/api/v1/accounts", new { email = "clerk@town.example", display_name = "Clerk", grant = new { role = "viewer" }, password = "short" });
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Single((await tenant.Owner.ReadAsync("/api/v1/accounts")).List("items"));
    }

    private static Task AddAsync(TestTenant tenant, string email, string role, string password) =>
        tenant.Owner.SendAsync("/api/v1/accounts", new { email, display_name = "The mayor", grant = new { role }, password });

    private static async Task<HttpStatusCode> SignInAsync(TestTenant tenant, string username, string password)
    {
        using var client = tenant.Anonymous();
        using var response = await client.PostAsJsonAsync("/auth/token", new { username, password });
        return response.StatusCode;
    }
}
