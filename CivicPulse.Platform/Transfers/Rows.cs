using CivicPulse.Platform.Data;
using CivicPulse.Platform.Http;
using CivicPulse.Platform.Portal;

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
    /// <summary>What stands in the last cell, of a record that has no cells: it is written down only where somebody is shown it.</summary>
    public object? Record { get; init; }

    /// <summary>How much of memory it takes.</summary>
    public long Characters { get; init; } = Cells.Sum(c => (long)(c?.Length ?? 0));

    /// <summary>As people are shown it.</summary>
    public IEnumerable<string?> Shown => Record is null ? Cells : Cells.Append(System.Text.Json.JsonSerializer.Serialize(Record, Record.GetType(), Http.Wire.Json));
}

/// <summary>A row whose cells became values of fields, or the first problem with them.</summary>
/// <param name="Given">The fields that this row speaks of, where it is not all that its file does.</param>
internal sealed record ParsedRow(TableRow Source, object?[] Values, RowProblem? Problem, bool[]? Given = null);

internal enum RowFate { Created, Updated, Unchanged, Rejected }

internal sealed record RowOutcome(ParsedRow Row, RowFate Fate, RowProblem? Problem);

/// <param name="Given">Which fields the file has a column for.</param>
/// <param name="SkipExisting">Leave records alone that are there already.</param>
/// <param name="SeenAt">When this content first came in: until then, at least, its source said so.</param>
/// <param name="Publish">Somebody answers for the file: public records in it are before the public at once.</param>
/// <param name="At">Now.</param>
/// <param name="Trying">Nothing of it is kept.</param>
internal sealed record ImportWay(bool[] Given, bool SkipExisting, DateTimeOffset SeenAt, Publication? Publish, DateTimeOffset At, bool Trying);

/// <summary>Who puts records before the public, and when.</summary>
internal sealed record Publication(DateTimeOffset At, Guid? By);

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

internal static class Confirmations
{
    /// <summary>Notes on a public record that its source still says so, and publishes it when somebody answers for the file.</summary>
    /// <returns>True when it was not before the public yet, and is now.</returns>
    public static bool Confirm(this ImportWay way, Entity record)
    {
        if (record is not PublicRecord fact) return false;
        if (fact.LastSeen is null || fact.LastSeen < way.SeenAt) fact.LastSeen = way.SeenAt;
        if (way.Publish is not { } publish || fact.IsPublished) return false;
        fact.Publish(publish.At, publish.By);
        return true;
    }
}
