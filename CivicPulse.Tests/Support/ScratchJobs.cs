using CivicPulse.Platform.Data;
using CivicPulse.Platform.Http;
using CivicPulse.Platform.Jobs;
using CivicPulse.Tests.Support;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

// Lets a Worker that runs as a process of its own know these jobs: its environment names this assembly as a hosting startup.
[assembly: HostingStartup(typeof(ScratchStartup))]

namespace CivicPulse.Tests.Support;

internal sealed class ScratchStartup : IHostingStartup
{
    /// <summary>The hosts inside the test process meet this too, and are left as they are.</summary>
    public void Configure(IWebHostBuilder builder)
    {
        if (Environment.GetEnvironmentVariable("ASPNETCORE_HOSTINGSTARTUPASSEMBLIES") is not null)
            builder.ConfigureServices(services => services.AddScratchJobs().AddScratchClock().AddScratchFacts());
    }
}

/// <summary>Jobs that no module has, for tests of what runs them.</summary>
internal static class ScratchJobs
{
    public const string Count = "scratch_count";
    public const string Wait = "scratch_wait";
    public const string Refuse = "scratch_refuse";
    public const string Stumble = "scratch_stumble";

    public static IServiceCollection AddScratchJobs(this IServiceCollection services) =>
        services.AddScoped<CountSteps>().AddScoped<WaitForEver>().AddScoped<RefuseWork>().AddScoped<StumbleOnce>().AddHostedService<Registration>();

    /// <summary>Adds them to the list before any hosted service starts.</summary>
    internal sealed class Registration : IHostedService
    {
        [System.Diagnostics.CodeAnalysis.SuppressMessage("Major Code Smell", "S1144:Unused private types or members should be removed", Justification = "The container calls it.")]
        public Registration(JobList jobs) => Declare(jobs);

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    public static void Declare(JobList jobs) => jobs.Run<CountSteps>(Count).Run<WaitForEver>(Wait).Run<RefuseWork>(Refuse).Run<StumbleOnce>(Stumble);
}

internal sealed record CountTo(int Steps, int PauseMilliseconds);

internal sealed record CountedTo(int Step);

/// <summary>Leaves one row with every step: a job of a kind that nobody runs, whose subject is the counting job.</summary>
internal sealed class CountSteps(TenantDb db) : ILongJob
{
    public async Task RunAsync(JobRun run, CancellationToken ct)
    {
        var asked = run.ArgumentsAs<CountTo>();
        for (var step = run.CheckpointAs<CountedTo>()?.Step ?? 0; step < asked.Steps; step++)
        {
            await Task.Delay(asked.PauseMilliseconds, ct);
            db.Queue("scratch_step", "count", run.JobId, new CountedTo(step));
            await run.SaveAsync((step + 1.0) / asked.Steps, "counting", new CountedTo(step + 1), ct);
        }
    }
}

/// <summary>Never saves and never ends.</summary>
internal sealed class WaitForEver(TenantDb db) : ILongJob
{
    public Task RunAsync(JobRun run, CancellationToken ct) => Task.Delay(Timeout.Infinite, ct);

    public Task GiveUpAsync(JobRun run, string error, CancellationToken ct)
    {
        db.Queue("scratch_given_up", "wait", run.JobId);
        return Task.CompletedTask;
    }
}

internal sealed record RefuseWith(string? Because);

/// <summary>Fails, for a reason that people can do something about or for none; what it had begun is not saved.</summary>
internal sealed class RefuseWork(TenantDb db) : ILongJob
{
    public Task RunAsync(JobRun run, CancellationToken ct)
    {
        db.Queue("scratch_step", "refuse", run.JobId);
        throw run.ArgumentsAs<RefuseWith>().Because is { } because ? new BadInput("scratch.refused", because) : new InvalidOperationException("secret detail");
    }
}

/// <summary>Gets half way and fails; the run after that ends it.</summary>
internal sealed class StumbleOnce : ILongJob
{
    public async Task RunAsync(JobRun run, CancellationToken ct)
    {
        if (run.CheckpointAs<CountedTo>() is not null) return;
        await run.SaveAsync(0.5, "stumbling", new CountedTo(1), ct);
        throw new InvalidOperationException("Half way.");
    }
}
