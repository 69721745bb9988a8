using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Quartz;

namespace CivicPulse.Platform.Jobs;

/// <summary>
/// Starts clock jobs when their time has come, on one of the Workers: Quartz keeps the triggers in the database. What is declared in
/// code takes the place of what is stored there; a time that passed while no Worker ran is made up for once.
/// </summary>
internal sealed partial class Clock(ISchedulerFactory factory, JobList jobs, ILogger<Clock> log) : BackgroundService
{
    internal const string Group = "clock";

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Persistently.RunAsync(RunAsync, log, stoppingToken);

    private async Task RunAsync(CancellationToken ct)
    {
        var scheduler = await factory.GetScheduler(ct);
        foreach (var job in jobs.Clock) await DeclareAsync(scheduler, job, ct);
        foreach (var stored in await scheduler.GetJobKeys(GroupMatcher<JobKey>.GroupEquals(Group), ct))
            if (jobs.Clock.All(j => j.Name != stored.Name)) await scheduler.DeleteJob(stored, ct);
        await scheduler.Start(ct);
        await Task.Delay(Timeout.Infinite, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await scheduler.Shutdown(true, CancellationToken.None);
    }

    private static async Task DeclareAsync(IScheduler scheduler, ClockJob job, CancellationToken ct)
    {
        var key = new TriggerKey(job.Name, Group);
        // Storing the same again would lose when it fired last, and with it what was missed.
        if (await scheduler.GetTrigger(key, ct) is ICronTrigger stored && stored.CronExpressionString == job.Cron) return;
        var detail = JobBuilder.Create<ClockTick>().WithIdentity(job.Name, Group).Build();
        var trigger = TriggerBuilder.Create<ClockTick>().WithIdentity(key)
            .WithSchedule(CronScheduleBuilder.Create(job.Cron).InTimeZone(TimeZoneInfo.Utc).WithMisfireInstruction(CronTriggerMisfireInstruction.FireAndProceed))
            .Build();
        await scheduler.ScheduleJob(detail, [trigger], ScheduleJobOptions.Replacing, ct);
    }
}

/// <summary>One firing. A job that is still running, on whatever Worker, is not started beside itself.</summary>
[DisallowConcurrentExecution]
internal sealed class ClockTick(JobList jobs, ClockRound round) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        // A newer Worker's job may be fired here while an installation is upgraded.
        if (jobs.Clock.FirstOrDefault(j => j.Name == context.JobDetail.Key.Name) is { } job) await round.RunAsync(job, cancellationToken);
    }
}
