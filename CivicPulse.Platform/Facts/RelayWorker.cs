using System.Runtime.CompilerServices;
using CivicPulse.Platform.Tenancy;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CivicPulse.Platform.Facts;

/// <summary>Takes hints as they come and sweeps all tenants at start and every few seconds, because hints may be lost.</summary>
internal sealed partial class RelayWorker(FactHints hints, Relay relay, TenantDirectory tenants, ILogger<RelayWorker> log)
    : BackgroundService
{
    private const int TenantsAtOnce = 4;
    private static readonly TimeSpan SweepEvery = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(500);
    private readonly SemaphoreSlim _wake = new(0, 1);
    private readonly string _me = $"{Environment.MachineName}-{Environment.ProcessId}";

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(UntilStoppedAsync(FollowHintsAsync, stoppingToken), UntilStoppedAsync(SweepAsync, stoppingToken));

    private async Task FollowHintsAsync(CancellationToken ct)
    {
        await hints.ListenAsync(Wake);
        await Parallel.ForEachAsync(HintsAsync(ct), Bounded(ct), async (hint, token) =>
        {
            // A tenant held by another Worker keeps its hint: it comes back once that Worker is done or dead.
            if (await tenants.FindAsync(hint.Tenant, token) is not { } tenant || await RelayAsync(tenant, token))
                await hints.FinishAsync(hint.Id);
        });
    }

    private async IAsyncEnumerable<(string Id, string Tenant)> HintsAsync([EnumeratorCancellation] CancellationToken ct)
    {
        while (true)
        {
            foreach (var hint in await hints.TakeAsync(_me)) yield return hint;
            await _wake.WaitAsync(Glance, ct);
        }
    }

    private async Task SweepAsync(CancellationToken ct)
    {
        while (true)
        {
            await Parallel.ForEachAsync(await tenants.ListAsync(ct), Bounded(ct), async (tenant, token) => await RelayAsync(tenant, token));
            await Task.Delay(SweepEvery, ct);
        }
    }

    /// <summary>What goes wrong in one tenant stays there: its facts wait for the next sweep.</summary>
    private async Task<bool> RelayAsync(Tenant tenant, CancellationToken ct)
    {
        try
        {
            if (await relay.RunAsync(tenant, ct)) return true;
            // Whoever holds it may have looked for the last time just before this fact was there.
            await Task.Delay(Glance, ct);
            return await relay.RunAsync(tenant, ct);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            Interrupted(log, e);
            return false;
        }
    }

    private static ParallelOptions Bounded(CancellationToken ct) => new() { MaxDegreeOfParallelism = TenantsAtOnce, CancellationToken = ct };

    private void Wake()
    {
        try
        {
            _wake.Release();
        }
        catch (SemaphoreFullException)
        {
            // Already awake.
        }
    }

    private async Task UntilStoppedAsync(Func<CancellationToken, Task> work, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await work(ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (!ct.IsCancellationRequested)
            {
                Interrupted(log, e);
                await Task.Delay(TimeSpan.FromSeconds(1), ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    public override void Dispose()
    {
        _wake.Dispose();
        base.Dispose();
    }

    [LoggerMessage(LogLevel.Warning, "The relay was interrupted and goes on")]
    private static partial void Interrupted(ILogger log, Exception e);
}
