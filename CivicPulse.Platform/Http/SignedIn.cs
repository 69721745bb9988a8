using System.Security.Claims;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Tenancy;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;

namespace CivicPulse.Platform.Http;

/// <summary>
/// Turns a valid token into somebody with permissions in this tenant. A token of another tenant, an ended session and a
/// withdrawn role all mean "not signed in"; the answer is kept for five seconds, so removal is effective within that time.
/// </summary>
internal sealed class SignedIn(RequestDelegate next)
{
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(5);

    public Task InvokeAsync(HttpContext http, CurrentTenant tenant, CurrentAccount account)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<Portal.PortalRoute>() is not null) account.Visit();
        else if (http.User.Identity?.IsAuthenticated == true && account.Kind == ActorKind.Anonymous) return SignInAsync(http, tenant, account);
        return next(http);
    }

    private async Task SignInAsync(HttpContext http, CurrentTenant tenant, CurrentAccount account)
    {
        if (await FindAsync(http, tenant.Known, http.RequestAborted) is { } held)
            account.SignIn(AccountClaims.Account(http.User)!.Value, held);
        else
            http.User = new ClaimsPrincipal(new ClaimsIdentity());
        await next(http);
    }

    public static async Task<bool> StillAsync(HttpContext http, CancellationToken ct) =>
        await FindAsync(http, http.RequestServices.GetRequiredService<CurrentTenant>().Known, ct) is not null;

    private static async Task<HeldAccess?> FindAsync(HttpContext http, Tenant? tenant, CancellationToken ct)
    {
        var user = http.User;
        if (tenant is null || AccountClaims.Tenant(user) != tenant.Slug
            || AccountClaims.Account(user) is not { } account || AccountClaims.Session(user) is not { } session) return null;

        var cache = http.RequestServices.GetRequiredService<IMemoryCache>();
        var key = AccountClaims.CacheKey(tenant, session);
        if (cache.TryGetValue(key, out HeldAccess? held)) return held;
        var change = http.RequestServices.GetRequiredService<AccessChanges>().Watch(tenant);
        held = await http.RequestServices.GetRequiredService<IAccountAccess>().FindAsync(tenant, account, session, ct);
        return cache.Set(key, held, new MemoryCacheEntryOptions { AbsoluteExpirationRelativeToNow = Kept }.AddExpirationToken(change));
    }
}

/// <summary>What a token says: account, session and the tenant it was issued for.</summary>
public static class AccountClaims
{
    private const string TenantClaim = "tenant";
    private const string SessionClaim = "sid";

    public static ClaimsPrincipal Principal(Guid account, Guid session, string tenant, string scheme) => new(new ClaimsIdentity(
        [new(ClaimTypes.NameIdentifier, account.ToString()), new(SessionClaim, session.ToString()), new(TenantClaim, tenant)], scheme));

    public static string? Tenant(ClaimsPrincipal user) => user.FindFirstValue(TenantClaim);

    public static Guid? Account(ClaimsPrincipal user) => Guid.TryParse(user.FindFirstValue(ClaimTypes.NameIdentifier), out var id) ? id : null;

    public static Guid? Session(ClaimsPrincipal user) => Guid.TryParse(user.FindFirstValue(SessionClaim), out var id) ? id : null;

    public static object CacheKey(Tenant tenant, Guid session) => ("access", tenant.Id, session);
}
