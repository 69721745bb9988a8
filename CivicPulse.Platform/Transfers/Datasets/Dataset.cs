using CivicPulse.Platform.Data;
using CivicPulse.Platform.Http;

namespace CivicPulse.Platform.Transfers.Datasets;

/// <summary>
/// A published form of data that holds records of several kinds, such as a legislature's members or an election's results. It is taken
/// apart into rows of the kinds that the modules declare, so keys, rules, rejects, counts and locked fields are theirs.
/// </summary>
public abstract class Dataset
{
    /// <summary>The word that people know it by, such as <c>congress</c>.</summary>
    public abstract string Kind { get; }

    /// <summary>What it is and what file it comes as, in one sentence.</summary>
    public abstract string About { get; }

    public abstract string ReadWord { get; }

    public abstract string WriteWord { get; }

    /// <summary>The kinds of records in it, in the order in which they must come: what is referred to before what refers.</summary>
    public abstract IReadOnlyList<DatasetPart> Parts { get; }

    /// <summary>What a record of the file leaves out stays as it is; otherwise it is emptied.</summary>
    public virtual bool AbsentSaysNothing => false;

    /// <summary>False for what can only be taken in.</summary>
    public virtual bool IsWritten => false;

    /// <summary>The content type of what is written, and the name of the file.</summary>
    public virtual (string ContentType, string FileName) Written => throw new NotSupportedException($"'{Kind}' can only be imported.");

    /// <summary>False for what can only be given out.</summary>
    public virtual bool IsRead => true;

    /// <summary>
    /// Takes the file apart, in the order of <see cref="Parts"/> and always alike: after a crash the rows are read again and those that were
    /// taken are skipped by their number. It may open the file several times, and holds one record at a time.
    /// </summary>
    /// <exception cref="BadInput">It is not this data set, or it breaks off.</exception>
    protected internal virtual IAsyncEnumerable<DatasetRow> ReadAsync(DatasetFiles files, CancellationToken ct) => throw new NotSupportedException($"'{Kind}' can only be exported.");

    /// <summary>Writes what the asker may see, as it comes from the database.</summary>
    protected internal virtual Task WriteAsync(TenantDb db, Stream target, CancellationToken ct) => throw new NotSupportedException($"'{Kind}' can only be imported.");
}

/// <summary>One kind of records in a data set.</summary>
/// <param name="Fields">What it speaks of; other fields of a record stay as they are. None named: all of them.</param>
public sealed record DatasetPart(string Kind, params string[] Fields);

/// <summary>One record of a data set.</summary>
/// <param name="Row">As the kind's row record; null when it could not be read.</param>
/// <param name="Place">Where it stands, for people: a file's name and what the record is called there.</param>
public sealed record DatasetRow(string Kind, object? Row, string Place, RowProblem? Problem = null)
{
    public static DatasetRow Unreadable(string kind, string place, string message) => new(kind, null, place, new RowProblem("transfer.unreadable_record", null, message));
}
