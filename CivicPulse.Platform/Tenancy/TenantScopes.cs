using CivicPulse.Platform.Access;
using Microsoft.Extensions.DependencyInjection;

namespace CivicPulse.Platform.Tenancy;

/// <summary>The only way into a tenant outside a request: a fresh scope that works for that tenant as the system, or for a named account.</summary>
public sealed class TenantScopes(IServiceScopeFactory scopes)
{
    public AsyncServiceScope Enter(Tenant tenant, Guid? onBehalfOf = null)
    {
        var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentTenant>().Enter(tenant);
        scope.ServiceProvider.GetRequiredService<CurrentAccount>().ActAsSystem(onBehalfOf);
        return scope;
    }
}
