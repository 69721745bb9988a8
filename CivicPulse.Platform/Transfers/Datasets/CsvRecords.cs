using System.Runtime.CompilerServices;
using CivicPulse.Platform.Http;
using CivicPulse.Platform.Transfers.Tables;

namespace CivicPulse.Platform.Transfers.Datasets;

/// <summary>The rows of a CSV file of a data set, one at a time, in UTF-8 and with commas.</summary>
public sealed class CsvRecords : IAsyncDisposable
{
    private readonly CsvTableReader _table;

    private CsvRecords(CsvTableReader table) => _table = table;

    public IReadOnlyList<string> Columns => _table.Columns;

    /// <param name="file">Disposed with this.</param>
    /// <exception cref="BadInput">It has no heading.</exception>
    public static async Task<CsvRecords> OpenAsync(Stream file, CancellationToken ct) =>
        new(await CsvTableReader.OpenAsync(file, new TableDialect(TableFormat.Csv), ct));

    /// <returns>Numbers count as a spreadsheet does: the heading is row 1. An empty cell is null.</returns>
    /// <exception cref="BadInput">The file cannot be read any further.</exception>
    public async IAsyncEnumerable<(long Number, string?[] Cells, RowProblem? Problem)> RowsAsync([EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var row in _table.RowsAsync(ct)) yield return (row.Number, row.Cells, row.Problem);
    }

    public ValueTask DisposeAsync() => _table.DisposeAsync();
}

/// <summary>Writes a CSV file of a data set, row by row. Cells that a spreadsheet could run go out with an apostrophe, which reading takes away.</summary>
public sealed class CsvRecordWriter
{
    private readonly CsvTableWriter _table;

    private CsvRecordWriter(CsvTableWriter table) => _table = table;

    /// <param name="target">Left open.</param>
    public static async Task<CsvRecordWriter> CreateAsync(Stream target, IEnumerable<string> columns, CancellationToken ct) =>
        new(await CsvTableWriter.CreateAsync(target, [.. columns.Select(c => new TableColumn(c, CellKind.Text))], marked: false, ct: ct));

    public ValueTask WriteAsync(IReadOnlyList<string?> cells, CancellationToken ct) => _table.WriteAsync(cells, ct);

    public ValueTask FinishAsync(CancellationToken ct) => _table.FinishAsync(ct);
}
