using System.Collections.Concurrent;
using CivicPulse.Platform.Jobs;
using CivicPulse.Platform.Tenancy;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CivicPulse.Platform.Facts;

/// <summary>Takes hints as they come; a sweep every few seconds finds the tenants whose hints were lost.</summary>
internal sealed partial class RelayWorker(
    FactHints hints, Relay relay, TenantDirectory tenants, PendingWork pending, ILogger<RelayWorker> log) : BackgroundService
{
    private const int TenantsAtOnce = 6;
    private static readonly TimeSpan SweepEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(500);
    private readonly WaitingTenants _waiting = new(share: 1);
    private readonly ConcurrentDictionary<string, ConcurrentBag<string>> _hints = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _wake = new(0, 1);
    private readonly string _me = $"{Environment.MachineName}-{Environment.ProcessId}-{Guid.NewGuid():N}";

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll([
        Persistently.RunAsync(FollowHintsAsync, log, stoppingToken),
        Persistently.RunAsync(SweepAsync, log, stoppingToken),
        .. Enumerable.Range(0, TenantsAtOnce).Select(_ => Persistently.RunAsync(TakeTurnsAsync, log, stoppingToken))]);

    private async Task FollowHintsAsync(CancellationToken ct)
    {
        await hints.ListenAsync(Wake);
        while (true)
        {
            foreach (var (id, tenant) in await hints.TakeAsync(_me))
            {
                _hints.GetOrAdd(tenant, _ => []).Add(id);
                _waiting.Add(tenant);
            }
            await _wake.WaitAsync(Glance, ct);
        }
    }

    private async Task TakeTurnsAsync(CancellationToken ct)
    {
        while (true)
        {
            var slug = await _waiting.NextAsync(ct);
            try
            {
                await TakeTurnAsync(slug, ct);
            }
            finally
            {
                _waiting.Leave(slug);
            }
        }
    }

    /// <summary>Hints are crossed off after the turn: whoever dies in it leaves them to another Worker.</summary>
    private async Task TakeTurnAsync(string slug, CancellationToken ct)
    {
        _hints.TryRemove(slug, out var heard);
        var turn = await tenants.FindAsync(slug, ct) is { } tenant ? await relay.RunAsync(tenant, ct) : new Turn(false, false, null);
        // Whoever holds it may have looked for the last time just before this fact was there.
        if (turn.Held) _ = LaterAsync(slug, Glance, ct);
        else if (turn.More) _waiting.Add(slug);
        else if (turn.Next is { } pause && pause < SweepEvery) _ = LaterAsync(slug, pause, ct);
        if (heard is null) return;
        if (turn.Held) foreach (var id in heard) _hints.GetOrAdd(slug, _ => []).Add(id);
        else await hints.FinishAsync(heard);
    }

    private async Task SweepAsync(CancellationToken ct)
    {
        while (true)
        {
            foreach (var tenant in await pending.LookAsync(ct))
                if (tenant.OpenFacts > 0 || tenant.Elsewhere) _waiting.Add(tenant.Slug);
            await Task.Delay(SweepEvery, ct);
        }
    }

    private async Task LaterAsync(string slug, TimeSpan pause, CancellationToken ct)
    {
        await Task.Delay(pause, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _waiting.Add(slug);
    }

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

    public override void Dispose()
    {
        _wake.Dispose();
        base.Dispose();
    }
}
