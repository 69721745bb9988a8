using CivicPulse.Platform.Access;
using CivicPulse.Platform.Http;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;

namespace CivicPulse.Platform.Tenancy;

/// <summary>Names the tenant of a request: the <c>X-Tenant</c> header, else the host's first label (<c>demo.localhost</c>).</summary>
internal sealed class TenantRouting(RequestDelegate next, TenantDirectory tenants)
{
    public async Task InvokeAsync(HttpContext http, CurrentTenant current)
    {
        var route = http.GetEndpoint()?.Metadata.GetMetadata<PublicRoute>();
        if (NamedBy(http.Request) is not { } slug)
        {
            if (route is { NeedsTenant: true })
                await Problems.Of(StatusCodes.Status400BadRequest, "tenant.not_named", "Name the tenant: its own host name, or the X-Tenant header.").ExecuteAsync(http);
            else await next(http);
        }
        else if (await tenants.FindAsync(slug, http.RequestAborted) is { } tenant)
        {
            current.Enter(tenant);
            System.Diagnostics.Activity.Current?.SetTag("civicpulse.tenant", tenant.Slug);
            await next(http);
        }
        else if (route is { NeedsTenant: false } || (route is null && http.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null))
        {
            await next(http);
        }
        else
        {
            await Problems.Of(StatusCodes.Status404NotFound, "tenant.unknown", "There is no such tenant here.").ExecuteAsync(http);
        }
    }

    private static string? NamedBy(HttpRequest request)
    {
        if (request.Headers.TryGetValue("X-Tenant", out var header)) return header.ToString();
        var host = request.Host.Host;
        var dot = host.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && !System.Net.IPAddress.TryParse(host, out _) ? host[..dot].ToLowerInvariant() : null;
    }
}
