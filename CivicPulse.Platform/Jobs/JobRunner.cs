using System.Diagnostics;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Http;
using CivicPulse.Platform.Live;
using CivicPulse.Platform.Tenancy;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CivicPulse.Platform.Jobs;

/// <summary>Takes one job of a tenant and brings it to an end: done, failed, cancelled, or given back for another run.</summary>
internal sealed partial class JobRunner(TenantScopes scopes, JobList jobs, WorkerPresence presence, LiveMessages live, ILogger<JobRunner> log)
{
    /// <summary>A Worker that shows no sign for so long has lost its jobs.</summary>
    internal static readonly TimeSpan Lease = TimeSpan.FromSeconds(20);

    internal static readonly TimeSpan Beat = TimeSpan.FromSeconds(3);

    /// <summary>Runs that end badly without getting further.</summary>
    internal const int LastAttempt = 5;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public async Task<Job?> TakeAsync(Tenant tenant, CancellationToken ct)
    {
        await presence.Shown.WaitAsync(ct);
        var alive = await presence.AliveAsync(ct);
        await using var scope = scopes.Enter(tenant);
        return await scope.ServiceProvider.GetRequiredService<TenantDb>().TakeJobAsync([.. jobs.Kinds], presence.Number, alive, ct);
    }

    /// <returns>How long until it may run again, when it must.</returns>
    public async Task<TimeSpan?> RunAsync(Tenant tenant, Job job, CancellationToken ct)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var watch = WatchAsync(tenant, job, over);
        var (problem, attempts) = await TryAsync(tenant, job, over.Token);
        await over.CancelAsync();
        var seen = await watch;
        if (problem is null or LeaseLost || seen is LeaseLost) return Left(tenant, job, problem ?? seen);
        if (problem is JobCancelled || seen is JobCancelled) return await EndAsync(tenant, job, JobState.Cancelled, null);
        if (ct.IsCancellationRequested) return await GiveBackAsync(tenant, job, null);
        return await FailedAsync(tenant, job, attempts, problem);
    }

    /// <returns>What went wrong, and how many runs have not got further, this one included.</returns>
    private async Task<(Exception? Problem, int Attempts)> TryAsync(Tenant tenant, Job job, CancellationToken ct)
    {
        LeasedRun? run = null;
        try
        {
            // What ended the runs before left no trace of its own: the process went with it.
            if (job.Attempts > LastAttempt) throw new BadInput("jobs.process_ended", "The process ended each time it worked on this.");
            await using var scope = scopes.Enter(tenant, job.AccountId);
            run = new LeasedRun(job, tenant, scope.ServiceProvider.GetRequiredService<TenantDb>(), live);
            await WorkAsync(tenant, job, run, scope.ServiceProvider, ct);
            return (null, run.Attempts);
        }
        catch (Exception e)
        {
            return (e, run?.Attempts ?? job.Attempts);
        }
    }

    private async Task WorkAsync(Tenant tenant, Job job, LeasedRun run, IServiceProvider services, CancellationToken ct)
    {
        if (job.CancelRequestedAt is not null) throw new JobCancelled();
        await run.TellAsync(job);
        var cause = ActivityContext.TryParse(job.TraceParent, null, isRemote: true, out var parsed) ? parsed : default;
        using var activity = Telemetry.Source.StartActivity("job " + job.Kind, ActivityKind.Consumer, cause);
        activity?.SetTag("civicpulse.tenant", tenant.Slug).SetTag("civicpulse.job_id", job.Id);
        await jobs.Find(job.Kind).Create(services).RunAsync(run, ct);
        await run.EndAsync(JobState.Succeeded, null, ct);
    }

    /// <summary>Keeps the lease, and ends the run when it is lost or somebody cancels the job.</summary>
    private async Task<OperationCanceledException?> WatchAsync(Tenant tenant, Job job, CancellationTokenSource over)
    {
        while (!over.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(Beat, over.Token);
                await using var scope = scopes.Enter(tenant);
                var asked = await scope.ServiceProvider.GetRequiredService<TenantDb>().BeatJobAsync(job, over.Token);
                if (asked == false) continue;
                await over.CancelAsync();
                return asked is null ? new LeaseLost() : new JobCancelled();
            }
            catch (OperationCanceledException)
            {
                return null;
            }
            catch (Exception e)
            {
                // A database that is away for a moment: the lease lasts longer than a few beats.
                BeatMissed(log, job.Kind, job.Id, tenant.Slug, e);
            }
        }
        return null;
    }

    private TimeSpan? Left(Tenant tenant, Job job, Exception? why)
    {
        if (why is not null) TakenOver(log, job.Kind, job.Id, tenant.Slug);
        return null;
    }

    private async Task<TimeSpan?> FailedAsync(Tenant tenant, Job job, int attempts, Exception problem)
    {
        JobFailed(log, job.Kind, job.Id, tenant.Slug, attempts, problem);
        if (problem is BadInput or RuleBroken) return await EndAsync(tenant, job, JobState.Failed, problem.Message);
        if (attempts < LastAttempt) return await GiveBackAsync(tenant, job, TimeSpan.FromSeconds(Math.Pow(2, attempts - 1)));
        return await EndAsync(tenant, job, JobState.Failed, $"It failed {LastAttempt} times, the last time with {problem.GetType().Name}. The log has the details.");
    }

    private async Task<TimeSpan?> GiveBackAsync(Tenant tenant, Job job, TimeSpan? pause)
    {
        using var patience = new CancellationTokenSource(Patience);
        await using var scope = scopes.Enter(tenant);
        await scope.ServiceProvider.GetRequiredService<TenantDb>().GiveBackJobAsync(job, pause, patience.Token);
        return pause;
    }

    /// <summary>Failed or cancelled, with whatever mark the job leaves on its subject.</summary>
    private async Task<TimeSpan?> EndAsync(Tenant tenant, Job job, JobState state, string? error)
    {
        using var patience = new CancellationTokenSource(Lease);
        try
        {
            await EndAsync(tenant, job, state, error, true, patience.Token);
        }
        catch (Exception e) when (e is not LeaseLost)
        {
            JobFailed(log, job.Kind, job.Id, tenant.Slug, job.Attempts, e);
            await EndAsync(tenant, job, state, error, false, patience.Token);
        }
        return null;
    }

    private async Task EndAsync(Tenant tenant, Job job, JobState state, string? error, bool mark, CancellationToken ct)
    {
        await using var scope = scopes.Enter(tenant, job.AccountId);
        var run = new LeasedRun(job, tenant, scope.ServiceProvider.GetRequiredService<TenantDb>(), live);
        if (mark) await jobs.Find(job.Kind).Create(scope.ServiceProvider).GiveUpAsync(run, error ?? "Cancelled.", ct);
        await run.EndAsync(state, error, ct);
    }

    [LoggerMessage(LogLevel.Warning, "Job {Kind} {Job} of {Tenant} failed, attempt {Attempt}")]
    private static partial void JobFailed(ILogger log, string kind, Guid job, string tenant, int attempt, Exception e);

    [LoggerMessage(LogLevel.Warning, "Job {Kind} {Job} of {Tenant} was taken over by another Worker")]
    private static partial void TakenOver(ILogger log, string kind, Guid job, string tenant);

    [LoggerMessage(LogLevel.Warning, "Job {Kind} {Job} of {Tenant}: its lease could not be renewed now")]
    private static partial void BeatMissed(ILogger log, string kind, Guid job, string tenant, Exception e);
}
