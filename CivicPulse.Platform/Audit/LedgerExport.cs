using CivicPulse.Platform.Data;
using CivicPulse.Platform.Tenancy;

namespace CivicPulse.Platform.Audit;

/// <summary>
/// Writes whole seals of this tenant's ledger with all their entries, and what is not sealed yet, as a file that proves itself. Memory
/// does not grow with it.
/// </summary>
public sealed class LedgerExport(LiveLedger ledger, TenantConnection connections, CurrentTenant tenant, SealKeys keys, TimeProvider clock)
{
    /// <param name="from">Begins with the seal that was put on first at or after this time.</param>
    /// <param name="until">Ends with the second seal after this time: a transaction may have been long.</param>
    public async Task WriteAsync(Stream to, DateTimeOffset? from, DateTimeOffset? until, CancellationToken ct)
    {
        var (before, last) = await RangeAsync(from, until, ct);
        using var file = new LedgerFileWriter(to);
        await file.WriteAsync(new(Ledger: new(LedgerTitle.Current, tenant.Value.Slug, tenant.Value.Id, clock.GetUtcNow(), keys.Published, before + 1)), ct);
        var (seals, entries) = (0L, 0L);
        await ledger.FollowAsync(before, last,
            seal => file.WriteAsync(new(Seal: Count(seal, ref seals)), ct),
            entry => file.WriteAsync(new(Entry: Count(entry, ref entries)), ct), () => { }, ct);
        await file.EndAsync(seals, entries, keys, ct);
    }

    private async Task<(long Before, long? Last)> RangeAsync(DateTimeOffset? from, DateTimeOffset? until, CancellationToken ct)
    {
        await using var connection = await connections.OpenAsync(ct);
        var before = from is { } begin ? await connection.LastSealBeforeAsync(begin, ct) : 0;
        return (before, until is { } end ? await connection.LastSealBeforeAsync(end, ct) + 2 : null);
    }

    private static T Count<T>(T item, ref long count)
    {
        count++;
        return item;
    }
}
