using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.Local;

/// <summary>What every run needs.</summary>
internal sealed record RunnerParts(
    ResourceNotificationService Board, Spawner Spawner, HealthCheckService Health, LocalTelemetry Telemetry, TimeProvider Clock)
{
    public static readonly TimeSpan EagerPoll = TimeSpan.FromMilliseconds(250);
    public static readonly TimeSpan CalmPoll = TimeSpan.FromSeconds(30);
}
