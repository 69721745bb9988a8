using Aspire.Hosting.Local;

namespace Aspire.Hosting.ApplicationModel;

internal static class KnownResourceStates
{
    public const string NotStarted = nameof(NotStarted);
    public const string Waiting = nameof(Waiting);
    public const string Starting = nameof(Starting);
    public const string Running = nameof(Running);
    public const string Stopping = nameof(Stopping);
    public const string Finished = nameof(Finished);
    public const string Exited = nameof(Exited);
    public const string FailedToStart = nameof(FailedToStart);

    public static bool IsTerminal(string state) => state is Finished or Exited or FailedToStart;
}

internal sealed record HealthReport(string Key, bool Healthy, string? Description, DateTimeOffset LastRunAt);

/// <summary>What is known about one running (or not) resource at one moment.</summary>
internal sealed record CustomResourceSnapshot(string ResourceId, IResource Resource, string ResourceType)
{
    public string State { get; init; } = KnownResourceStates.NotStarted;

    public string? Reason { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? StoppedAt { get; init; }

    public int? ExitCode { get; init; }

    public int? ProcessId { get; init; }

    public LaunchPlan? Plan { get; init; }

    public IReadOnlyList<HealthReport> HealthReports { get; init; } = [];

    /// <summary>Running, and every check that it has was asked and is content.</summary>
    public bool IsHealthy => State is KnownResourceStates.Running
        && HealthReports.Count == Resource.Annotations.OfType<HealthCheckAnnotation>().Count()
        && HealthReports.All(report => report.Healthy);
}
