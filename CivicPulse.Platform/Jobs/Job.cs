using System.Diagnostics;
using System.Text.Json.Serialization;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Http;

namespace CivicPulse.Platform.Jobs;

public enum JobState { Queued, Running, Succeeded, Failed, Cancelled }

/// <summary>Long work that somebody waits for. Its progress is committed apart from the work itself, so it can be watched.</summary>
public sealed class Job : Entity
{
    private Job() { }

    public string Kind { get; private init; } = "";

    public JobState State { get; private set; }

    /// <summary>From 0 to 1.</summary>
    public double Progress { get; private set; }

    /// <summary>The word for what is being done now, such as <c>indexing</c>.</summary>
    public string Step { get; private set; } = "waiting";

    public string SubjectKind { get; private init; } = "";

    public Guid SubjectId { get; private init; }

    /// <summary>Who is told about progress.</summary>
    public Guid? AccountId { get; private init; }

    public string? Error { get; private set; }

    public DateTimeOffset? StartedAt { get; internal init; }

    public DateTimeOffset? FinishedAt { get; private set; }

    public DateTimeOffset? CancelRequestedAt { get; internal init; }

    /// <summary>What it was asked to do and where it stopped, as JSON; for jobs that the Worker runs.</summary>
    internal string? Arguments { get; init; }

    internal string? Checkpoint { get; init; }

    /// <summary>Runs since it last got further.</summary>
    internal int Attempts { get; init; }

    internal DateTimeOffset? NextAttemptAt { get; init; }

    internal int? Worker { get; init; }

    /// <summary>Names one run. A Worker whose lease was taken over can commit nothing more.</summary>
    internal Guid? LeaseId { get; init; }

    internal DateTimeOffset? LeasedUntil { get; init; }

    internal string? TraceParent { get; init; }

    internal static Job Queue(string kind, string subjectKind, Guid subjectId, Guid? account, string? arguments) => new()
    {
        Kind = kind,
        SubjectKind = subjectKind,
        SubjectId = subjectId,
        AccountId = account,
        Arguments = arguments,
        TraceParent = Activity.Current?.Id,
    };

    internal void Advance(double progress, string step) => (State, Progress, Step) = (JobState.Running, Math.Clamp(progress, 0, 1), step);

    internal void Finish(string? error, DateTimeOffset at, string? step = null)
    {
        (State, Error, FinishedAt) = (error is null ? JobState.Succeeded : JobState.Failed, error, at);
        (Progress, Step) = error is null ? (1, step ?? "done") : (Progress, "failed");
    }

    public JobDetail ToDetail() =>
        new(Id, Kind, State, Progress, Step, SubjectKind, SubjectId, Error, CreatedAt, FinishedAt, StartedAt, CancelRequestedAt, Version);
}

/// <summary>A job as seen from outside, over REST and live.</summary>
public sealed record JobDetail(
    Guid Id, string Kind, JobState State, double Progress, string Step, string SubjectKind, Guid SubjectId,
    string? Error, DateTimeOffset CreatedAt, DateTimeOffset? FinishedAt, DateTimeOffset? StartedAt, DateTimeOffset? CancelRequestedAt,
    [property: JsonIgnore] uint RowVersion) : IVersioned;
