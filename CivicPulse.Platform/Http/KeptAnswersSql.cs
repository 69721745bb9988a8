using CivicPulse.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Platform.Http;

/// <summary>Past the change tracker: what an endpoint left unsaved there stays unsaved.</summary>
internal static class KeptAnswersSql
{
    public static void KeptAnswerTables(this ModelBuilder model) => model.Entity<KeptAnswer>().ToTable("kept_answers");

    /// <summary>Held until the transaction ends, however it ends: a process that dies lets go of it.</summary>
    /// <returns>False while another request with this key is being answered.</returns>
    public static async Task<bool> TryHoldKeyAsync(this TenantDb db, Guid account, string route, string key, CancellationToken ct)
    {
        var name = $"{account} {route} {key}";
        return await db.Database.SqlQuery<bool>($"select pg_try_advisory_xact_lock(hashtextextended(current_schema() || {name}, 7)) as \"Value\"").SingleAsync(ct);
    }

    public static Task<KeptAnswer?> FindAnswerAsync(this TenantDb db, Guid account, string route, string key, CancellationToken ct) =>
        db.Set<KeptAnswer>().AsNoTracking().FirstOrDefaultAsync(a => a.AccountId == account && a.Route == route && a.Key == key, ct);

    public static Task KeepAnswerAsync(this TenantDb db, KeptAnswer a, CancellationToken ct) => db.Database.ExecuteSqlAsync($"""
        insert into kept_answers (id, account_id, route, key, request_hash, status, content_type, location, etag, body, kept_at)
        values ({a.Id}, {a.AccountId}, {a.Route}, {a.Key}, {a.RequestHash}, {a.Status}, {a.ContentType}, {a.Location}, {a.Etag}, {a.Body}, {a.KeptAt})
        on conflict (account_id, route, key) do update set (id, request_hash, status, content_type, location, etag, body, kept_at)
            = (excluded.id, excluded.request_hash, excluded.status, excluded.content_type, excluded.location, excluded.etag, excluded.body, excluded.kept_at)
        """, ct);

    public static Task ForgetAnswersAsync(this TenantDb db, DateTimeOffset before, CancellationToken ct) =>
        db.Set<KeptAnswer>().Where(a => a.KeptAt < before).ExecuteDeleteAsync(ct);
}
