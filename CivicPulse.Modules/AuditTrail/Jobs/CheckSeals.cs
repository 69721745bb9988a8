using CivicPulse.Modules.AuditTrail.Model;
using CivicPulse.Platform.Audit;
using CivicPulse.Platform.Jobs;

namespace CivicPulse.Modules.AuditTrail.Jobs;

/// <summary>Compares the whole audit with its seals, every night.</summary>
internal sealed class CheckSeals(LiveLedger ledger, SealKeys keys, Detection detection) : IClockJob
{
    public async Task RunAsync(CancellationToken ct)
    {
        if (keys.CurrentId is null) return;
        var report = await ledger.CheckAsync(ct);
        await detection.RaiseAsync([.. report.Faults.DistinctBy(f => f.Code).Select(Alert)], ct);
    }

    internal static SecurityAlert Alert(LedgerFault fault) =>
        SecurityAlert.Raise("audit_tampered", $"audit_tampered:{fault.Code}:{fault.Detail}", AlertSeverity.Critical, fault.Detail, null);
}
