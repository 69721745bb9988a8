using System.Linq.Expressions;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Portal;
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

    /// <summary>The permission word for putting its records before the public; null for what is never public.</summary>
    public virtual string? PublishWord => null;

    /// <summary>The fields that tell one record from another; a row with the same values is the same record.</summary>
    public virtual IReadOnlyList<string> Keys => [];

    /// <summary>Other names that a column may have, by field. Case, spaces and punctuation do not matter.</summary>
    public virtual IReadOnlyDictionary<string, string[]> Aliases { get; } = new Dictionary<string, string[]>(StringComparer.Ordinal);

    internal IReadOnlyList<TransferField> Fields => _fields ??= TransferField.Of(RowType, Aliases);

    internal abstract Type RowType { get; }

    internal abstract Task<long> CountAsync(TenantDb db, ExportFilter filter, CancellationToken ct);

    /// <summary>The values of each record, in the order of <see cref="Fields"/>; never all of them at once.</summary>
    internal abstract IAsyncEnumerable<object?[]> ReadAsync(TenantDb db, ExportFilter filter);

    /// <summary>The first of <see cref="Keys"/>, an identifier, is the key of a row that has it; without it all the others are.</summary>
    public virtual bool FirstKeyDecides => false;

    /// <summary>What makes a row the same record as another, as a text.</summary>
    internal string KeyText(object?[] values)
    {
        _places ??= [.. Keys.Select(k => Fields.Index().Single(f => f.Item.Name == k).Index)];
        var parts = _places.Select(p => Fields[p].Format(values[p])).ToList();
        if (!FirstKeyDecides) return string.Join('\u001F', parts);
        return parts[0] is { } first ? $"0\u001F{first}" : $"1\u001F{string.Join('\u001F', parts.Skip(1))}";
    }

    /// <summary>The values of a row that did not come as cells.</summary>
    internal object?[] ValuesOf(object row)
    {
        var values = new object?[Fields.Count];
        for (var i = 0; i < values.Length; i++) values[i] = Fields[i].Get(row);
        return values;
    }

    /// <summary>The values of the records that these rows are, as they stand now, by key.</summary>
    internal abstract Task<Dictionary<string, object?[]>> StandingAsync(TenantDb db, IReadOnlyList<ParsedRow> rows, CancellationToken ct);

    /// <summary>
    /// When a run that changed something has come to its end: what follows from all of it, such as a fact. What it puts into the context is
    /// saved with the end of the run.
    /// </summary>
    /// <param name="since">When the run began.</param>
    internal Task EndAsync(TenantDb db, DateTimeOffset since, CancellationToken ct) => EndedAsync(db, since, ct);

    /// <inheritdoc cref="EndAsync"/>
    protected virtual Task EndedAsync(TenantDb db, DateTimeOffset since, CancellationToken ct) => Task.CompletedTask;

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
    protected virtual Task<IQueryable<TEntity>> FindAsync(TenantDb db, IReadOnlyList<TRow> rows, CancellationToken ct) => throw Unimportable();

    /// <summary>What <see cref="FindAsync"/> finds, for those that put it together otherwise.</summary>
    protected virtual async Task<List<TEntity>> ReadAsync(TenantDb db, IReadOnlyList<TRow> rows, CancellationToken ct) =>
        await (await FindAsync(db, rows, ct)).ToListAsync(ct);

    /// <summary>A new record; a broken rule rejects the row.</summary>
    protected virtual TEntity Create(TRow row) => throw Unimportable();

    /// <summary>Brings a record to what the row says, by the record's own rules.</summary>
    protected virtual void Change(TEntity record, TRow row) => throw Unimportable();

    /// <summary>
    /// Records that <see cref="WriteAsync"/> writes, in the same transaction as everything else of their chunk: because they are so many that
    /// each is not worth following, or because their order matters. <see cref="Change"/> checks before it changes: nothing is undone.
    /// </summary>
    protected virtual bool InSets => false;

    /// <summary>Writes records <see cref="InSets"/>, stamped. A dry run does not come here.</summary>
    protected virtual Task WriteAsync(TenantDb db, IReadOnlyList<TEntity> created, IReadOnlyList<TEntity> changed, CancellationToken ct) => throw Unimportable();

    internal override Type RowType => typeof(TRow);

    internal override Task<long> CountAsync(TenantDb db, ExportFilter filter, CancellationToken ct) => filter.On(Records(db)).LongCountAsync(ct);

    internal override async IAsyncEnumerable<object?[]> ReadAsync(TenantDb db, ExportFilter filter)
    {
        await foreach (var row in filter.On(Records(db)).AsNoTracking().Select(Row).AsAsyncEnumerable()) yield return ValuesOf((object)row);
    }

    internal override async Task<Dictionary<string, object?[]>> StandingAsync(TenantDb db, IReadOnlyList<ParsedRow> rows, CancellationToken ct)
    {
        var found = await FindAsync(db, [.. rows.Where(r => r.Problem is null).Select(r => Build(r.Values))], ct);
        var standing = new Dictionary<string, object?[]>(StringComparer.Ordinal);
        await foreach (var row in found.AsNoTracking().Select(Row).AsAsyncEnumerable().WithCancellation(ct))
        {
            var values = ValuesOf((object)row);
            standing.TryAdd(KeyText(values), values);
        }
        return standing;
    }

    private async Task<Dictionary<string, (TEntity Record, object?[] Values)>> KnownAsync(TenantDb db, IReadOnlyList<TRow> rows, CancellationToken ct)
    {
        _rowOf ??= Row.Compile();
        var known = new Dictionary<string, (TEntity Record, object?[] Values)>(StringComparer.Ordinal);
        foreach (var record in await ReadAsync(db, rows, ct))
        {
            var values = ValuesOf((object)_rowOf(record));
            known.TryAdd(KeyText(values), (record, values));
        }
        return known;
    }

    internal override async Task<IReadOnlyList<RowOutcome>> ApplyAsync(
        TenantDb db, IReadOnlyList<ParsedRow> rows, ImportWay way, CancellationToken ct)
    {
        var built = rows.Select(r => r.Problem is null ? Build(r.Values) : null).ToList();
        var known = await KnownAsync(db, [.. built.OfType<TRow>()], ct);
        var outcomes = new List<RowOutcome>(rows.Count);
        var set = InSets ? new TransferSet<TEntity>() : null;
        for (var i = 0; i < rows.Count; i++)
            outcomes.Add(built[i] is { } row ? ApplyOne(db, rows[i], row, known, way, set) : new RowOutcome(rows[i], RowFate.Rejected, rows[i].Problem));
        if (set is not null && !way.Trying) await set.WriteAsync(db, way.At, WriteAsync, ct);
        return outcomes;
    }

    private RowOutcome ApplyOne(TenantDb db, ParsedRow parsed, TRow row, Dictionary<string, (TEntity Record, object?[] Values)> known, ImportWay way, TransferSet<TEntity>? set)
    {
        try
        {
            var key = KeyText(parsed.Values);
            if (!known.TryGetValue(key, out var found))
            {
                if (Check(parsed.Values) is { } wrong) return new(parsed, RowFate.Rejected, wrong);
                var record = Create(row);
                way.Confirm(record);
                if (set is null) db.Add(record);
                else set.Add(record);
                known[key] = (record, parsed.Values);
                return new(parsed, RowFate.Created, null);
            }
            var values = Merged(found.Record, found.Values, parsed.Values, parsed.Given ?? way.Given);
            var same = way.SkipExisting || SameAs(found.Values, values);
            if (!same && Check(values) is { } problem) return new(parsed, RowFate.Rejected, problem);
            if (!same && set is null) ChangeOrUndo(db, found.Record, Build(values));
            else if (!same) set!.Change(found.Record, record => Change(record, Build(values)));
            var published = way.Confirm(found.Record);
            known[key] = (found.Record, values);
            return new(parsed, same && !published ? RowFate.Unchanged : RowFate.Updated, null);
        }
        catch (Exception e) when (e is Http.RuleBroken or Http.BadInput)
        {
            return new(parsed, RowFate.Rejected, RowProblem.Of(e));
        }
    }

    /// <summary>A column that is not in the file says nothing about its field, and a field that a person corrected stays.</summary>
    private object?[] Merged(TEntity record, object?[] standing, object?[] said, bool[] given)
    {
        var values = (object?[])standing.Clone();
        for (var i = 0; i < values.Length; i++)
        {
            if (given[i] && !(record is IHoldsFields kept && kept.Holds(Fields[i].Name))) values[i] = said[i];
        }
        return values;
    }

    private bool SameAs(object?[] standing, object?[] values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (!Equals(standing[i], values[i]) && Fields[i].Format(standing[i]) != Fields[i].Format(values[i])) return false;
        }
        return true;
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
