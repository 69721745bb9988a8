using Azure.Storage.Blobs;
using CivicPulse.Platform.Tenancy;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CivicPulse.Platform;

/// <summary>Puts something into a newly provisioned demo tenant. Safe to run again.</summary>
public interface IDemoData
{
    Task AddAsync(IConfigurationSection demo, CancellationToken ct);
}

/// <summary>What <c>migrate</c> does: database, blob container, and the demo tenant where one is configured.</summary>
public sealed class Installation
{
    private readonly IServiceProvider _services;

    internal Installation(IServiceProvider services) => _services = services;

    public Task<MigrationReport> BringUpToDateAsync(CancellationToken ct) => BringUpToDateAsync(new MigrateOrder(), ct);

    public async Task<MigrationReport> BringUpToDateAsync(MigrateOrder order, CancellationToken ct)
    {
        var report = await _services.GetRequiredService<TenantRegistry>().MigrateAsync(order, ct);
        await _services.GetRequiredService<BlobContainerClient>().CreateIfNotExistsAsync(cancellationToken: ct);
        var demo = _services.GetRequiredService<IConfiguration>().GetSection("Demo");
        if (demo["Tenant"] is { } slug) await AddDemoAsync(demo, slug, ct);
        return report;
    }

    /// <summary>Creates a tenant, or brings an existing one up to date.</summary>
    public Task<Tenant> ProvisionAsync(string slug, string name, CancellationToken ct, string? database = null) =>
        _services.GetRequiredService<TenantRegistry>().ProvisionAsync(new Tenant(Guid.CreateVersion7(), slug, name) { Database = database }, ct);

    private async Task AddDemoAsync(IConfigurationSection demo, string slug, CancellationToken ct)
    {
        var tenant = await ProvisionAsync(slug, demo["Name"] ?? slug, ct);
        await using var scope = _services.GetRequiredService<TenantScopes>().Enter(tenant);
        foreach (var data in scope.ServiceProvider.GetServices<IDemoData>()) await data.AddAsync(demo, ct);
    }
}
