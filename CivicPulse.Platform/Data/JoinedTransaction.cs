using Microsoft.EntityFrameworkCore.Storage;

namespace CivicPulse.Platform.Data;

/// <summary>A transaction of its own, or a part of the one around the request: then that one decides (<c>Idempotency-Key</c>, <c>If-Match</c>).</summary>
public sealed class JoinedTransaction : IAsyncDisposable
{
    private readonly IDbContextTransaction? _own;

    internal JoinedTransaction(IDbContextTransaction? own) => _own = own;

    public Task CommitAsync(CancellationToken ct) => _own?.CommitAsync(ct) ?? Task.CompletedTask;

    public ValueTask DisposeAsync() => _own?.DisposeAsync() ?? ValueTask.CompletedTask;
}

public static class JoinedTransactions
{
    /// <summary>For what must follow a change outside this tenant's records: once it is committed, and only then.</summary>
    public static void WhenCommitted(this TenantDb db, Func<Task> then) => db.AfterCommit.Add(then);

    /// <summary>For modules that must lock before they save; everything else needs no transaction, a save is one.</summary>
    public static async Task<JoinedTransaction> JoinTransactionAsync(this TenantDb db, CancellationToken ct) =>
        new(db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(ct) : null);
}
