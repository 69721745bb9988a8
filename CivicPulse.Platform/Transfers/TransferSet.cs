using CivicPulse.Platform.Access;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CivicPulse.Platform.Transfers;

/// <summary>What a chunk changes of records that are written as sets. The transaction that it begins is committed with the chunk's place in the file.</summary>
internal sealed class TransferSet<TEntity> where TEntity : Entity
{
    private readonly List<TEntity> _created = [];
    private readonly HashSet<TEntity> _new = [];
    private readonly HashSet<TEntity> _changed = [];

    public void Add(TEntity record)
    {
        _created.Add(record);
        _new.Add(record);
    }

    public void Change(TEntity record, Action<TEntity> change)
    {
        change(record);
        if (!_new.Contains(record)) _changed.Add(record);
    }

    public async Task WriteAsync(TenantDb db, DateTimeOffset at, Func<TenantDb, IReadOnlyList<TEntity>, IReadOnlyList<TEntity>, CancellationToken, Task> write, CancellationToken ct)
    {
        if (_created.Count + _changed.Count == 0) return;
        // Sets are not compared row by row with what the asker may see: only who sees all writes them.
        if (RecordRule.Of(db, typeof(TEntity)) is { } rule && !rule.SeesEvery(db))
            throw new BadInput("access.outside_scope", "Records of this kind are imported by those who may see all of them.", StatusCodes.Status403Forbidden);
        foreach (var record in _created) (record.CreatedAt, record.CreatedBy) = (at, db.Actor?.Id);
        foreach (var record in _created.Concat(_changed)) (record.ChangedAt, record.ChangedBy) = (at, db.Actor?.Id);
        if (db.Database.CurrentTransaction is null) await db.Database.BeginTransactionAsync(ct);
        try
        {
            await write(db, _created, [.. _changed], ct);
        }
        catch (Exception e) when (e is PostgresException or DbUpdateException)
        {
            await db.Database.RollbackTransactionAsync(CancellationToken.None);
            if (e is DbUpdateException) throw;
            throw new DbUpdateException(e.Message, e);
        }
    }
}
