using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Xml;
using CivicPulse.Platform.Http;

namespace CivicPulse.Platform.Transfers.Tables;

/// <summary>The first sheet of a workbook, read forwards. Only the texts that its cells share are held, within a bound.</summary>
internal sealed class XlsxTableReader : ITableReader
{
    private readonly Stream _file;
    private readonly ZipArchive _archive;
    private readonly XlsxBook _book;
    private long _row;

    private XlsxTableReader(Stream file, ZipArchive archive) => (_file, _archive, _book) = (file, archive, XlsxBook.Read(archive));

    public IReadOnlyList<string> Columns { get; private set; } = [];

    public double Progress => _file.Length == 0 ? 1 : (double)_file.Position / _file.Length;

    public static Task<XlsxTableReader> OpenAsync(Stream file, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        return Task.FromResult(Guarded(() =>
        {
            var reader = new XlsxTableReader(file, new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true));
            using var sheet = reader._book.OpenSheet();
            var heading = reader.NextRow(sheet, ct) ?? throw new BadInput("transfer.no_rows", "The sheet has no heading row.");
            reader.Columns = [.. heading.Select(c => c ?? "")];
            return reader;
        }));
    }

    public async IAsyncEnumerable<TableRow> RowsAsync([EnumeratorCancellation] CancellationToken ct)
    {
        await Task.CompletedTask;
        using var sheet = Guarded(_book.OpenSheet);
        _row = 0;
        Guarded(() => NextRow(sheet, ct));
        while (Guarded(() => NextRow(sheet, ct)) is { } found)
        {
            var cells = new string?[Columns.Count];
            found.Take(cells.Length).ToList().CopyTo(cells);
            if (found.Skip(cells.Length).Any(c => c is not null))
                yield return new TableRow(_row, cells, new("transfer.too_many_cells", null, $"The row has {found.Count} cells, the heading {Columns.Count}."));
            else yield return new TableRow(_row, cells);
        }
    }

    /// <returns>The next row that is not blank.</returns>
    private List<string?>? NextRow(BoundedXml sheet, CancellationToken ct)
    {
        while (sheet.Read() && !sheet.IsEndOf("sheetData"))
        {
            if (!sheet.Is("row")) continue;
            ct.ThrowIfCancellationRequested();
            // A number that does not rise is wrong: the row is the next one, so that none is taken for another.
            _row = long.TryParse(sheet["r"], out var number) && number > _row ? number : _row + 1;
            if (_row > TableLimits.SheetRows) throw new BadInput("transfer.broken_file", $"A sheet has at most {TableLimits.SheetRows} rows.");
            var cells = ReadCells(sheet);
            if (cells.Exists(c => c is not null)) return cells;
        }
        return null;
    }

    private List<string?> ReadCells(BoundedXml row)
    {
        var cells = new List<string?>();
        long held = 0;
        foreach (var node in row.Inside())
        {
            if (!node.Is("c")) continue;
            var place = Place(node["r"]) ?? cells.Count;
            if (place >= TableLimits.Columns) throw new BadInput("transfer.too_many_columns", $"A table has at most {TableLimits.Columns} columns.");
            var text = _book.ReadCell(node);
            held += text?.Length ?? 0;
            if (held > TableLimits.Row) throw new BadInput("transfer.row_too_long", $"Row {_row} is longer than {TableLimits.Row} characters.");
            while (cells.Count <= place) cells.Add(null);
            cells[place] = text;
        }
        return cells;
    }

    /// <summary>The column of a reference such as <c>AB12</c>, from 0.</summary>
    private static int? Place(string? reference)
    {
        var place = 0;
        foreach (var c in reference ?? "")
        {
            if (!char.IsAsciiLetterUpper(c) || place > TableLimits.Columns) break;
            place = (place * 26) + (c - 'A' + 1);
        }
        return place == 0 ? null : place - 1;
    }

    /// <summary>Whatever is wrong inside a workbook is the file's fault.</summary>
    private static T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is XmlException or InvalidDataException or FormatException or OverflowException or ArgumentException or NotSupportedException)
        {
            throw new BadInput("transfer.broken_file", "The workbook cannot be read any further.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _archive.DisposeAsync();
        await _file.DisposeAsync();
    }
}
