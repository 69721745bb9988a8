using Microsoft.Extensions.DependencyInjection;

namespace CivicPulse.Platform.Jobs;

internal static class JobSetup
{
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
    }
}
