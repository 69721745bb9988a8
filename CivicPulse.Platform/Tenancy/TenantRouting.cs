using System.Net;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Http;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;

namespace CivicPulse.Platform.Tenancy;

/// <summary>
/// Names the tenant of a request: the <c>X-Tenant</c> header, else the domain that was added to a tenant, else the host's first label
/// (<c>demo.localhost</c>). One that is not served now is said to be so, with a time to come back where that helps.
/// </summary>
internal sealed class TenantRouting(RequestDelegate next, TenantDirectory tenants)
{
    private const string ComeBackAfterSeconds = "5";

    public async Task InvokeAsync(HttpContext http, CurrentTenant current)
    {
        var route = http.GetEndpoint()?.Metadata.GetMetadata<PublicRoute>();
        var optional = route is { NeedsTenant: false } || (route is null && http.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null);
        var (domain, slug) = NamedBy(http.Request);
        var standing = await tenants.StandingAsync(domain, slug, http.RequestAborted);
        if (standing is not null && tenants.IsServed(standing))
        {
            current.Enter(standing.Tenant);
            System.Diagnostics.Activity.Current?.SetTag("civicpulse.tenant", standing.Tenant.Slug);
            await next(http);
        }
        else if (optional || (slug is null && domain is null && route is not { NeedsTenant: true }))
        {
            await next(http);
        }
        else
        {
            await Refusal(http, slug ?? domain, standing).ExecuteAsync(http);
        }
    }

    private static Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult Refusal(HttpContext http, string? name, TenantStanding? standing)
    {
        switch (standing?.State)
        {
            case TenantState.Suspended:
                return Problems.Of(StatusCodes.Status403Forbidden, "tenant.suspended", "This organization is suspended. Its records are kept; ask whoever runs the installation.");
            case TenantState.Active or TenantState.Provisioning:
                http.Response.Headers.RetryAfter = ComeBackAfterSeconds;
                return Problems.Of(StatusCodes.Status503ServiceUnavailable, "tenant.migrating", "This organization's records are being brought up to date. Try again in a moment.");
            case null when name is null:
                return Problems.Of(StatusCodes.Status400BadRequest, "tenant.not_named", "Name the tenant: its own host name, or the X-Tenant header.");
            default:
                return Problems.Of(StatusCodes.Status404NotFound, "tenant.unknown", "There is no such tenant here.");
        }
    }

    /// <summary>The host is whatever the client wrote: it is only looked up, never repeated.</summary>
    private static (string? Domain, string? Slug) NamedBy(HttpRequest request)
    {
        if (request.Headers.TryGetValue("X-Tenant", out var header)) return (null, header.ToString());
        var host = request.Host.Host.TrimEnd('.').ToLowerInvariant();
        var dot = host.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && !IPAddress.TryParse(host, out _) ? (host, host[..dot]) : (null, null);
    }
}
