using CivicPulse.Platform.Data;
using CivicPulse.Platform.Live;
using CivicPulse.Platform.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CivicPulse.Platform.Jobs;

/// <summary>Reports how far a job is, at once visible over REST and live, whatever becomes of the transaction that does the work.</summary>
public sealed class JobProgress(TenantScopes scopes, CurrentTenant tenant, TenantDb own, LiveMessages live, TimeProvider clock)
{
    public Task ReportAsync(Guid job, double progress, string step, CancellationToken ct) =>
        ChangeAsync(job, j => j.Advance(progress, step), ct);

    /// <summary>Marks the job done together with the work itself: saved and committed by the caller, told to others after that.</summary>
    public async Task FinishAsync(Guid job, CancellationToken ct)
    {
        if (await own.Jobs.FirstOrDefaultAsync(j => j.Id == job, ct) is not { } done) return;
        done.Finish(null, clock.GetUtcNow());
        own.AfterCommit.Add(() => live.SendAsync(tenant.Value, done.AccountId, "job_progress", done.ToDetail()));
    }

    public Task FailAsync(Guid job, string error, CancellationToken ct) => ChangeAsync(job, j => j.Finish(error, clock.GetUtcNow()), ct);

    private async Task ChangeAsync(Guid id, Action<Job> change, CancellationToken ct)
    {
        await using var scope = scopes.Enter(tenant.Value);
        var db = scope.ServiceProvider.GetRequiredService<TenantDb>();
        if (await db.Jobs.FirstOrDefaultAsync(j => j.Id == id, ct) is not { } job) return;
        change(job);
        await db.SaveChangesAsync(ct);
        await live.SendAsync(tenant.Value, job.AccountId, "job_progress", job.ToDetail());
    }
}
