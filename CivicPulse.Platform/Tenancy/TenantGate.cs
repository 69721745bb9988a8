using System.Data.Common;
using System.Diagnostics;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Data;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace CivicPulse.Platform.Tenancy;

/// <summary>What a connection needs to be let in: whose rows, and who is asking.</summary>
internal sealed record TenantPass(string Role, string SearchPath, ActorKind ActorKind, Guid? ActorId)
{
    public static TenantPass For(Tenant tenant, CurrentAccount actor) =>
        new(tenant.Role, $"{tenant.Schema}, reference, extensions", actor.Kind, actor.Id);

    /// <summary>The installation's own tables: tenants, accounts, sessions. No tenant role can read them.</summary>
    public static readonly TenantPass Host = new("civicpulse_host", "platform, extensions", ActorKind.System, null);
}

/// <summary>
/// Lets every logically opened connection in as exactly one tenant: role, search path and actor in one round trip.
/// The login role itself owns nothing and inherits nothing, so a connection that skipped the gate sees nothing;
/// the pool resets role and settings when the connection comes back.
/// </summary>
internal sealed class TenantGate : DbConnectionInterceptor
{
    private const string Admit = """
        select set_config('role', $1, false), set_config('search_path', $2, false),
               set_config('app.actor_kind', $3, false), set_config('app.actor_id', $4, false), set_config('app.trace_id', $5, false)
        """;

    public override async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default) =>
        await AdmitAsync((NpgsqlConnection)connection, PassOf(eventData), cancellationToken);

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = Command((NpgsqlConnection)connection, PassOf(eventData));
        command.ExecuteNonQuery();
    }

    internal static async Task AdmitAsync(NpgsqlConnection connection, TenantPass pass, CancellationToken ct)
    {
        await using var command = Command(connection, pass);
        await command.ExecuteNonQueryAsync(ct);
    }

    private static TenantPass PassOf(ConnectionEndEventData eventData) => eventData.Context switch
    {
        TenantDb db => db.Pass ?? throw new InvalidOperationException("A tenant's database was opened outside a tenant."),
        HostDb => TenantPass.Host,
        _ => throw new InvalidOperationException("Only TenantDb and HostDb open connections."),
    };

    private static NpgsqlCommand Command(NpgsqlConnection connection, TenantPass pass) => new(Admit, connection)
    {
        Parameters =
        {
            new() { Value = pass.Role },
            new() { Value = pass.SearchPath },
            new() { Value = pass.ActorKind.ToString().ToLowerInvariant() },
            new() { Value = pass.ActorId?.ToString() ?? "" },
            new() { Value = Activity.Current?.TraceId.ToHexString() ?? "" },
        },
    };
}
