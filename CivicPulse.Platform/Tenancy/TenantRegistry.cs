using System.Collections.Concurrent;
using CivicPulse.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CivicPulse.Platform.Tenancy;

/// <param name="Parallel">Tenants at a time.</param>
/// <param name="Only">One tenant's slug.</param>
/// <param name="Force">Also those that are up to date.</param>
public sealed record MigrateOrder(int Parallel = 4, string? Only = null, bool Force = false);

/// <summary>What came of bringing tenants up to date: a tenant that failed stands in nobody's way.</summary>
public sealed record MigrationReport(int Migrated, int UpToDate, IReadOnlyDictionary<string, string> Failures);

/// <summary>Brings tenants into being, up to date, out of service and back. For commands: it works as the database's owner.</summary>
internal sealed partial class TenantRegistry(
    TenantSources sources, Migrator migrator, Release release, IDbContextFactory<HostDb> hosts, IConfiguration configuration, TimeProvider clock, ILogger<TenantRegistry> log)
{
    /// <summary>For so long processes may still serve a tenant that they have just looked up.</summary>
    internal static readonly TimeSpan Forgotten = TimeSpan.FromSeconds(6);

    private NpgsqlDataSource Owner => sources.Shared;

    /// <summary>The installation first, then every tenant that this release has not reached yet.</summary>
    public async Task<MigrationReport> MigrateAsync(MigrateOrder order, CancellationToken ct)
    {
        await migrator.PrepareAsync(Owner, new Dictionary<string, string>(StringComparer.Ordinal) { ["civicpulse_app"] = Password("App"), ["civicpulse_host"] = Password("Host") }, ct);
        var all = (await ListAsync(ct)).Where(t => t.State != TenantState.Deleting && (order.Only is null || t.Slug == order.Only)).ToList();
        if (order.Only is not null && all.Count == 0) throw new InvalidOperationException($"There is no tenant '{order.Only}'.");
        var due = all.Where(t => order.Force || t.Release != release.Fingerprint).ToList();
        var failures = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        foreach (var own in due.Where(t => t.Database is not null).GroupBy(t => t.Database!, StringComparer.Ordinal))
            await TryAsync(own, () => PrepareOwnAsync(own.Key, ct), failures, ct);
        await Parallel.ForEachAsync(due.Where(t => !failures.ContainsKey(t.Slug)), new ParallelOptions { MaxDegreeOfParallelism = order.Parallel, CancellationToken = ct },
            async (tenant, token) => await TryAsync([tenant], () => MigrateAsync(tenant.ToTenant(), token), failures, token));
        return new MigrationReport(due.Count - failures.Count, all.Count - due.Count, failures);
    }

    /// <summary>Creates the tenant's schema, role and tables, or brings them up to date: safe to repeat and to do side by side.</summary>
    public async Task<Tenant> ProvisionAsync(Tenant asked, CancellationToken ct)
    {
        var tenant = await EnrolAsync(asked, ct);
        await PrepareDatabaseAsync(tenant, ct);
        await MigrateAsync(tenant, ct);
        return tenant;
    }

    /// <summary>Known from now on, and not served before it is whole.</summary>
    public async Task<Tenant> EnrolAsync(Tenant asked, CancellationToken ct)
    {
        if (!Tenant.IsSlug(asked.Slug)) throw new ArgumentException($"'{asked.Slug}' is not a tenant slug: 3 to 40 of a-z, 0-9 and '-', beginning with a letter.", nameof(asked));
        var (tenant, state) = await Owner.EnrolAsync(asked, clock.GetUtcNow(), ct);
        return state != TenantState.Deleting ? tenant : throw new InvalidOperationException($"'{tenant.Slug}' is being deleted: finish that first, with tenant delete.");
    }

    public Task PrepareDatabaseAsync(Tenant tenant, CancellationToken ct) => tenant.Database is { } own ? PrepareOwnAsync(own, ct) : Task.CompletedTask;

    /// <summary>Its connection must be configured; what the shared database has and every tenant needs is made there, too.</summary>
    private async Task PrepareOwnAsync(string database, CancellationToken ct)
    {
        var (login, password) = sources.Login(database);
        await migrator.PrepareAsync(sources.Named(database), new Dictionary<string, string>(StringComparer.Ordinal) { [login] = password }, ct);
    }

    private async Task MigrateAsync(Tenant tenant, CancellationToken ct)
    {
        try
        {
            await migrator.MigrateTenantAsync(tenant, ct);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            await Owner.MarkFailedAsync(tenant.Id, e.Message, clock.GetUtcNow(), CancellationToken.None);
            throw;
        }
        await MarkAsync(tenant, ct);
    }

    /// <summary>From now on it is served.</summary>
    public Task<int> MarkAsync(Tenant tenant, CancellationToken ct) => Owner.MarkMigratedAsync(tenant.Id, release.Version, release.Fingerprint, clock.GetUtcNow(), ct);

    private async Task TryAsync(IEnumerable<TenantRow> tenants, Func<Task> work, ConcurrentDictionary<string, string> failures, CancellationToken ct)
    {
        try
        {
            await work();
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            foreach (var tenant in tenants)
            {
                failures[tenant.Slug] = e.Message;
                await Owner.MarkFailedAsync(tenant.Id, e.Message, clock.GetUtcNow(), ct);
                Failed(log, tenant.Slug, e);
            }
        }
    }

    public async Task<IReadOnlyList<TenantRow>> ListAsync(CancellationToken ct)
    {
        await using var host = await hosts.CreateDbContextAsync(ct);
        return await host.Tenants.AsNoTracking().OrderBy(t => t.Slug).ToListAsync(ct);
    }

    public async Task<TenantRow> FindAsync(string slug, CancellationToken ct)
    {
        await using var host = await hosts.CreateDbContextAsync(ct);
        return await host.Tenants.AsNoTracking().FirstOrDefaultAsync(t => t.Slug == slug, ct) ?? throw new InvalidOperationException($"There is no tenant '{slug}'.");
    }

    public async Task SuspendAsync(string slug, CancellationToken ct)
    {
        if (await Owner.SuspendAsync(slug, clock.GetUtcNow(), ct) == 0) throw new InvalidOperationException($"'{slug}' is not active: it is {(await FindAsync(slug, ct)).State}.");
    }

    public async Task ResumeAsync(string slug, CancellationToken ct)
    {
        if (await Owner.ResumeAsync(slug, ct) == 0) throw new InvalidOperationException($"'{slug}' is not suspended: it is {(await FindAsync(slug, ct)).State}.");
    }

    /// <summary>A slug names schema and role, so nobody may be at work in it while it changes.</summary>
    public async Task RenameAsync(string slug, string? name, string? to, CancellationToken ct)
    {
        var row = await FindAsync(slug, ct);
        if (to is not null && !Tenant.IsSlug(to)) throw new ArgumentException($"'{to}' is not a tenant slug.", nameof(to));
        if (to is not null && (row.State != TenantState.Suspended || clock.GetUtcNow() - row.SuspendedAt < Forgotten))
            throw new InvalidOperationException($"Suspend '{slug}' first, and wait {Forgotten.TotalSeconds} seconds: its slug names its schema.");
        if (name is not null) await Owner.RenameAsync(slug, name, ct);
        if (to is null) return;
        var (from, moved) = (row.ToTenant(), row.ToTenant() with { Slug = to });
        if ((await ListAsync(ct)).Any(t => t.Slug == to)) throw new InvalidOperationException($"There is a tenant '{to}'.");
        await sources.Of(from).MoveSchemaAsync(from, moved, ct);
        await Owner.ChangeSlugAsync(slug, to, ct);
        // What was made with the old name in it is made anew.
        await MigrateAsync(moved, ct);
    }

    public async Task<IReadOnlyList<string>> DomainsAsync(Guid tenant, CancellationToken ct)
    {
        await using var host = await hosts.CreateDbContextAsync(ct);
        return await host.Domains.Where(d => d.TenantId == tenant).Select(d => d.Domain).OrderBy(d => d).ToListAsync(ct);
    }

    public async Task<string> AddDomainAsync(string slug, string domain, CancellationToken ct)
    {
        var (row, name) = (await FindAsync(slug, ct), Domain.Read(domain));
        try
        {
            await Owner.AddDomainAsync(row.Id, name, clock.GetUtcNow(), ct);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            throw new InvalidOperationException($"{name} leads to a tenant already.", e);
        }
        return $"{name} leads to {slug}.";
    }

    public async Task<string> RemoveDomainAsync(string slug, string domain, CancellationToken ct)
    {
        var (row, name) = (await FindAsync(slug, ct), Domain.Read(domain));
        if (await Owner.RemoveDomainAsync(row.Id, name, ct) == 0) throw new InvalidOperationException($"{name} does not lead to {slug}.");
        return $"{name} leads nowhere.";
    }

    private string Password(string login) => configuration[$"Database:{login}Password"]
        ?? throw new InvalidOperationException($"Database__{login}Password is not set: the password that civicpulse_{login.ToLowerInvariant()} logs in with.");

    [LoggerMessage(LogLevel.Error, "Tenant {Tenant} was not brought up to date; the others go on")]
    private static partial void Failed(ILogger log, string tenant, Exception e);
}
