using CivicPulse.Platform.Facts;
using CivicPulse.Platform.Tenancy;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CivicPulse.Platform.Jobs;

/// <summary>Runs jobs, a few at once, woken by hints; a sweep finds those whose hint was lost, whose pause is over, whose Worker died.</summary>
internal sealed partial class JobWorker(
    JobList jobs, JobRunner runner, JobHints hints, WorkerPresence presence, PendingWork pending, TenantDirectory tenants, ILogger<JobWorker> log) : BackgroundService
{
    private const int AtOnce = 4;
    private const int OfOneTenant = 2;
    private static readonly TimeSpan SweepEvery = TimeSpan.FromSeconds(5);
    private readonly WaitingTenants _waiting = new(OfOneTenant);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (jobs.Long.Count == 0) return;
        await Task.WhenAll([
            Persistently.RunAsync(presence.ShowAsync, log, stoppingToken),
            Persistently.RunAsync(SweepAsync, log, stoppingToken),
            .. Enumerable.Range(0, AtOnce).Select(_ => Persistently.RunAsync(TakeAsync, log, stoppingToken))]);
    }

    private async Task TakeAsync(CancellationToken ct)
    {
        while (true)
        {
            var slug = await _waiting.NextAsync(ct);
            try
            {
                if (await tenants.FindAsync(slug, ct) is not { } tenant || await runner.TakeAsync(tenant, ct) is not { } job) continue;
                _waiting.Add(slug);
                if (await runner.RunAsync(tenant, job, ct) is { } pause) _ = AgainAsync(slug, pause, ct);
            }
            finally
            {
                _waiting.Leave(slug);
            }
        }
    }

    private async Task SweepAsync(CancellationToken ct)
    {
        await hints.ListenAsync(_waiting.Add);
        while (true)
        {
            foreach (var tenant in await pending.LookAsync(ct))
                if (tenant.OpenJobs > 0 || tenant.Elsewhere) _waiting.Add(tenant.Slug);
            await Task.Delay(SweepEvery, ct);
        }
    }

    private async Task AgainAsync(string tenant, TimeSpan pause, CancellationToken ct)
    {
        await Task.Delay(pause, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _waiting.Add(tenant);
    }
}
