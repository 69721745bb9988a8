using CivicPulse.Platform.Tenancy;
using Microsoft.Extensions.DependencyInjection;

namespace CivicPulse.Platform.Access;

/// <summary>
/// A scope in which an account acts outside its own request, with all that it holds and no more: an export that runs later, a look at
/// what somebody sees.
/// </summary>
public sealed class AccountScopes(TenantScopes scopes)
{
    /// <returns>Null when the account has no place in the tenant.</returns>
    public async Task<AsyncServiceScope?> EnterAsync(Tenant tenant, Guid account, CancellationToken ct)
    {
        var scope = scopes.Enter(tenant, account);
        try
        {
            if (await scope.ServiceProvider.GetRequiredService<IAccountAccess>().HeldByAsync(account, ct) is { } held)
            {
                scope.ServiceProvider.GetRequiredService<CurrentAccount>().SignIn(account, held);
                return scope;
            }
            await scope.DisposeAsync();
            return null;
        }
        catch
        {
            await scope.DisposeAsync();
            throw;
        }
    }
}
