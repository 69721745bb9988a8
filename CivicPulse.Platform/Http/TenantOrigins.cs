using System.Text;
using CivicPulse.Platform.Tenancy;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CivicPulse.Platform.Http;

/// <summary>
/// Which pages of other hosts may call the API for a tenant: those on the tenant's own domains, over https, and the origins that
/// <c>Cors:Origins:{tenant}</c> names with spaces between them.
/// </summary>
internal sealed class TenantOrigins(TenantDirectory tenants, IConfiguration configuration)
{
    /// <param name="tenant">Null for a preflight, which names none: then it is enough that some tenant has this origin.</param>
    public async ValueTask<bool> AllowsAsync(Tenant? tenant, Uri origin, CancellationToken ct) =>
        IsNamed(tenant, origin.GetLeftPart(UriPartial.Authority)) || (origin.Scheme == Uri.UriSchemeHttps && origin.IsDefaultPort && Ascii.IsValid(origin.Host)
            && await tenants.ServedAtAsync(origin.Host.TrimEnd('.').ToLowerInvariant(), ct) is { } owner && (tenant is null || owner.Id == tenant.Id));

    private bool IsNamed(Tenant? tenant, string origin) =>
        configuration.GetSection("Cors:Origins").GetChildren().Where(t => tenant is null || t.Key == tenant.Slug)
            .Any(t => t.Value?.Split(' ', StringSplitOptions.RemoveEmptyEntries).Contains(origin, StringComparer.OrdinalIgnoreCase) == true);
}

/// <summary>
/// Another host's page sends its token itself: cookies are never accepted from elsewhere, so no answer allows credentials. The origin
/// is named in the answer, never a star.
/// </summary>
internal sealed class TenantCors(TenantOrigins origins) : ICorsPolicyProvider
{
    private static readonly TimeSpan PreflightKept = TimeSpan.FromHours(1);
    private static readonly CorsPolicy Nobody = new CorsPolicyBuilder().Build();

    public static bool IsPreflight(HttpContext http) => HttpMethods.IsOptions(http.Request.Method)
        && http.Request.Headers.AccessControlRequestMethod.Count > 0 && http.Request.Headers.Origin.Count > 0;

    public async Task<CorsPolicy?> GetPolicyAsync(HttpContext context, string? policyName)
    {
        var asked = context.Request.Headers.Origin.ToString();
        context.Response.Headers.AppendCommaSeparatedValues("Vary", "Origin");
        var tenant = IsPreflight(context) ? null : context.RequestServices.GetRequiredService<CurrentTenant>().Known;
        var allowed = (tenant is not null || IsPreflight(context)) && Uri.TryCreate(asked, UriKind.Absolute, out var origin) && await origins.AllowsAsync(tenant, origin, context.RequestAborted);
        return allowed
            ? new CorsPolicyBuilder(asked).WithMethods("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
                .WithHeaders("Authorization", "Content-Type", "X-Tenant", "If-Match", "If-None-Match", WritePromises.KeyHeader, "traceparent")
                .WithExposedHeaders("ETag", "Location", "Retry-After", WritePromises.ReplayHeader, "RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset", "Content-Disposition")
                .SetPreflightMaxAge(PreflightKept).Build()
            : Nobody;
    }
}
