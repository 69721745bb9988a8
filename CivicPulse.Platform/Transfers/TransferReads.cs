using CivicPulse.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace CivicPulse.Platform.Transfers;

internal static class TransferReads
{
    /// <summary>Sorting a large table may take a while before the first row comes.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>
    /// A transaction whose statements the server does not end: they last as long as somebody takes what they read, which the request
    /// bounds. The setting ends with it, so the pool's connection is as it was.
    /// </summary>
    public static async Task<IDbContextTransaction> BeginTransferAsync(this TenantDb db, CancellationToken ct)
    {
        db.Database.SetCommandTimeout(Patience);
        var transaction = await db.Database.BeginTransactionAsync(ct);
        try
        {
            await db.Database.ExecuteSqlAsync($"select set_config('statement_timeout', '0', true)", ct);
            return transaction;
        }
        catch
        {
            await transaction.DisposeAsync();
            throw;
        }
    }
}
