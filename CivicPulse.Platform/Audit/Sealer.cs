using System.Data;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Tenancy;

namespace CivicPulse.Platform.Audit;

/// <summary>Seals what this tenant's ledger has gained, where a key is configured.</summary>
public sealed class Sealer(TenantConnection connections, CurrentTenant tenant, SealCopies copies, SealKeys keys, TimeProvider clock)
{
    private const int EntriesOfASeal = 20_000;

    /// <returns>What keeps the ledger from being sealed on; null when all is well.</returns>
    public async Task<LedgerFault?> SealAsync(CancellationToken ct)
    {
        if (keys.CurrentId is null) return null;
        if (await copies.CompareAsync(() => LastAsync(ct), ct) is { } fault) return fault;
        // The copy of the last one is missing when a process died right behind its seal.
        if (await LastAsync(ct) is { } last) await copies.KeepAsync(last, ct);
        while (await SealNextAsync(ct) is { } sealedNow) await copies.KeepAsync(sealedNow, ct);
        return null;
    }

    /// <summary>One snapshot sees the horizon and the entries below it: whatever is not in it now belongs to a later range.</summary>
    private async Task<AuditSeal?> SealNextAsync(CancellationToken ct)
    {
        await using var connection = await connections.OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
        var horizon = await connection.HorizonAsync(ct);
        var last = await connection.LastSealAsync(ct);
        var from = last?.ToTx ?? 0;
        if (await connection.EndOfRangeAsync(from, horizon, EntriesOfASeal, ct) is not { } to) return null;

        var tree = new MerkleRoot();
        await foreach (var entry in connection.EntriesAsync(from, to, ct))
            tree.Add(entry.Leaf() ?? throw new InvalidOperationException($"Entry {entry.Id} holds nothing to seal."));
        var seal = Sign(new AuditSeal((last?.Number ?? 0) + 1, Now(), from, to, tree.Leaves, Convert.ToHexStringLower(tree.Value()),
            last?.Hash ?? AuditSeal.Beginning, "", keys.CurrentId!, ""));
        if (!await connection.AddSealAsync(seal, ct)) return null;
        await transaction.CommitAsync(ct);
        return seal;
    }

    private AuditSeal Sign(AuditSeal seal) => seal with { Hash = seal.HashOf(tenant.Value.Id), Signature = keys.Sign(seal.Statement(tenant.Value.Id)) };

    private async Task<AuditSeal?> LastAsync(CancellationToken ct)
    {
        await using var connection = await connections.OpenAsync(ct);
        return await connection.LastSealAsync(ct);
    }

    /// <summary>In the precision of the database, or the hash would not be the same when read back.</summary>
    private DateTimeOffset Now() => new(clock.GetUtcNow().UtcTicks / TimeSpan.TicksPerMicrosecond * TimeSpan.TicksPerMicrosecond, TimeSpan.Zero);
}
