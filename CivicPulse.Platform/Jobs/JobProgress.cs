using CivicPulse.Platform.Access;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Live;
using CivicPulse.Platform.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CivicPulse.Platform.Jobs;

/// <summary>
/// Reports how far a job is: steps at once and apart from the transaction that does the work, so that they can be watched; the end
/// with that transaction, so that a job is done exactly when its work is there.
/// </summary>
public sealed class JobProgress(TenantScopes scopes, CurrentTenant tenant, CurrentAccount account, TenantDb own, LiveMessages live, TimeProvider clock)
{
    /// <param name="done">From 0 to 1.</param>
    public async Task ReportAsync(Guid job, double done, string step, CancellationToken ct)
    {
        await using var scope = scopes.Enter(tenant.Value, account.Id);
        var db = scope.ServiceProvider.GetRequiredService<TenantDb>();
        if (await db.Jobs.FirstOrDefaultAsync(j => j.Id == job, ct) is not { } found) return;
        found.Advance(done, step);
        await db.SaveChangesAsync(ct);
        await live.TellAsync(tenant.Value, found);
    }

    /// <summary>Marks the job done together with the work itself: saved and committed by the caller, told to others after that.</summary>
    /// <param name="step">The word for how it ended, when that needs telling.</param>
    public Task FinishAsync(Guid job, CancellationToken ct, string step = "done") => EndAsync(job, null, step, ct);

    /// <summary>Marks the job failed, in the same way.</summary>
    public Task FailAsync(Guid job, string error, CancellationToken ct) => EndAsync(job, error, "failed", ct);

    private async Task EndAsync(Guid id, string? error, string step, CancellationToken ct)
    {
        if (await own.Jobs.FirstOrDefaultAsync(j => j.Id == id, ct) is not { } job) return;
        job.Finish(error, clock.GetUtcNow(), step);
        own.AfterCommit.Add(() => live.TellAsync(tenant.Value, job));
    }
}

internal static class JobNews
{
    /// <summary>Told to whose job it is; one of nobody's is looked up by those who may.</summary>
    public static Task TellAsync(this LiveMessages live, Tenant tenant, Job job) =>
        job.AccountId is { } account ? live.SendAsync(tenant, account, "job_progress", job.ToDetail()) : Task.CompletedTask;
}
