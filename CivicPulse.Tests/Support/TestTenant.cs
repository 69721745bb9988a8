using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using CivicPulse.Modules.Accounts.Model;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Tenancy;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace CivicPulse.Tests.Support;

/// <summary>A tenant and clients signed in to it.</summary>
public sealed class TestTenant
{
    private readonly Site _site;
    private int _accounts;

    private TestTenant(Site site, Tenant tenant) => (_site, Tenant) = (site, tenant);

    internal Tenant Tenant { get; }

    public string Slug => Tenant.Slug;

    internal Site Site => _site;

    /// <summary>Signed in as the owner.</summary>
    public HttpClient Owner { get; private set; } = null!;

    public string OwnerEmail { get; private set; } = "";

    public const string Password = "a long enough password";

    /// <summary>Slow to make on purpose, and there are thousands of accounts.</summary>
    private static readonly Lazy<string> Hash = new(() => new PasswordHasher<Account>().HashPassword(new Account(), Password));

    internal static async Task<TestTenant> CreateAsync(Site site, Tenant tenant)
    {
        var made = new TestTenant(site, tenant);
        (made.OwnerEmail, made.Owner) = await made.AddAsync(Role.Owner);
        return made;
    }

    /// <summary>A new account with this role, signed in with a bearer token.</summary>
    public async Task<HttpClient> AsAsync(Role role) => (await AddAsync(role)).Client;

    /// <summary>Nobody, but in this tenant.</summary>
    public HttpClient Anonymous()
    {
        var client = new HttpClient { BaseAddress = _site.Address, Timeout = TimeSpan.FromSeconds(60) };
        client.DefaultRequestHeaders.Add("X-Tenant", Slug);
        return client;
    }

    public async Task<string> TokenAsync(string email, string password = Password)
    {
        using var client = Anonymous();
        using var response = await client.PostAsJsonAsync("/auth/token/", new { username = email, password });
        return (await response.BodyAsync(HttpStatusCode.OK)).Text("access_token");
    }

    /// <summary>Something to be done inside this tenant, past HTTP.</summary>
    public async Task<T> InsideAsync<T>(Func<IServiceProvider, Task<T>> work)
    {
        await using var scope = _site.Api.GetRequiredService<TenantScopes>().Enter(Tenant);
        return await work(scope.ServiceProvider);
    }

    private async Task<(string Email, HttpClient Client)> AddAsync(Role role)
    {
        var email = $"{role}-{Interlocked.Increment(ref _accounts)}@{Slug}.example".ToLowerInvariant();
        await InsideAsync(async services =>
        {
            var account = new Account { UserName = email, Email = email, DisplayName = role.ToString(), PasswordHash = Hash.Value };
            var created = await services.GetRequiredService<UserManager<Account>>().CreateAsync(account);
            Assert.True(created.Succeeded, string.Join(' ', created.Errors.Select(e => e.Description)));
            var db = services.GetRequiredService<TenantDb>();
            db.Grants.Add(new Grant { AccountId = account.Id, Role = role });
            return await db.SaveChangesAsync();
        });
        var client = Anonymous();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync(email));
        return (email, client);
    }
}
