using CivicPulse.Platform.Tenancy;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CivicPulse.Platform.Data;

/// <summary>
/// Owns every table, as the database owner: prepares databases and runs each schema's missing migrations. Each schema is one
/// transaction, so what was interrupted is begun again from where the last one ended; a file that changed after it ran is refused.
/// </summary>
internal sealed partial class Migrator(TenantSources sources, Release release, TimeProvider clock, ILogger<Migrator> log)
{
    private const int MostTries = 5;
    private const string Host = "platform";

    /// <summary>Roles, extensions and the installation's own tables; in a tenant's own database they stay empty.</summary>
    /// <param name="logins">Login names with their passwords.</param>
    public async Task PrepareAsync(NpgsqlDataSource owner, IReadOnlyDictionary<string, string> logins, CancellationToken ct)
    {
        var attempt = 0;
        while (true)
        {
            attempt++;
            try
            {
                await PrepareOnceAsync(owner, logins, ct);
                return;
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InternalError && attempt < MostTries)
            {
                // Roles belong to the whole server: another database on it was changing them at the same moment.
                await Task.Delay(TimeSpan.FromMilliseconds(200 * attempt), clock, ct);
            }
        }
    }

    private async Task PrepareOnceAsync(NpgsqlDataSource owner, IReadOnlyDictionary<string, string> logins, CancellationToken ct)
    {
        await using var connection = await owner.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await connection.RunAsync("select pg_advisory_xact_lock(hashtextextended('civicpulse:migrate', 0))", ct);
        await connection.RunAsync(MigratorSql.Prepare, ct);
        foreach (var (login, password) in logins)
        {
            await connection.RunAsync(MigratorSql.PrepareLogin(login), ct);
            await connection.SetPasswordAsync(login, password, ct);
        }
        await ApplyAsync(connection, Host, release.Host, ct);
        await connection.RunAsync(MigratorSql.GrantHost, ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>Schema, role, tables and rights of one tenant, made or brought up to date.</summary>
    /// <param name="only">For an archive of an older release: these first, and the rest afterwards.</param>
    public async Task MigrateTenantAsync(Tenant tenant, CancellationToken ct, IReadOnlyList<Migration>? only = null)
    {
        var started = clock.GetTimestamp();
        var migrations = only ?? release.Tenant;
        await using var connection = await sources.Of(tenant).OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await connection.RunAsync(MigratorSql.LockTenant(tenant), ct);
        if (await connection.HasAppliedAsync(tenant.Schema, ct))
        {
            await connection.RunAsync(MigratorSql.PrepareTenant(tenant, sources.LoginOf(tenant)), ct);
            await ApplyAsync(connection, tenant.Schema, migrations, ct);
            await connection.RunAsync(MigratorSql.GrantTenant(tenant), ct);
        }
        else
        {
            await connection.RunAsync(MigratorSql.WholeTenant(tenant, sources.LoginOf(tenant), migrations), ct);
        }
        await transaction.CommitAsync(ct);
        Migrated(log, tenant.Slug, clock.GetElapsedTime(started).TotalMilliseconds);
    }

    private async Task ApplyAsync(NpgsqlConnection connection, string schema, IReadOnlyList<Migration> migrations, CancellationToken ct)
    {
        var applied = await connection.AppliedAsync(schema, ct);
        foreach (var migration in migrations)
        {
            if (applied.TryGetValue(migration.Name, out var checksum))
            {
                if (checksum != migration.Checksum)
                    throw new InvalidOperationException($"{migration.Name} was changed after it ran in {schema}. Add a new file instead.");
                continue;
            }
            await connection.RunAsync(MigratorSql.SearchPath(schema), ct);
            await connection.RunAsync(migration.Sql, ct);
            await connection.MarkAppliedAsync(schema, migration, clock.GetUtcNow(), ct);
        }
    }

    [LoggerMessage(LogLevel.Information, "Tenant {Tenant}: migrated in {Milliseconds:F0} ms")]
    private static partial void Migrated(ILogger log, string tenant, double milliseconds);
}
