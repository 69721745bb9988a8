using CivicPulse.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Platform.Jobs;

/// <summary>
/// What moves a leased job, each in one statement. The database's clock decides about leases: the Workers' own may differ.
/// Everything but taking and asking names the lease, so a run that lost it changes no row.
/// </summary>
internal static class JobSql
{
    /// <summary>The oldest job that waits, or whose Worker is gone.</summary>
    /// <param name="alive">Workers known to live a moment ago; the others' jobs need not wait for the end of their lease.</param>
    public static async Task<Job?> TakeJobAsync(this TenantDb db, string[] kinds, int worker, int[] alive, CancellationToken ct)
    {
        var lease = Guid.NewGuid();
        // A beat that is missing tells more than a list of the living that may be a second old.
        var overdue = JobRunner.Lease - (JobRunner.Beat / 2);
        var taken = await db.Jobs.FromSql($"""
            update jobs set state = 'running', worker = {worker}, lease_id = {lease}, leased_until = now() + {JobRunner.Lease},
                attempts = attempts + 1, next_attempt_at = null, started_at = coalesce(started_at, now())
            where id = (
                select id from jobs
                where kind = any({kinds}) and state in ('queued', 'running')
                  and case state
                      when 'queued' then next_attempt_at is null or next_attempt_at <= now() or cancel_requested_at is not null
                      else leased_until < now() or (leased_until < now() + {overdue} and worker <> all({alive})) end
                order by created_at, id limit 1 for update skip locked)
            returning *, xmin
            """).IgnoreQueryFilters().AsNoTracking().ToListAsync(ct);
        return taken.SingleOrDefault();
    }

    /// <returns>The job as it now is, or null when the lease is lost.</returns>
    public static async Task<Job?> KeepJobAsync(this TenantDb db, Job job, double done, string step, string? checkpoint, CancellationToken ct)
    {
        var kept = await db.Jobs.FromSql($"""
            update jobs set progress = {done}, step = {step}, checkpoint = {checkpoint}::jsonb, leased_until = now() + {JobRunner.Lease},
                attempts = case when {done} > progress then 1 else attempts end
            where id = {job.Id} and lease_id = {job.LeaseId} and state = 'running'
            returning *, xmin
            """).IgnoreQueryFilters().AsNoTracking().ToListAsync(ct);
        return kept.SingleOrDefault();
    }

    /// <returns>Whether somebody asked to cancel it; null when the lease is lost.</returns>
    public static async Task<bool?> BeatJobAsync(this TenantDb db, Job job, CancellationToken ct)
    {
        var beat = await db.Database.SqlQuery<bool>($"""
            update jobs set leased_until = now() + {JobRunner.Lease}
            where id = {job.Id} and lease_id = {job.LeaseId} and state = 'running' returning cancel_requested_at is not null as "Value"
            """).ToListAsync(ct);
        return beat is [var asked] ? asked : null;
    }

    /// <returns>The job as it ended, or null when the lease is lost.</returns>
    public static async Task<Job?> EndJobAsync(this TenantDb db, Job job, JobState state, string? error, CancellationToken ct)
    {
        var (word, step) = state switch
        {
            JobState.Succeeded => ("succeeded", "done"),
            JobState.Cancelled => ("cancelled", "cancelled"),
            _ => ("failed", "failed"),
        };
        var ended = await db.Jobs.FromSql($"""
            update jobs set state = {word}, step = {step}, error = {error}, progress = case when {word} = 'succeeded' then 1 else progress end,
                finished_at = now(), changed_at = now(), worker = null, lease_id = null, leased_until = null
            where id = {job.Id} and lease_id = {job.LeaseId} and state = 'running'
            returning *, xmin
            """).IgnoreQueryFilters().AsNoTracking().ToListAsync(ct);
        return ended.SingleOrDefault();
    }

    /// <summary>Gives it back to whoever comes first: at once and not counted when the process stops, later after a failure.</summary>
    public static Task<int> GiveBackJobAsync(this TenantDb db, Job job, TimeSpan? pause, CancellationToken ct) => db.Database.ExecuteSqlAsync($"""
        update jobs set state = 'queued', worker = null, lease_id = null, leased_until = null,
            next_attempt_at = now() + {pause}, attempts = case when {pause}::interval is null then attempts - 1 else attempts end
        where id = {job.Id} and lease_id = {job.LeaseId} and state = 'running'
        """, ct);

    /// <summary>Asks whoever runs it, or takes it next, to end it.</summary>
    public static Task<int> AskToCancelAsync(this TenantDb db, Guid job, string[] kinds, CancellationToken ct) => db.Database.ExecuteSqlAsync($"""
        update jobs set cancel_requested_at = coalesce(cancel_requested_at, now()), changed_at = now(), changed_by = {db.Actor?.Id}
        where id = {job} and kind = any({kinds}) and state in ('queued', 'running')
        """, ct);
}
