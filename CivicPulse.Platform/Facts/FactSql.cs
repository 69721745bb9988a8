using CivicPulse.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Platform.Facts;

internal static class FactSql
{
    public const int PurgeBite = 2000;
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    public static Task<int> PurgeFactsAsync(this TenantDb db, CancellationToken ct) => db.Database.ExecuteSqlAsync($"""
        delete from outbox where id in (
            select o.id from outbox o where o.done_at < now() - {Kept}
              and not exists (select from fact_failures f where f.fact_id = o.id) order by o.done_at limit {PurgeBite})
        """, ct);

    /// <summary>Gives what was laid aside to its reactions again, with all attempts; the reactions that were done stay done.</summary>
    /// <param name="failures">Which; null for all.</param>
    public static async Task<IReadOnlyList<long>> ReplayFactsAsync(this TenantDb db, Guid[]? failures, CancellationToken ct) =>
        await db.Database.SqlQuery<long>($"""
            with chosen as (
                select id, fact_id, reaction from fact_failures
                where dead_at is not null and ({failures}::uuid[] is null or id = any({failures})) for update),
            whole as (delete from fact_failures f using chosen c where f.id = c.id and c.reaction = '*'),
            revived as (
                update fact_failures f set dead_at = null, attempts = 0, next_attempt_at = null, changed_at = now()
                from chosen c where f.id = c.id and c.reaction <> '*'),
            taken as (select id from outbox where id in (select fact_id from chosen) order by id for no key update)
            update outbox o set done_at = null, attempts = 0 from taken t where o.id = t.id
            returning o.id as "Value"
            """).ToListAsync(ct);
}
