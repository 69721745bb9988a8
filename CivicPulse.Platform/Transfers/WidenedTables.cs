using System.Runtime.CompilerServices;
using CivicPulse.Platform.Files;
using CivicPulse.Platform.Http;
using CivicPulse.Platform.Transfers.Tables;
using Microsoft.AspNetCore.Http;

namespace CivicPulse.Platform.Transfers;

/// <summary>Answers to the rows of a table, as the columns that are added to it.</summary>
/// <returns>The cells for each row, in the order of the rows.</returns>
public delegate Task<IReadOnlyList<string?[]>> AnswerRows(IReadOnlyList<string?[]> rows, CancellationToken ct);

/// <summary>A table that was sent in to be sent back wider.</summary>
public sealed class WideningTable
{
    internal WideningTable(string key, TableDialect dialect, IReadOnlyList<string> columns) => (Key, Dialect, Columns) = (key, dialect, columns);

    public IReadOnlyList<string> Columns { get; }

    internal string Key { get; }

    internal TableDialect Dialect { get; }

    /// <summary>The place of the first column that has one of these names, whatever its case and punctuation; null when there is none.</summary>
    public int? Find(params IEnumerable<string> names)
    {
        foreach (var name in names.Select(TransferField.Plain))
        {
            foreach (var (i, column) in Columns.Index())
                if (TransferField.Plain(column) == name) return i;
        }
        return null;
    }
}

/// <summary>
/// One question for each row of a table, a million of them in one request: the table comes in whole, for few clients read an answer
/// while they still send, and leaves as CSV with more columns, a piece at a time.
/// </summary>
public sealed class WidenedTables
{
    private const int Piece = 10_000;
    private const int AtOnce = 2;
    private readonly ImportFiles _imports;
    private readonly BlobFiles _files;

    internal WidenedTables(ImportFiles imports, BlobFiles files) => (_imports, _files) = (imports, files);

    /// <summary>The <c>file</c> of the form, in any format that imports take.</summary>
    public async Task<WideningTable> TakeAsync(HttpRequest request, CancellationToken ct)
    {
        var upload = await ImportUpload.ReadAsync(request, "table", ct);
        var key = $"passing/{Guid.CreateVersion7():N}";
        try
        {
            var (dialect, columns) = await _imports.KeepAsync(key, upload.FileName, upload.Content, ct);
            return new WideningTable(key, dialect, columns);
        }
        catch
        {
            await _files.DeleteAsync(key, CancellationToken.None);
            throw;
        }
    }

    public Task ForgetAsync(WideningTable table) => _files.DeleteAsync(table.Key, CancellationToken.None);

    /// <summary>Writes the answer; the file that came in is gone after it.</summary>
    public async Task WriteAsync(WideningTable asked, IReadOnlyList<string> headings, AnswerRows answer, Stream target, CancellationToken ct)
    {
        try
        {
            await using var table = await TableFiles.OpenAsync(await _files.OpenAsync(asked.Key, ct), asked.Dialect, ct);
            await using var widened = await CsvTableWriter.CreateAsync(target, [.. asked.Columns.Concat(headings).Select(h => new TableColumn(h, CellKind.Text))], ct: ct);
            var under = new Queue<(List<string?[]> Rows, Task<IReadOnlyList<string?[]>> Answers)>();
            await foreach (var rows in PiecesAsync(table, ct))
            {
                if (under.Count == AtOnce) await WriteAsync(widened, under.Dequeue(), ct);
                under.Enqueue((rows, answer(rows, ct)));
            }
            while (under.Count > 0) await WriteAsync(widened, under.Dequeue(), ct);
            await widened.FinishAsync(ct);
        }
        finally
        {
            await ForgetAsync(asked);
        }
    }

    private static async Task WriteAsync(CsvTableWriter table, (List<string?[]> Rows, Task<IReadOnlyList<string?[]>> Answers) piece, CancellationToken ct)
    {
        var answers = await piece.Answers;
        for (var i = 0; i < piece.Rows.Count; i++) await table.WriteAsync([.. piece.Rows[i], .. answers[i]], ct);
    }

    private static async IAsyncEnumerable<List<string?[]>> PiecesAsync(ITableReader table, [EnumeratorCancellation] CancellationToken ct)
    {
        var (rows, held) = (new List<string?[]>(Piece), 0L);
        await foreach (var row in table.RowsAsync(ct))
        {
            rows.Add(row.Cells);
            held += row.Characters;
            if (rows.Count < Piece && held < TableLimits.HeldRows) continue;
            yield return rows;
            (rows, held) = (new List<string?[]>(Piece), 0);
        }
        if (rows.Count > 0) yield return rows;
    }
}
