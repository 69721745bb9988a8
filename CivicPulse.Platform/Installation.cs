using Azure.Storage.Blobs;
using CivicPulse.Platform.Data;
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

    public async Task BringUpToDateAsync(CancellationToken ct)
    {
        var configuration = _services.GetRequiredService<IConfiguration>();
        await _services.GetRequiredService<Migrator>().MigrateAsync(Password("App"), Password("Host"), ct);
        await _services.GetRequiredService<BlobContainerClient>().CreateIfNotExistsAsync(cancellationToken: ct);
        if (configuration.GetSection("Demo") is var demo && demo["Tenant"] is { } slug) await AddDemoAsync(demo, slug, ct);

        string Password(string login) => configuration[$"Database:{login}Password"]
            ?? throw new InvalidOperationException($"Database__{login}Password is not set: the password that civicpulse_{login.ToLowerInvariant()} logs in with.");
    }

    /// <summary>Creates a tenant, or brings an existing one up to date.</summary>
    public Task<Tenant> ProvisionAsync(string slug, string name, CancellationToken ct) =>
        _services.GetRequiredService<Migrator>().ProvisionAsync(slug, name, ct);

    private async Task AddDemoAsync(IConfigurationSection demo, string slug, CancellationToken ct)
    {
        var tenant = await ProvisionAsync(slug, demo["Name"] ?? slug, ct);
        await using var scope = _services.GetRequiredService<TenantScopes>().Enter(tenant);
        foreach (var data in scope.ServiceProvider.GetServices<IDemoData>()) await data.AddAsync(demo, ct);
    }
}
