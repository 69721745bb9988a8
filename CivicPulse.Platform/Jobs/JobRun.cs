using System.Text.Json;
using CivicPulse.Platform.Http;

namespace CivicPulse.Platform.Jobs;

/// <summary>One run of a long job: what it was asked, where the run before it stopped, and how to say how far it is.</summary>
public abstract class JobRun
{
    public abstract Guid JobId { get; }

    /// <summary>What <c>db.Queue</c> was given, as JSON.</summary>
    protected abstract string? Arguments { get; }

    /// <summary>What the last <see cref="SaveAsync"/> kept; null on the first run.</summary>
    protected abstract string? Checkpoint { get; }

    public T ArgumentsAs<T>() => JsonSerializer.Deserialize<T>(Arguments ?? "{}", Wire.Json)!;

    public T? CheckpointAs<T>() where T : class => Checkpoint is null ? null : JsonSerializer.Deserialize<T>(Checkpoint, Wire.Json);

    /// <summary>
    /// Saves what the job's <c>TenantDb</c> holds together with the new checkpoint, in one transaction, and tells who watches.
    /// Throws <see cref="OperationCanceledException"/> once somebody cancelled the job or another Worker took it over: let it pass.
    /// A transaction that the job began on its <c>TenantDb</c>, for SQL of its own, is committed with it.
    /// </summary>
    /// <param name="done">From 0 to 1.</param>
    /// <param name="step">The word for what is being done now, such as <c>reading</c>.</param>
    /// <param name="checkpoint">Where a run after a crash goes on; takes the place of the one before.</param>
    public abstract Task SaveAsync(double done, string step, object? checkpoint, CancellationToken ct);
}
