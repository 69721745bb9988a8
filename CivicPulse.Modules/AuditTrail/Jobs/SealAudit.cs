using CivicPulse.Modules.AuditTrail.Model;
using CivicPulse.Platform.Audit;
using CivicPulse.Platform.Jobs;

namespace CivicPulse.Modules.AuditTrail.Jobs;

/// <summary>Seals what the audit gained. A seal that was taken away is not covered by a new one: it is raised, and nothing is sealed on.</summary>
internal sealed class SealAudit(Sealer sealer, Detection detection, TimeProvider clock) : IClockJob
{
    public async Task RunAsync(CancellationToken ct)
    {
        if (await sealer.SealAsync(ct) is { } fault) await detection.RaiseAsync([CheckSeals.Alert(fault, clock.GetUtcNow())], ct);
    }
}
