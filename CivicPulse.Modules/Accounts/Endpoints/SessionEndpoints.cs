using CivicPulse.Modules.Accounts.Model;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Http;
using CivicPulse.Platform.Tenancy;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;

namespace CivicPulse.Modules.Accounts.Endpoints;

internal static class SessionEndpoints
{
    public static void MapSessions(this IEndpointRouteBuilder routes)
    {
        var session = routes.MapGroup("/auth/session").WithTags("Accounts");
        session.MapPost("/", Open).Public().SignsIn().WithSummary("Signs a browser in with a cookie");
        session.MapGet("/", Read).Public().WithSummary("Tells who is signed in");
        session.MapDelete("/", End).Public().WithSummary("Signs out: the session's cookie and tokens end");
    }

    private static async Task<Results<Ok<SessionDetail>, ProblemHttpResult>> Open(
        SignInWithPassword asked, SignIn signIn, CurrentTenant tenant, HttpContext http, CancellationToken ct)
    {
        if (await signIn.WithPasswordAsync(asked.Username, asked.Password, ct) is not { } opened) return Refused();
        await http.SignInAsync(Sessions.Cookie, AccountClaims.Principal(opened.Account.Id, opened.Session.Id, tenant.Value.Slug, Sessions.Cookie));
        return TypedResults.Ok(Detail(opened.Account, tenant.Value, opened.Permissions));
    }

    private static async Task<Results<Ok<SessionDetail>, ProblemHttpResult>> Read(
        CurrentAccount account, CurrentTenant tenant, HostDb host, CancellationToken ct)
    {
        if (account.Id is not { } id) return Problems.Of(StatusCodes.Status401Unauthorized, "not_signed_in", "Nobody is signed in.");
        var found = await host.Accounts.AsNoTracking().SingleAsync(a => a.Id == id, ct);
        return TypedResults.Ok(Detail(found, tenant.Value, account.Permissions));
    }

    private static async Task<NoContent> End(HttpContext http, CurrentTenant tenant, SignIn signIn, IMemoryCache cache, CancellationToken ct)
    {
        if (AccountClaims.Session(http.User) is { } session)
        {
            await signIn.EndAsync(session, ct);
            cache.Remove(AccountClaims.CacheKey(tenant.Value, session));
        }
        await http.SignOutAsync(Sessions.Cookie);
        return TypedResults.NoContent();
    }

    internal static ProblemHttpResult Refused() =>
        Problems.Of(StatusCodes.Status401Unauthorized, "accounts.sign_in_refused", "This name and password do not open this tenant.");

    private static SessionDetail Detail(Account account, Tenant tenant, IReadOnlySet<string> words) =>
        new(account.Id, account.Email!, account.DisplayName, new TenantName(tenant.Slug, tenant.Name), [.. words.Order(StringComparer.Ordinal)]);
}

public sealed record SessionDetail(Guid AccountId, string Email, string DisplayName, TenantName Tenant, IReadOnlyList<string> Permissions);

public sealed record TenantName(string Slug, string Name);
