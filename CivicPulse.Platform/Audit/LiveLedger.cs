using CivicPulse.Platform.Data;
using CivicPulse.Platform.Tenancy;

namespace CivicPulse.Platform.Audit;

/// <summary>This tenant's ledger in the running database: its heads, and whether it is as it was sealed.</summary>
public sealed class LiveLedger(TenantConnection connections, CurrentTenant tenant, SealCopies copies, SealKeys keys)
{
    public async Task<AuditSeal?> HeadAsync(CancellationToken ct)
    {
        await using var connection = await connections.OpenAsync(ct);
        return await connection.LastSealAsync(ct);
    }

    /// <summary>Seals behind a number, oldest first.</summary>
    public async Task<IReadOnlyList<AuditSeal>> HeadsAsync(long after, int limit, CancellationToken ct)
    {
        await using var connection = await connections.OpenAsync(ct);
        var some = new List<AuditSeal>();
        await foreach (var seal in connection.SealsAsync(after, after + limit, ct)) some.Add(seal);
        return some;
    }

    /// <summary>This month's partition and the next one's.</summary>
    public async Task MakePartitionsAsync(CancellationToken ct)
    {
        await using var connection = await connections.OpenAsync(ct);
        await connection.MakePartitionsAsync(ct);
    }

    /// <summary>
    /// Every seal from the first on against every entry, the newest seal against its copy, and every table against its triggers. It streams: memory does
    /// not grow with the ledger.
    /// </summary>
    /// <param name="known">A head that somebody kept.</param>
    public async Task<LedgerReport> CheckAsync(CancellationToken ct, AuditSeal? known = null)
    {
        var check = new LedgerCheck(tenant.Value.Id, keys, 1, known);
        if (await copies.CompareAsync(() => HeadAsync(ct), ct) is { } fault) check.Fault(fault.Code, fault.Detail);
        await using var seals = await connections.OpenAsync(ct);
        foreach (var table in await seals.UnwatchedAsync(ct)) check.Fault("unwatched_table", $"Changes of {table} are not recorded: its audit triggers are missing or switched off.");
        await FollowAsync(0, null, Now<AuditSeal>(check.Begin), Now<LedgerEntry>(check.Entry), check.EndOfSeals, ct);
        return check.Report();
    }

    /// <summary>Tells each seal, then the entries of its range; in the end, the entries that are not sealed yet.</summary>
    /// <param name="before">The number of the seal before the first one told.</param>
    /// <param name="until">The last seal told; null: all of them, and the entries behind.</param>
    internal async Task FollowAsync(long before, long? until, Func<AuditSeal, Task> seal, Func<LedgerEntry, Task> entry, Action end, CancellationToken ct)
    {
        await using var connection = await connections.OpenAsync(ct);
        await using var second = await connections.OpenAsync(ct);
        var last = await connection.LastSealAsync(ct);
        var from = before == 0 ? long.MinValue : (await HeadsAsync(before - 1, 1, ct)).Select(s => s.ToTx).FirstOrDefault();
        var to = until is { } number && number < (last?.Number ?? 0) ? (await HeadsAsync(number - 1, 1, ct))[0].ToTx : long.MaxValue;
        await using var entries = second.EntriesAsync(from, to, ct).GetAsyncEnumerator(ct);
        var more = await entries.MoveNextAsync();
        await foreach (var next in connection.SealsAsync(before, Math.Min(until ?? long.MaxValue, last?.Number ?? 0), ct))
        {
            await seal(next);
            for (; more && entries.Current.WrittenIn < next.ToTx; more = await entries.MoveNextAsync()) await entry(entries.Current);
        }
        end();
        for (; more; more = await entries.MoveNextAsync()) await entry(entries.Current);
    }

    private static Func<T, Task> Now<T>(Action<T> tell) => told =>
    {
        tell(told);
        return Task.CompletedTask;
    };
}
