using System.Runtime.CompilerServices;
using System.Text;
using CivicPulse.Platform.Http;
using CsvHelper;

namespace CivicPulse.Platform.Transfers.Tables;

internal sealed class CsvTableReader : ITableReader
{
    private readonly CsvReader _csv;
    private readonly Stream _file;
    private long _row;

    private CsvTableReader(Stream file, TableDialect dialect)
    {
        _file = file;
        _csv = CsvReader.Create(file, new CsvReaderOptions
        {
            Separator = dialect.Delimiter,
            Encoding = TextEncodings.Named(dialect.Encoding),
            HasHeader = false,
            SkipEmptyLines = false,
            MaxRecordSize = TableLimits.Row,
        });
    }

    public IReadOnlyList<string> Columns { get; private set; } = [];

    public double Progress => _file.Length == 0 ? 1 : (double)_file.Position / _file.Length;

    public static async Task<CsvTableReader> OpenAsync(Stream file, TableDialect dialect, CancellationToken ct)
    {
        var reader = new CsvTableReader(file, dialect);
        try
        {
            if (!await reader.NextAsync(ct)) throw new BadInput("transfer.no_rows", "The file has no heading row.");
            if (reader._csv.FieldCount > TableLimits.Columns) throw new BadInput("transfer.too_many_columns", $"A table has at most {TableLimits.Columns} columns.");
            reader.Columns = [.. Enumerable.Range(0, reader._csv.FieldCount).Select(i => FormulaGuard.Unguard(reader._csv.GetString(i)))];
            return reader;
        }
        catch
        {
            await reader.DisposeAsync();
            throw;
        }
    }

    public async IAsyncEnumerable<TableRow> RowsAsync([EnumeratorCancellation] CancellationToken ct)
    {
        while (await NextAsync(ct))
        {
            var count = _csv.FieldCount;
            var cells = Cells(Math.Min(count, Columns.Count));
            if (count <= Columns.Count && Array.TrueForAll(cells, c => c is null)) continue;
            var code = count > Columns.Count ? "transfer.too_many_cells" : "transfer.too_few_cells";
            yield return count == Columns.Count
                ? new TableRow(_row, cells)
                : new TableRow(_row, cells, new(code, null, $"The row has {count} cells, the heading {Columns.Count}."));
        }
    }

    private string?[] Cells(int count)
    {
        var cells = new string?[Columns.Count];
        for (var i = 0; i < count; i++) cells[i] = _csv.GetString(i) is { Length: > 0 } text ? FormulaGuard.Unguard(text) : null;
        return cells;
    }

    private async ValueTask<bool> NextAsync(CancellationToken ct)
    {
        _row++;
        try
        {
            return await _csv.ReadAsync(ct);
        }
        catch (CsvFormatException)
        {
            throw new BadInput("transfer.row_too_long", $"Row {_row} is longer than {TableLimits.Row} bytes. Is a quote not closed?");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _csv.DisposeAsync();
        await _file.DisposeAsync();
    }
}

internal sealed class CsvTableWriter : ITableWriter
{
    private readonly IReadOnlyList<TableColumn> _columns;
    private readonly CsvWriter _csv;
    private readonly Stream? _transcoded;

    private CsvTableWriter(Stream target, IReadOnlyList<TableColumn> columns, char delimiter, Encoding encoding)
    {
        _columns = columns;
        _transcoded = encoding is UTF8Encoding ? null : Encoding.CreateTranscodingStream(target, encoding, Encoding.UTF8, leaveOpen: true);
        _csv = CsvWriter.Create(_transcoded ?? target, new CsvWriterOptions { Separator = delimiter }, leaveOpen: true);
    }

    /// <summary>UTF-8 begins with a byte order mark: spreadsheets take it for something else without.</summary>
    public static async Task<CsvTableWriter> CreateAsync(
        Stream target, IReadOnlyList<TableColumn> columns, char delimiter = ',', string encoding = "utf-8", bool marked = true, CancellationToken ct = default)
    {
        var text = TextEncodings.Named(encoding);
        if (marked) await target.WriteAsync(text.GetPreamble(), ct);
        var writer = new CsvTableWriter(target, columns, delimiter, text);
        foreach (var column in columns) writer._csv.WriteField(FormulaGuard.Guard(column.Name));
        await writer._csv.EndRecordAsync(ct);
        return writer;
    }

    public async ValueTask WriteAsync(IReadOnlyList<string?> cells, CancellationToken ct)
    {
        for (var i = 0; i < cells.Count; i++)
            _csv.WriteField(cells[i] is { } text && _columns[i].Kind == CellKind.Text ? FormulaGuard.Guard(text) : cells[i]);
        await _csv.EndRecordAsync(ct);
    }

    public async ValueTask FinishAsync(CancellationToken ct)
    {
        await _csv.FlushAsync(ct);
        if (_transcoded is not null) await _transcoded.DisposeAsync();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
