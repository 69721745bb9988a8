using System.Diagnostics;
using CivicPulse.Platform.Tenancy;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CivicPulse.Platform.Jobs;

/// <summary>Does one clock job, for the installation or for every tenant: a few at once, and what fails in one tenant stays there.</summary>
internal sealed partial class ClockRound(IServiceScopeFactory scopes, TenantScopes tenantScopes, TenantDirectory tenants, ILogger<ClockRound> log)
{
    private const int TenantsAtOnce = 4;

    public async Task RunAsync(ClockJob job, CancellationToken ct)
    {
        using var activity = Telemetry.Source.StartActivity("clock " + job.Name);
        if (!job.EveryTenant)
        {
            await using var scope = scopes.CreateAsyncScope();
            await TryAsync(job, "-", scope.ServiceProvider, ct);
            return;
        }
        var bound = new ParallelOptions { MaxDegreeOfParallelism = TenantsAtOnce, CancellationToken = ct };
        await Parallel.ForEachAsync(await tenants.ListAsync(ct), bound, async (tenant, token) =>
        {
            await using var scope = tenantScopes.Enter(tenant);
            await TryAsync(job, tenant.Slug, scope.ServiceProvider, token);
        });
    }

    private async Task TryAsync(ClockJob job, string tenant, IServiceProvider services, CancellationToken ct)
    {
        try
        {
            await job.Create(services).RunAsync(ct);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            Failed(log, job.Name, tenant, e);
        }
    }

    [LoggerMessage(LogLevel.Error, "Clock job {Job} failed for tenant {Tenant}")]
    private static partial void Failed(ILogger log, string job, string tenant, Exception e);
}
