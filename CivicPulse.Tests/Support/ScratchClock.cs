using CivicPulse.Platform.Data;
using CivicPulse.Platform.Jobs;
using CivicPulse.Platform.Tenancy;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using StackExchange.Redis;

namespace CivicPulse.Tests.Support;

/// <summary>Clock jobs that leave a trace with every firing.</summary>
internal static class ScratchClock
{
    public const string Ticks = "scratch:ticks";

    public static IServiceCollection AddScratchClock(this IServiceCollection services) =>
        services.AddScoped<TickOnce>().AddScoped<TickEverywhere>().AddHostedService<Registration>();

    internal sealed class Registration : IHostedService
    {
        public Registration(JobList jobs) => jobs.ForInstallation<TickOnce>("* * * * * ?").ForEachTenant<TickEverywhere>("0/2 * * * * ?");

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

/// <summary>Once a second for the installation.</summary>
internal sealed class TickOnce(IConnectionMultiplexer redis) : IClockJob
{
    public Task RunAsync(CancellationToken ct) => redis.GetDatabase().ListRightPushAsync(ScratchClock.Ticks, Environment.ProcessId);
}

/// <summary>Every other second in every tenant; the first tenant of an installation cannot bear it.</summary>
internal sealed class TickEverywhere(TenantDb db, CurrentTenant tenant) : IClockJob
{
    public async Task RunAsync(CancellationToken ct)
    {
        if (tenant.Value.Slug.EndsWith("-1", StringComparison.Ordinal)) throw new InvalidOperationException("Not in this tenant.");
        db.Queue("scratch_tick", "clock", Guid.NewGuid());
        await db.SaveChangesAsync(ct);
    }
}
