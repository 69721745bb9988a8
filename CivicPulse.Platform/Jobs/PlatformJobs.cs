using CivicPulse.Platform.Facts;
using CivicPulse.Platform.Search;

namespace CivicPulse.Platform.Jobs;

/// <summary>Platform's own jobs, beside those of the modules.</summary>
internal static class PlatformJobs
{
    public static JobList Add(JobList jobs) => jobs
        .ForEachTenant<Http.ForgetKeptAnswers>("0 23 * * * ?")
        .ForEachTenant<PurgeFacts>("0 20 * * * ?")
        .ForInstallation<ForgetDeadWorkers>("0 40 * * * ?")
        .AddSearch()
        .Run<Transfers.RunImport>(Transfers.RunImport.Kind).ForEachTenant<Transfers.PurgeImports>(Transfers.PurgeImports.EveryNight);
}
