using System.Globalization;
using CivicPulse.Modules.AuditTrail.Model;
using CivicPulse.Platform.Audit;
using CivicPulse.Platform.Jobs;

namespace CivicPulse.Modules.AuditTrail.Jobs;

/// <summary>Compares the whole audit with its seals, every night.</summary>
internal sealed class CheckSeals(LiveLedger ledger, SealKeys keys, Detection detection, TimeProvider clock) : IClockJob
{
    public async Task RunAsync(CancellationToken ct)
    {
        if (keys.CurrentId is null) return;
        var report = await ledger.CheckAsync(ct);
        await detection.RaiseAsync([.. report.Faults.Select(f => Alert(f, clock.GetUtcNow()))], ct);
    }

    /// <summary>A finding carries the day: what is still there, or there again, is raised again, but not at every look.</summary>
    internal static SecurityAlert Alert(LedgerFault fault, DateTimeOffset at) =>
        SecurityAlert.Raise("audit_tampered", string.Create(CultureInfo.InvariantCulture, $"audit_tampered:{fault.Code}:{fault.Detail}:{at.UtcDateTime:yyyy-MM-dd}"), AlertSeverity.Critical, fault.Detail, null);
}
