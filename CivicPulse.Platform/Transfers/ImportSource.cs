using System.Runtime.CompilerServices;
using CivicPulse.Platform.Transfers.Datasets;
using CivicPulse.Platform.Transfers.Tables;

namespace CivicPulse.Platform.Transfers;

/// <summary>Where the rows of an import come from: a table of one kind, or a data set of several.</summary>
internal interface IImportSource : IAsyncDisposable
{
    /// <summary>How much of it was read, from 0 to 1.</summary>
    double Progress { get; }

    /// <summary>The kinds of records that it has.</summary>
    IEnumerable<Transfer> Transfers { get; }

    /// <summary>The fields that the file speaks of.</summary>
    bool[] Given(Transfer transfer);

    /// <summary>Rows in the order of their numbers; those of one kind follow one another.</summary>
    IAsyncEnumerable<(Transfer Transfer, ParsedRow Row)> RowsAsync(CancellationToken ct);
}

internal sealed class TableSource(Transfer kind, ITableReader table, ImportMapping mapping) : IImportSource
{
    public double Progress => table.Progress;

    public IEnumerable<Transfer> Transfers => [kind];

    public bool[] Given(Transfer transfer) => mapping.Given;

    public async IAsyncEnumerable<(Transfer Transfer, ParsedRow Row)> RowsAsync([EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var row in table.RowsAsync(ct)) yield return (kind, mapping.Parse(row));
    }

    public ValueTask DisposeAsync() => table.DisposeAsync();
}

/// <summary>A data set, whose records have no cells: a rejected one is shown as its kind and its fields.</summary>
internal sealed class DatasetSource(Dataset dataset, DatasetFiles files, TransferList transfers) : IImportSource
{
    public static readonly string[] Columns = ["kind", "place", "record"];

    private readonly Dictionary<string, Transfer> _transfers = dataset.Parts.ToDictionary(p => p.Kind, p => transfers.Find(p.Kind)!, StringComparer.Ordinal);
    private long _read;

    /// <summary>How many there are, nobody knows before the end: it comes nearer to 1 and never there.</summary>
    public double Progress => 1 - (1 / (1 + (_read / 5000.0)));

    public IEnumerable<Transfer> Transfers => _transfers.Values;

    public bool[] Given(Transfer transfer)
    {
        var fields = dataset.Parts.First(p => p.Kind == transfer.Kind).Fields;
        return [.. transfer.Fields.Select(f => fields.Length == 0 || fields.Contains(f.Name, StringComparer.Ordinal))];
    }

    public async IAsyncEnumerable<(Transfer Transfer, ParsedRow Row)> RowsAsync([EnumeratorCancellation] CancellationToken ct)
    {
        _read = 0;
        await foreach (var row in dataset.ReadAsync(files, ct))
        {
            var transfer = _transfers[row.Kind];
            _read++;
            var parsed = Parsed(transfer, row, _read);
            yield return (transfer, dataset.AbsentSaysNothing ? parsed with { Given = Said(Given(transfer), parsed.Values) } : parsed);
        }
    }

    public ValueTask DisposeAsync()
    {
        files.Dispose();
        return ValueTask.CompletedTask;
    }

    private static long Length(object? value) => value switch
    {
        string text => text.Length,
        string[] lines => lines.Sum(l => (long)l.Length),
        _ => 8,
    };

    private static bool[] Said(bool[] given, object?[] values) => [.. given.Select((g, i) => g && values[i] is not null)];

    private static ParsedRow Parsed(Transfer transfer, DatasetRow row, long number)
    {
        var values = row.Row is null ? new object?[transfer.Fields.Count] : transfer.ValuesOf(row.Row);
        string?[] cells = row.Row is null ? [row.Kind, row.Place, null] : [row.Kind, row.Place];
        return new(new TableRow(number, cells, row.Problem) { Record = row.Row, Characters = row.Place.Length + values.Sum(Length) }, values, row.Problem);
    }
}
