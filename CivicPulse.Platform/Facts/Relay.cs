using CivicPulse.Platform.Data;
using CivicPulse.Platform.Tenancy;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CivicPulse.Platform.Facts;

/// <summary>How a tenant's turn ended: another Worker holds it, there is more to do, or when something may be done again.</summary>
internal sealed record Turn(bool Held, bool More, TimeSpan? Next);

/// <summary>
/// Hands a tenant's facts to their reactions. Each reaction meets the facts in the order they were told; one that fails waits, and
/// holds back what it is owed itself, not the other reactions. After its last attempt it is laid aside and later facts go on.
/// </summary>
internal sealed class Relay(TenantScopes scopes, RelayTools tools)
{
    public async Task<Turn> RunAsync(Tenant tenant, CancellationToken ct)
    {
        await using var scope = scopes.Enter(tenant);
        await using var connection = await scope.ServiceProvider.GetRequiredService<TenantConnection>().OpenAsync(ct);
        if (!await connection.TryHoldRelayAsync(ct)) return new Turn(true, false, null);
        try
        {
            return await new TenantTurn(tools, tenant, connection).TakeAsync(ct);
        }
        finally
        {
            if (connection.FullState == System.Data.ConnectionState.Open) await connection.LetGoOfRelayAsync(CancellationToken.None);
        }
    }

    /// <summary>Whether the transaction was committed is unknown: only the database can tell, after it is asked anew.</summary>
    internal static bool LostConnection(Exception e)
    {
        for (Exception? cause = e; cause is not null; cause = cause.InnerException)
        {
            if (cause is PostgresException { SqlState: ['5', '7', 'P', ..] }) return true;
            if (cause is NpgsqlException { InnerException: not TimeoutException } and not PostgresException) return true;
        }
        return false;
    }
}
