using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;

namespace CivicPulse.Platform.Data;

/// <summary>
/// What this release makes of a database. Its code needs every tenant migration but the last ones named <c>..._contract.sql</c>, which
/// only take away what no code uses any more: tenants that still lack others are not served.
/// </summary>
internal sealed class Release
{
    public Release(ModuleList modules, IConfiguration configuration)
    {
        var shipped = Migration.ReadAll(modules);
        Host = [.. shipped.Where(m => m.Scope == MigrationScope.Host)];
        var tenant = shipped.Where(m => m.Scope == MigrationScope.Tenant).ToList();
        Version = tenant.Count;
        Minimum = Version - tenant.AsEnumerable().Reverse().TakeWhile(m => m.Name.EndsWith("_contract.sql", StringComparison.Ordinal)).Count();
        Tenant = [.. tenant, .. Migration.ReadFolder(configuration["Database:ExtraMigrations"])];
        Fingerprint = Hash(Host.Concat(Tenant).Select(m => m.Name + m.Checksum).Append(MigratorSql.Prepare).Append(MigratorSql.GrantHost)
            .Append(MigratorSql.GrantTenant(new Tenancy.Tenant(Guid.Empty, "any", ""))));
    }

    public IReadOnlyList<Migration> Host { get; }

    /// <summary>In order; an installation's own, from <c>Database:ExtraMigrations</c>, are the last.</summary>
    public IReadOnlyList<Migration> Tenant { get; }

    /// <summary>How many tenant migrations it ships. They are only ever added, so of two schemas the greater number is the newer.</summary>
    public int Version { get; }

    /// <summary>The oldest schema its code can work with.</summary>
    public int Minimum { get; }

    /// <summary>Of all that is applied: a tenant that was brought to this has nothing to do.</summary>
    public string Fingerprint { get; }

    private static string Hash(IEnumerable<string> parts) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts))))[..16];
}
