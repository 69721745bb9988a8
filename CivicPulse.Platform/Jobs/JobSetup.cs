using CivicPulse.Platform.Tenancy;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Quartz;

namespace CivicPulse.Platform.Jobs;

internal static class JobSetup
{
    private static readonly TimeSpan CheckIn = TimeSpan.FromSeconds(5);

    /// <summary>Every host knows which jobs exist; only the Worker can make them.</summary>
    public static void AddJobs(this IServiceCollection services, ModuleList modules)
    {
        var jobs = new JobList();
        PlatformJobs.Add(jobs);
        foreach (var module in modules.All) module.Jobs(jobs);
        services.AddSingleton(jobs).AddSingleton<JobHints>().AddScoped<JobProgress>();
    }

    public static void AddJobRunner(this IServiceCollection services)
    {
        var jobs = (JobList)services.Single(s => s.ServiceType == typeof(JobList)).ImplementationInstance!;
        foreach (var type in jobs.Long.Select(j => j.Type).Concat(jobs.Clock.Select(j => j.Type)).Distinct()) services.AddScoped(type);
        services.AddSingleton<WorkerPresence>().AddSingleton<JobRunner>().AddHostedService<JobWorker>();
        services.AddSingleton<ClockRound>().AddTransient<ClockTick>().AddHostedService<Clock>();
        services.AddQuartz(quartz =>
        {
            quartz.ConfigureScheduler(scheduler => scheduler.InstanceName = "civicpulse");
            quartz.UseDefaultThreadPool(4);
            quartz.UsePersistentStore(store =>
            {
                store.UsePostgres(data => data.DataSourceFactory = provider => provider.GetRequiredKeyedService<NpgsqlDataSource>(DataSources.Host));
                store.UseClustering(cluster => (cluster.CheckinInterval, cluster.CheckinMisfireThreshold) = (CheckIn, CheckIn));
                store.ConfigureStore(options => options.TablePrefix = "clock.qrtz_");
            });
        });
    }
}
