using CivicPulse.Platform.Tenancy;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CivicPulse.Platform.Data;

/// <summary>
/// Owns every table, as the database owner: prepares the database, runs each schema's missing migrations, provisions tenants.
/// Each schema is one transaction; a file that changed after it ran is refused.
/// </summary>
internal sealed partial class Migrator(NpgsqlDataSource owner, ModuleList modules, TimeProvider clock, ILogger<Migrator> log)
{
    private const int TenantsAtOnce = 4;
    private const string Host = "platform";
    private readonly IReadOnlyList<Migration> _all = Migration.ReadAll(modules);

    /// <summary>Roles, extensions and the installation's own tables, then every tenant.</summary>
    public async Task MigrateAsync(string appPassword, string hostPassword, CancellationToken ct)
    {
        await using (var connection = await owner.OpenConnectionAsync(ct))
        {
            await using var transaction = await connection.BeginTransactionAsync(ct);
            await connection.RunAsync("select pg_advisory_xact_lock(hashtextextended('civicpulse:migrate', 0))", ct);
            await connection.RunAsync(MigratorSql.Prepare, ct);
            await connection.SetPasswordAsync("civicpulse_app", appPassword, ct);
            await connection.SetPasswordAsync("civicpulse_host", hostPassword, ct);
            await ApplyAsync(connection, Host, MigrationScope.Host, ct);
            await connection.RunAsync(MigratorSql.GrantHost, ct);
            await transaction.CommitAsync(ct);
        }
        var bound = new ParallelOptions { MaxDegreeOfParallelism = TenantsAtOnce, CancellationToken = ct };
        await Parallel.ForEachAsync(await TenantsAsync(ct), bound, async (tenant, token) => await MigrateTenantAsync(tenant, token));
    }

    /// <summary>Creates the tenant's schema, role and tables, or brings them up to date: safe to repeat.</summary>
    public async Task<Tenant> ProvisionAsync(string slug, string name, CancellationToken ct)
    {
        if (!Tenant.IsSlug(slug)) throw new ArgumentException($"'{slug}' is not a tenant slug: 3 to 40 of a-z, 0-9 and '-', beginning with a letter.", nameof(slug));
        var tenant = new Tenant(Guid.CreateVersion7(), slug, name);
        return tenant with { Id = await MigrateTenantAsync(tenant, ct) };
    }

    /// <summary>The tenant becomes known in the same transaction that makes it whole.</summary>
    private async Task<Guid> MigrateTenantAsync(Tenant tenant, CancellationToken ct)
    {
        var started = clock.GetTimestamp();
        await using var connection = await owner.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await connection.RunAsync(MigratorSql.PrepareTenant(tenant), ct);
        var ran = await ApplyAsync(connection, tenant.Schema, MigrationScope.Tenant, ct);
        await connection.RunAsync(MigratorSql.GrantTenant(tenant), ct);
        var id = await connection.AddTenantAsync(tenant, clock.GetUtcNow(), ct);
        await transaction.CommitAsync(ct);
        Migrated(log, tenant.Slug, ran, clock.GetElapsedTime(started).TotalMilliseconds);
        return id;
    }

    private async Task<int> ApplyAsync(NpgsqlConnection connection, string schema, MigrationScope scope, CancellationToken ct)
    {
        var applied = await connection.AppliedAsync(schema, ct);
        var ran = 0;
        foreach (var migration in _all.Where(m => m.Scope == scope))
        {
            if (applied.TryGetValue(migration.Name, out var checksum))
            {
                if (checksum != migration.Checksum)
                    throw new InvalidOperationException($"{migration.Name} was changed after it ran in {schema}. Add a new file instead.");
                continue;
            }
            await connection.RunAsync($"set local search_path = {schema}, reference, extensions", ct);
            await connection.RunAsync(migration.Sql, ct);
            await connection.MarkAppliedAsync(schema, migration, clock.GetUtcNow(), ct);
            ran++;
        }
        return ran;
    }

    private async Task<IReadOnlyList<Tenant>> TenantsAsync(CancellationToken ct)
    {
        await using var connection = await owner.OpenConnectionAsync(ct);
        return await connection.TenantsAsync(ct);
    }

    [LoggerMessage(LogLevel.Information, "Tenant {Tenant}: {Count} migrations in {Milliseconds:F0} ms")]
    private static partial void Migrated(ILogger log, string tenant, int count, double milliseconds);
}
