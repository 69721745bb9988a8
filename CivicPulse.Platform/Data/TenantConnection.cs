using CivicPulse.Platform.Access;
using CivicPulse.Platform.Tenancy;
using Npgsql;

namespace CivicPulse.Platform.Data;

/// <summary>A plain connection for set-based SQL, let in through the same gate as every other.</summary>
public sealed class TenantConnection(NpgsqlDataSource source, CurrentTenant tenant, CurrentAccount account)
{
    /// <returns>An open connection that sees this scope's tenant and nothing else; the caller disposes it.</returns>
    public async Task<NpgsqlConnection> OpenAsync(CancellationToken ct)
    {
        var connection = await source.OpenConnectionAsync(ct);
        try
        {
            await TenantGate.AdmitAsync(connection, TenantPass.For(tenant.Value, account), ct);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}
