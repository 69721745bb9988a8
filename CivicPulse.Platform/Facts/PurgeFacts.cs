using CivicPulse.Platform.Data;
using CivicPulse.Platform.Jobs;

namespace CivicPulse.Platform.Facts;

/// <summary>Facts long done are of no use to anybody, and neither are their "handled" marks. What was laid aside stays.</summary>
internal sealed class PurgeFacts(TenantDb db) : IClockJob
{
    public async Task RunAsync(CancellationToken ct)
    {
        // In bites, so that no transaction is long and none waits for it.
        while (await db.PurgeFactsAsync(ct) == FactSql.PurgeBite)
        {
        }
    }
}

/// <summary>Redis remembers every Worker that ever read hints; those that left are forgotten.</summary>
internal sealed class ForgetDeadWorkers(FactHints hints) : IClockJob
{
    public Task RunAsync(CancellationToken ct) => hints.ForgetDeadAsync();
}
