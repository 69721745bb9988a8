using CivicPulse.Platform.Data;
using CivicPulse.Platform.Http;

namespace CivicPulse.Platform.Transfers;

/// <summary>Why a row did not become a record.</summary>
/// <param name="Code">As everywhere in the API, such as <c>transfer.not_a_date</c>.</param>
/// <param name="Field">The field it is about; null when it is about the row.</param>
public sealed record RowProblem(string Code, string? Field, string Message)
{
    internal static RowProblem Of(Exception e)
    {
        var (_, code, detail) = ProblemFromException.Describe(e);
        return new(code, null, detail ?? "This row cannot be saved.");
    }
}

/// <summary>A row as the file has it. <paramref name="Number"/> counts as a spreadsheet does: the heading is row 1.</summary>
internal sealed record TableRow(long Number, string?[] Cells, RowProblem? Problem = null)
{
    /// <summary>How much of memory it takes.</summary>
    public long Characters => Cells.Sum(c => (long)(c?.Length ?? 0));
}

/// <summary>A row whose cells became values of fields, or the first problem with them.</summary>
internal sealed record ParsedRow(TableRow Source, object?[] Values, RowProblem? Problem);

internal enum RowFate { Created, Updated, Unchanged, Rejected }

internal sealed record RowOutcome(ParsedRow Row, RowFate Fate, RowProblem? Problem);

/// <param name="Given">Which fields the file has a column for.</param>
/// <param name="SkipExisting">Leave records alone that are there already.</param>
internal sealed record ImportWay(bool[] Given, bool SkipExisting);

/// <summary>Which records to export.</summary>
/// <param name="ChangedSince">Only what was created or changed since.</param>
internal sealed record ExportFilter(DateTimeOffset? ChangedSince = null)
{
    public IQueryable<T> On<T>(IQueryable<T> records) where T : Entity
    {
        if (ChangedSince is not { } since) return records;
        var utc = since.ToUniversalTime();
        return records.Where(r => r.ChangedAt >= utc);
    }
}
