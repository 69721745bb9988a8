using CivicPulse.Tests.Support;
using CivicPulse.Worker;
using Npgsql;
using StackExchange.Redis;

namespace CivicPulse.Tests.Platform;

public sealed class ClockTests(TestSystem system)
{
    [Fact]
    public async Task A_tick_fires_once_over_two_workers_and_when_one_is_killed_the_other_goes_on()
    {
        await using var site = await Site.StartAsync(system.Backing, "clock", withWorker: false);
        var spoilt = await site.NewTenantAsync();
        var sound = await site.NewTenantAsync();
        await using var redis = await ConnectionMultiplexer.ConnectAsync(site.Settings["ConnectionStrings:redis"]!);
        Task<long> TicksAsync() => redis.GetDatabase().ListLengthAsync(ScratchClock.Ticks);

        await using var here = new RealHost<WorkerHost>(site.Settings, services => services.AddScratchClock());
        using var there = WorkerProcess.Start(site);
        await Eventually.TrueAsync(async () => (await redis.GetDatabase().ListRangeAsync(ScratchClock.Ticks)).Distinct().Count() == 2, 90);

        var (before, since) = (await TicksAsync(), DateTimeOffset.UtcNow);
        await Task.Delay(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        var (ticks, seconds) = (await TicksAsync() - before, (DateTimeOffset.UtcNow - since).TotalSeconds);
        Assert.InRange(ticks, seconds * 0.5, seconds + 2);

        await there.KillAsync();
        var left = await TicksAsync();
        await Eventually.TrueAsync(async () => await TicksAsync() >= left + 5, 60);

        await Eventually.TrueAsync(async () => await CountAsync(site, $"{sound.Tenant.Schema}.jobs where kind = 'scratch_tick'") > 2);
        Assert.Equal(0, await CountAsync(site, $"{spoilt.Tenant.Schema}.jobs where kind = 'scratch_tick'"));
    }

    private static async Task<long> CountAsync(Site site, string from)
    {
        await using var source = OwnerSql.Source(site.Owner);
        await using var command = source.CreateCommand($"select count(*) from {from}");
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
