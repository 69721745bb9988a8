using CivicPulse.Platform.Audit;
using CivicPulse.Platform.Jobs;

namespace CivicPulse.Modules.AuditTrail.Jobs;

/// <summary>Makes next month's partition of the audit while this month lasts.</summary>
internal sealed class MakeAuditPartitions(LiveLedger ledger) : IClockJob
{
    public Task RunAsync(CancellationToken ct) => ledger.MakePartitionsAsync(ct);
}
