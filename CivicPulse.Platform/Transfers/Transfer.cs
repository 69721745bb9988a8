using System.Linq.Expressions;
using CivicPulse.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Platform.Transfers;

/// <summary>One kind of record that leaves and enters as a table.</summary>
public abstract class Transfer
{
    private IReadOnlyList<TransferField>? _fields;
    private int[]? _places;

    private protected Transfer() { }

    /// <summary>The plural that people know it by, such as <c>bodies</c>.</summary>
    public abstract string Kind { get; }

    /// <summary>The permission word that its export needs.</summary>
    public abstract string ReadWord { get; }

    /// <summary>The permission word that its import needs; null for what can only be exported.</summary>
    public virtual string? WriteWord => null;

    /// <summary>The fields that tell one record from another; a row with the same values is the same record.</summary>
    public virtual IReadOnlyList<string> Keys => [];

    /// <summary>Other names that a column may have, by field. Case, spaces and punctuation do not matter.</summary>
    public virtual IReadOnlyDictionary<string, string[]> Aliases { get; } = new Dictionary<string, string[]>(StringComparer.Ordinal);

    internal IReadOnlyList<TransferField> Fields => _fields ??= TransferField.Of(RowType, Aliases);

    internal abstract Type RowType { get; }

    internal abstract Task<long> CountAsync(TenantDb db, ExportFilter filter, CancellationToken ct);

    /// <summary>The values of each record, in the order of <see cref="Fields"/>; never all of them at once.</summary>
    internal abstract IAsyncEnumerable<object?[]> ReadAsync(TenantDb db, ExportFilter filter);

    /// <summary>What makes a row the same record as another, as a text.</summary>
    internal string KeyText(object?[] values)
    {
        _places ??= [.. Keys.Select(k => Fields.Index().Single(f => f.Item.Name == k).Index)];
        return string.Join('\u001F', _places.Select(p => Fields[p].Format(values[p])));
    }

    /// <summary>Puts rows into the context, unsaved.</summary>
    internal abstract Task<IReadOnlyList<RowOutcome>> ApplyAsync(TenantDb db, IReadOnlyList<ParsedRow> rows, ImportWay way, CancellationToken ct);
}

/// <summary>
/// How records of <typeparamref name="TEntity"/> become rows and rows become records. <typeparamref name="TRow"/> is a public record:
/// its parameters are the fields, with the same validation attributes as the request that creates one by hand.
/// </summary>
public abstract class Transfer<TEntity, TRow> : Transfer where TEntity : Entity where TRow : class
{
    private Func<TEntity, TRow>? _rowOf;

    /// <summary>Those that the asker may see, in an order that does not depend on this installation.</summary>
    protected abstract IQueryable<TEntity> Records(TenantDb db);

    /// <summary>Runs in the database for exports and in memory for imports, so both agree on what a record's row is.</summary>
    protected abstract Expression<Func<TEntity, TRow>> Row { get; }

    /// <summary>The records that these rows may be, tracked, with what <see cref="Row"/> reads. Also the place to look up references.</summary>
    protected virtual Task<List<TEntity>> FindAsync(TenantDb db, IReadOnlyList<TRow> rows, CancellationToken ct) => throw Unimportable();

    /// <summary>A new record; a broken rule rejects the row.</summary>
    protected virtual TEntity Create(TRow row) => throw Unimportable();

    /// <summary>Brings a record to what the row says, by the record's own rules.</summary>
    protected virtual void Change(TEntity record, TRow row) => throw Unimportable();

    internal override Type RowType => typeof(TRow);

    internal override Task<long> CountAsync(TenantDb db, ExportFilter filter, CancellationToken ct) => filter.On(Records(db)).LongCountAsync(ct);

    internal override async IAsyncEnumerable<object?[]> ReadAsync(TenantDb db, ExportFilter filter)
    {
        await foreach (var row in filter.On(Records(db)).AsNoTracking().Select(Row).AsAsyncEnumerable()) yield return ValuesOf(row);
    }

    internal override async Task<IReadOnlyList<RowOutcome>> ApplyAsync(
        TenantDb db, IReadOnlyList<ParsedRow> rows, ImportWay way, CancellationToken ct)
    {
        _rowOf ??= Row.Compile();
        var built = rows.Select(r => r.Problem is null ? Build(r.Values) : null).ToList();
        var known = new Dictionary<string, (TEntity Record, TRow Row)>(StringComparer.Ordinal);
        foreach (var record in await FindAsync(db, [.. built.OfType<TRow>()], ct))
        {
            var row = _rowOf(record);
            known.TryAdd(KeyText(ValuesOf(row)), (record, row));
        }
        var outcomes = new List<RowOutcome>(rows.Count);
        for (var i = 0; i < rows.Count; i++)
            outcomes.Add(built[i] is { } row ? ApplyOne(db, rows[i], row, known, way) : new RowOutcome(rows[i], RowFate.Rejected, rows[i].Problem));
        return outcomes;
    }

    private RowOutcome ApplyOne(TenantDb db, ParsedRow parsed, TRow row, Dictionary<string, (TEntity Record, TRow Row)> known, ImportWay way)
    {
        try
        {
            var key = KeyText(parsed.Values);
            if (!known.TryGetValue(key, out var found))
            {
                if (Check(parsed.Values) is { } wrong) return new(parsed, RowFate.Rejected, wrong);
                var record = Create(row);
                known[key] = (db.Add(record).Entity, row);
                return new(parsed, RowFate.Created, null);
            }
            // A column that is not in the file says nothing about its field.
            var values = ValuesOf(found.Row);
            for (var i = 0; i < values.Length; i++)
            {
                if (way.Given[i]) values[i] = parsed.Values[i];
            }
            var merged = Build(values);
            if (way.SkipExisting || found.Row.Equals(merged)) return new(parsed, RowFate.Unchanged, null);
            if (Check(values) is { } problem) return new(parsed, RowFate.Rejected, problem);
            ChangeOrUndo(db, found.Record, merged);
            known[key] = (found.Record, merged);
            return new(parsed, RowFate.Updated, null);
        }
        catch (Exception e) when (e is Http.RuleBroken or Http.BadInput)
        {
            return new(parsed, RowFate.Rejected, RowProblem.Of(e));
        }
    }

    private void ChangeOrUndo(TenantDb db, TEntity record, TRow row)
    {
        try
        {
            Change(record, row);
        }
        catch
        {
            var entry = db.Entry(record);
            entry.CurrentValues.SetValues(entry.OriginalValues);
            record.Told();
            throw;
        }
    }

    private TRow Build(object?[] values) => (TRow)TransferField.Build(RowType, values);

    private object?[] ValuesOf(TRow row)
    {
        var values = new object?[Fields.Count];
        for (var i = 0; i < values.Length; i++) values[i] = Fields[i].Get(row);
        return values;
    }

    private RowProblem? Check(object?[] values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (Fields[i].Check(values[i]) is { } problem) return problem;
        }
        return null;
    }

    private InvalidOperationException Unimportable() => new($"'{Kind}' can only be exported.");
}
