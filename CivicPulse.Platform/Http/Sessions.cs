using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CivicPulse.Platform.Http;

/// <summary>One session, two ways to carry it: a bearer token for programs, a cookie for browsers. Both are sealed by the framework.</summary>
public static class Sessions
{
    public const string Bearer = BearerTokenDefaults.AuthenticationScheme;
    public const string Cookie = CookieAuthenticationDefaults.AuthenticationScheme;
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    private const string Either = "session";

    /// <summary>Not the default for authentication: <see cref="OpenSession"/> asks where it matters who is there.</summary>
    internal static void AddSessions(this IServiceCollection services) => services
        .AddAuthentication(o => (o.DefaultChallengeScheme, o.DefaultForbidScheme) = (Either, Either))
        .AddPolicyScheme(Either, null, o => o.ForwardDefaultSelector = Carrier)
        .AddBearerToken(Bearer, o => o.BearerTokenExpiration = Lifetime)
        .AddCookie(Cookie, o =>
        {
            (o.Cookie.Name, o.Cookie.HttpOnly, o.Cookie.SameSite) = ("civicpulse", true, SameSiteMode.Strict);
            o.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            (o.ExpireTimeSpan, o.SlidingExpiration) = (Lifetime, false);
            o.Events.OnRedirectToLogin = context => Answer(context.HttpContext, StatusCodes.Status401Unauthorized);
            o.Events.OnRedirectToAccessDenied = context => Answer(context.HttpContext, StatusCodes.Status403Forbidden);
        }).Services.RememberTickets();

    /// <summary>Seals a bearer token in the framework's own format.</summary>
    public static string IssueToken(this IOptionsMonitor<BearerTokenOptions> options, System.Security.Claims.ClaimsPrincipal principal, DateTimeOffset expires) =>
        options.Get(Bearer).BearerTokenProtector.Protect(
            new AuthenticationTicket(principal, new AuthenticationProperties { ExpiresUtc = expires }, $"{Bearer}:AccessToken"));

    /// <summary>Reads the session that the request carries. The portal shows everybody the same, so nobody's is looked for there.</summary>
    internal sealed class OpenSession(RequestDelegate next)
    {
        public Task InvokeAsync(HttpContext http) => http.GetEndpoint()?.Metadata.GetMetadata<Portal.PortalRoute>() is null ? ReadAsync(http) : next(http);

        private async Task ReadAsync(HttpContext http)
        {
            if ((await http.AuthenticateAsync(Either)).Principal is { } principal) http.User = principal;
            await next(http);
        }
    }

    /// <summary>A header wins; a cookie is read only from pages of this very host, so no foreign page can use it.</summary>
    private static string Carrier(HttpContext http) =>
        http.Request.Headers.ContainsKey("Authorization") || FromElsewhere(http.Request) ? Bearer : Cookie;

    private static bool FromElsewhere(HttpRequest request)
    {
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        if (site.Length > 0) return site is not ("same-origin" or "none");
        var origin = request.Headers.Origin.ToString();
        return origin.Length > 0 && (!Uri.TryCreate(origin, UriKind.Absolute, out var from) || from.Authority != request.Host.Value);
    }

    private static Task Answer(HttpContext http, int status)
    {
        http.Response.StatusCode = status;
        return Task.CompletedTask;
    }
}
