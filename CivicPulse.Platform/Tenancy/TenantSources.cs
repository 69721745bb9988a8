using System.Collections.Concurrent;
using CivicPulse.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CivicPulse.Platform.Tenancy;

/// <summary>
/// The database of a tenant: the shared one, or the connection that configuration holds under the name the tenant was given:
/// <c>Tenants:{name}:ConnectionString</c> for those who serve, <c>Tenants:{name}:OwnerConnectionString</c> for commands. Without the
/// latter it is the shared database with a login of the tenant's own.
/// </summary>
public sealed class TenantSources(NpgsqlDataSource shared, NpgsqlDataSource brief, IConfiguration configuration, bool asOwner) : IAsyncDisposable
{
    private const int MostForOne = 16;
    private readonly ConcurrentDictionary<(string Database, bool Brief), Lazy<NpgsqlDataSource>> _own = new();

    internal NpgsqlDataSource Shared => shared;

    /// <summary>Connections that may be set up for a session: they are reset when they are given back.</summary>
    internal NpgsqlDataSource Of(Tenant tenant) => Named(tenant.Database);

    /// <summary>Connections on which nothing is set beyond a transaction, and nothing reset.</summary>
    internal NpgsqlDataSource BriefOf(Tenant tenant) => Named(tenant.Database, isBrief: true);

    internal NpgsqlDataSource Named(string? database) => Named(database, isBrief: false);

    private NpgsqlDataSource Named(string? database, bool isBrief)
    {
        if (database is null || (asOwner && OwnerConnection(database) is null)) return isBrief ? brief : shared;
        return _own.GetOrAdd((database, isBrief), key => new(() =>
            DataSources.Create((asOwner ? OwnerConnection(key.Database) : Connection(key.Database)) ?? throw Missing(key.Database), MostForOne, key.Brief, key.Brief ? DataSources.Prepared : 0))).Value;
    }

    /// <summary>Who may become the tenant's role.</summary>
    internal string LoginOf(Tenant tenant) => tenant.Database is { } name ? Login(name).Username : MigratorSql.AppLogin;

    internal (string Username, string Password) Login(string database)
    {
        var settings = new NpgsqlConnectionStringBuilder(Connection(database) ?? throw Missing(database));
        if (settings.Username is not { } login || !Tenant.IsSlug(login.Replace('_', '-')))
            throw new InvalidOperationException($"Tenants__{database}__ConnectionString needs a Username of a-z, 0-9 and '_'.");
        return (login, settings.Password ?? throw new InvalidOperationException($"Tenants__{database}__ConnectionString needs a Password."));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var source in _own.Values.Where(s => s.IsValueCreated)) await source.Value.DisposeAsync();
    }

    /// <summary>The pooled contexts hold connections of the shared database; a tenant with its own gets a context that is not pooled.</summary>
    internal TenantDb Database(IServiceProvider scope)
    {
        var tenant = scope.GetRequiredService<CurrentTenant>().Value;
        if (BriefOf(tenant) is var source && ReferenceEquals(source, brief)) return scope.GetRequiredService<IDbContextFactory<TenantDb>>().CreateDbContext();
        var own = new TenantDb(scope.GetRequiredService<DbContextOptions<TenantDb>>());
        own.Database.SetDbConnection(source.CreateConnection(), contextOwnsConnection: true);
        return own;
    }

    /// <summary>Every tenant connection that configuration knows.</summary>
    internal IEnumerable<NpgsqlDataSource> Configured() =>
        configuration.GetSection("Tenants").GetChildren().Where(t => t["ConnectionString"] is not null).Select(t => Named(t.Key));

    private string? Connection(string name) => configuration[$"Tenants:{name}:ConnectionString"];

    private string? OwnerConnection(string name) => configuration[$"Tenants:{name}:OwnerConnectionString"];

    private static InvalidOperationException Missing(string name) => new($"Tenants__{name}__ConnectionString is not set: a tenant's records are there.");
}
