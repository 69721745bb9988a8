using System.Security.Claims;
using CivicPulse.Platform.Http;
using CivicPulse.Tests.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CivicPulse.Tests.Platform;

public sealed class RememberedTicketTests(TestSystem system)
{
    [Fact]
    public async Task A_token_is_unsealed_once_for_many_requests()
    {
        var tenant = await system.NewTenantAsync();
        var seal = new CountingSeal();
        await using var host = new RealHost<Api.ApiHost>(system.Site.Settings, services => services
            .AddOptions<BearerTokenOptions>(Sessions.Bearer).PostConfigure<IServiceProvider>((o, provider) =>
                o.BearerTokenProtector = RememberedTicketsSetup.Remembered(seal.Around(o.BearerTokenProtector), provider, "counted")));
        using var client = new HttpClient { BaseAddress = host.Address };
        client.DefaultRequestHeaders.Add("X-Tenant", tenant.Slug);
        client.DefaultRequestHeaders.Authorization = tenant.Owner.DefaultRequestHeaders.Authorization;
        for (var i = 0; i < 50; i++) await client.ReadAsync("/api/v1/bodies");
        Assert.InRange(seal.Unsealed, 1, 10);
    }

    [Fact]
    public void What_cannot_be_unsealed_is_never_kept_and_what_can_only_up_to_a_bound()
    {
        using var kept = new MemoryCache(new MemoryCacheOptions { SizeLimit = 100 });
        var seal = new CountingSeal();
        var tickets = new RememberedTickets(seal, kept, "test");
        for (var i = 0; i < 10_000; i++) Assert.Null(tickets.Unprotect($"junk {i}"));
        Assert.Equal(0, kept.Count);
        for (var i = 0; i < 1_000; i++) Assert.NotNull(tickets.Unprotect($"good {i}"));
        Assert.InRange(kept.Count, 1, 100);
        var before = seal.Unsealed;
        Assert.Null(tickets.Unprotect("junk 1"));
        Assert.Equal(before + 1, seal.Unsealed);
    }

    [Fact]
    public void Tokens_that_differ_in_one_letter_are_different_and_each_way_of_carrying_them_is_its_own()
    {
        using var kept = new MemoryCache(new MemoryCacheOptions { SizeLimit = 100 });
        var (bearer, cookie) = (new RememberedTickets(new CountingSeal(), kept, "bearer"), new RememberedTickets(new CountingSeal("cookie"), kept, "cookie"));
        Assert.Equal("good a", bearer.Unprotect("good a")!.Principal.Identity!.Name);
        Assert.Equal("good b", bearer.Unprotect("good b")!.Principal.Identity!.Name);
        Assert.Equal("cookie", cookie.Unprotect("good a")!.AuthenticationScheme);
        Assert.Equal("test", bearer.Unprotect("good a")!.AuthenticationScheme);
    }

    /// <summary>The seal that a host would use, or one that takes every text that begins with "good".</summary>
    private sealed class CountingSeal(string scheme = "test") : ISecureDataFormat<AuthenticationTicket>
    {
        private ISecureDataFormat<AuthenticationTicket>? _inner;
        private int _unsealed;

        public int Unsealed => Volatile.Read(ref _unsealed);

        public CountingSeal Around(ISecureDataFormat<AuthenticationTicket> inner)
        {
            // Below the product's own memory, where the work is done.
            _inner = inner is RememberedTickets remembered ? remembered.Seal : inner;
            return this;
        }

        public string Protect(AuthenticationTicket data) => _inner!.Protect(data);

        public string Protect(AuthenticationTicket data, string? purpose) => _inner!.Protect(data, purpose);

        public AuthenticationTicket? Unprotect(string? protectedText)
        {
            Interlocked.Increment(ref _unsealed);
            if (_inner is not null) return _inner.Unprotect(protectedText);
            return protectedText!.StartsWith("good", StringComparison.Ordinal)
                ? new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, protectedText)], "test")), scheme)
                : null;
        }

        public AuthenticationTicket? Unprotect(string? protectedText, string? purpose) => Unprotect(protectedText);
    }
}
