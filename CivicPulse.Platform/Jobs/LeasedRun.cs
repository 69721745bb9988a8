using System.Text.Json;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Http;
using CivicPulse.Platform.Live;
using CivicPulse.Platform.Tenancy;
using Microsoft.EntityFrameworkCore.Storage;

namespace CivicPulse.Platform.Jobs;

/// <summary>Another Worker took the job over: nothing of this run counts any more.</summary>
internal sealed class LeaseLost() : OperationCanceledException("Another Worker took this job over.");

/// <summary>Somebody asked to end the job.</summary>
internal sealed class JobCancelled() : OperationCanceledException("The job was cancelled.");

/// <summary>A run under a lease: each save and the end are one transaction with the lease, so a Worker that lost it commits nothing.</summary>
internal sealed class LeasedRun(Job job, Tenant tenant, TenantDb db, LiveMessages live) : JobRun
{
    public override Guid JobId => job.Id;

    /// <summary>As <see cref="Job.Attempts"/>: getting further begins the count anew.</summary>
    public int Attempts { get; private set; } = job.Attempts;

    protected override string? Arguments => job.Arguments;

    protected override string? Checkpoint => job.Checkpoint;

    public override async Task SaveAsync(double done, string step, object? checkpoint, CancellationToken ct)
    {
        var json = checkpoint is null ? null : JsonSerializer.Serialize(checkpoint, checkpoint.GetType(), Wire.Json);
        await CommitAsync(async () =>
        {
            // First the lease: while this transaction holds the job's row nobody can take the job over.
            var kept = await db.KeepJobAsync(job, Math.Clamp(done, 0, 1), step, json, ct) ?? throw new LeaseLost();
            return kept.CancelRequestedAt is null ? kept : throw new JobCancelled();
        }, ct);
    }

    /// <summary>The end and what the job has not saved yet, together.</summary>
    public Task EndAsync(JobState state, string? error, CancellationToken ct) =>
        CommitAsync(async () => await db.EndJobAsync(job, state, error, ct) ?? throw new LeaseLost(), ct);

    public Task TellAsync(Job now) => live.TellAsync(tenant, now);

    /// <summary>A transaction that the job itself began, for SQL of its own, is ended here too.</summary>
    private async Task CommitAsync(Func<Task<Job>> underLease, CancellationToken ct)
    {
        await using IDbContextTransaction transaction = db.Database.CurrentTransaction ?? await db.Database.BeginTransactionAsync(ct);
        var now = await underLease();
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        Attempts = now.Attempts;
        await TellAsync(now);
    }
}
