using CivicPulse.Platform.Data;
using CivicPulse.Platform.Tenancy;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CivicPulse.Platform.Facts;

internal static class RelaySql
{
    /// <summary>One Worker at a time per tenant, until its transaction ends, however it ends.</summary>
    public static Task<bool> TryHoldRelayAsync(this TenantDb db, CancellationToken ct) =>
        db.Database.SqlQuery<bool>($"""select pg_try_advisory_xact_lock(hashtextextended(current_schema() || ':relay', 0)) as "Value" """).SingleAsync(ct);

    public static Task<int> CountAttemptAsync(this TenantDb db, long factId, CancellationToken ct) =>
        db.Outbox.Where(f => f.Id == factId).ExecuteUpdateAsync(f => f.SetProperty(x => x.Attempts, x => x.Attempts + 1), ct);

    /// <summary>Tells an open connection who acts from here on, for the audit.</summary>
    public static Task AdmitAgainAsync(this TenantDb db, CancellationToken ct) =>
        TenantGate.AdmitAsync((NpgsqlConnection)db.Database.GetDbConnection(), db.Pass!, ct);
}
