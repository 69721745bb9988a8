using CivicPulse.Modules.AuditTrail.Model;
using CivicPulse.Platform.Jobs;

namespace CivicPulse.Modules.AuditTrail.Jobs;

/// <summary>Guessed passwords, many exports, roles given to oneself, many deletions.</summary>
internal sealed class DetectMisuse(Detection detection) : IClockJob
{
    public Task RunAsync(CancellationToken ct) => detection.RunAsync(ct);
}
