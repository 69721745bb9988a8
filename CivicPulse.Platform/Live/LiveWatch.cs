using CivicPulse.Platform.Access;
using CivicPulse.Platform.Tenancy;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CivicPulse.Platform.Live;

/// <summary>
/// One loop for all sockets of the process: cuts off those that are stuck, ends those that grew old, and asks every five seconds, once
/// for each tenant, whether it is active and whose session and place are still there. Stopping the process closes every socket first.
/// </summary>
internal sealed partial class LiveWatch(LiveHub hub, TenantScopes scopes, TenantDirectory tenants, IHostApplicationLifetime life, ILogger<LiveWatch> log) : BackgroundService
{
    private const int TenantsAtOnce = 4;
    private const int TicksPerCheck = 5;
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestLife = TimeSpan.FromHours(12);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var closing = life.ApplicationStopping.Register(() => CloseAll(LiveClose.GoingAway));
        using var timer = new PeriodicTimer(Tick);
        var tick = 0;
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            tick++;
            foreach (var connection in hub.Open)
            {
                connection.AbortIfStuck();
                if (connection.Age > LongestLife) connection.Close(LiveClose.Expired);
            }
            if (tick % TicksPerCheck == 0) await CheckAsync(stoppingToken);
        }
    }

    private void CloseAll(LiveClose code)
    {
        foreach (var connection in hub.Open) connection.Close(code);
    }

    private Task CheckAsync(CancellationToken ct) => Parallel.ForEachAsync(
        hub.Open.GroupBy(c => c.Listener.Tenant), new ParallelOptions { MaxDegreeOfParallelism = TenantsAtOnce, CancellationToken = ct },
        async (sockets, token) => await CheckAsync(sockets.Key, [.. sockets], token));

    /// <summary>A database that does not answer ends nobody's talk: the next look follows.</summary>
    private async Task CheckAsync(Tenant tenant, List<LiveConnection> sockets, CancellationToken ct)
    {
        try
        {
            if (await tenants.StandingAsync(null, tenant.Slug, ct) is not { State: TenantState.Active })
            {
                foreach (var socket in sockets) socket.Close(LiveClose.NotAllowed);
                return;
            }
            await using var scope = scopes.Enter(tenant);
            var asked = sockets.Select(s => (s.Listener.Account, s.Listener.Session)).ToHashSet();
            var still = await scope.ServiceProvider.GetRequiredService<IAccountAccess>().StillAsync(tenant, asked, ct);
            foreach (var socket in sockets.Where(s => !still.Contains(s.Listener.Session))) socket.Close(LiveClose.NotAllowed);
        }
        catch (Exception) when (ct.IsCancellationRequested)
        {
            // The process stops, and what it stands on may be gone already.
        }
        catch (Exception e)
        {
            NotChecked(log, tenant.Slug, e);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The sockets of tenant {Tenant} could not be checked")]
    private static partial void NotChecked(ILogger log, string tenant, Exception e);
}
