using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using CivicPulse.Platform.Http;

namespace CivicPulse.Platform.Transfers.Tables;

/// <summary>JSON objects as rows: of an array, of an object's <c>items</c>, or one on each line. The columns are what the first ones name.</summary>
internal sealed class JsonTableReader : ITableReader
{
    private const int Sampled = 100;
    private readonly Stream _file;
    private readonly TableDialect _dialect;

    private JsonTableReader(Stream file, TableDialect dialect) => (_file, _dialect) = (file, dialect);

    public IReadOnlyList<string> Columns { get; private set; } = [];

    public double Progress => _file.Length == 0 ? 1 : (double)_file.Position / _file.Length;

    public static async Task<JsonTableReader> OpenAsync(Stream file, TableDialect dialect, CancellationToken ct)
    {
        var reader = new JsonTableReader(file, dialect);
        var columns = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var rows = 0;
        await foreach (var (_, element, _) in reader.ElementsAsync(ct))
        {
            if (element is { ValueKind: JsonValueKind.Object } row) columns.AddRange(row.EnumerateObject().Select(p => p.Name).Where(seen.Add));
            if (columns.Count > TableLimits.Columns) throw new BadInput("transfer.too_many_columns", $"A table has at most {TableLimits.Columns} columns.");
            if (++rows == Sampled) break;
        }
        if (columns.Count == 0) throw new BadInput("transfer.no_rows", "The file has no JSON objects.");
        reader.Columns = columns;
        return reader;
    }

    public async IAsyncEnumerable<TableRow> RowsAsync([EnumeratorCancellation] CancellationToken ct)
    {
        var places = Columns.Select((name, i) => (name, i)).ToDictionary(c => c.name, c => c.i, StringComparer.Ordinal);
        await foreach (var (number, element, raw) in ElementsAsync(ct))
        {
            // The heading of a spreadsheet would be row 1.
            yield return element is { ValueKind: JsonValueKind.Object } row
                ? Row(number + 1, row, places)
                : new TableRow(number + 1, Whole(raw ?? element?.GetRawText()), new("transfer.not_an_object", null, "A row is one whole JSON object."));
        }
    }

    private TableRow Row(long number, JsonElement row, Dictionary<string, int> places)
    {
        var cells = new string?[Columns.Count];
        RowProblem? problem = null;
        foreach (var property in row.EnumerateObject())
        {
            if (!places.TryGetValue(property.Name, out var place)) continue;
            try
            {
                cells[place] = property.Value.ValueKind switch
                {
                    JsonValueKind.Null => null,
                    JsonValueKind.String => property.Value.GetString(),
                    _ => property.Value.GetRawText(),
                };
            }
            catch (InvalidOperationException)
            {
                problem ??= new("bad_text", property.Name, "The text holds a character that cannot be stored.");
                cells[place] = property.Value.GetRawText();
            }
        }
        return new TableRow(number, cells, problem);
    }

    private string?[] Whole(string? text)
    {
        var cells = new string?[Columns.Count];
        cells[0] = text;
        return cells;
    }

    private IAsyncEnumerable<(long Number, JsonElement? Element, string? Raw)> ElementsAsync(CancellationToken ct)
    {
        _file.Position = 0;
        if (_dialect.Format == TableFormat.Jsonl) return LinesAsync(ct);
        return new JsonElements(TextEncodings.AsUtf8(_file, _dialect.Encoding), _dialect.InItems ? "items" : null).ReadAsync(ct);
    }

    private async IAsyncEnumerable<(long Number, JsonElement? Element, string? Raw)> LinesAsync([EnumeratorCancellation] CancellationToken ct)
    {
        var bounded = new BoundedReader(new StreamReader(_file, TextEncodings.Named(_dialect.Encoding), true, 65_536, leaveOpen: true));
        using var lines = new BoundedLines(bounded);
        long number = 0;
        while (await lines.NextAsync(ct) is { } line)
        {
            bounded.Row = ++number + 1;
            if (string.IsNullOrWhiteSpace(line)) continue;
            JsonElement? element = null;
            try
            {
                element = JsonElement.Parse(line);
            }
            catch (JsonException)
            {
                // The line is rejected; the next one begins anew.
            }
            yield return (number, element, line);
        }
    }

    public ValueTask DisposeAsync() => _file.DisposeAsync();
}

/// <summary>An array of objects, or JSON lines.</summary>
internal sealed class JsonTableWriter(Stream target, IReadOnlyList<TableColumn> columns, bool array) : ITableWriter
{
    private const int Buffered = 64_000;
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly MemoryStream _buffer = new();
    private bool _any;

    public async ValueTask WriteAsync(IReadOnlyList<string?> cells, CancellationToken ct)
    {
        if (array) _buffer.Write(_any ? ",\n"u8 : "[\n"u8);
        else if (_any) _buffer.Write("\n"u8);
        _any = true;
        using (var json = new Utf8JsonWriter(_buffer, Options))
        {
            json.WriteStartObject();
            for (var i = 0; i < columns.Count; i++)
            {
                json.WritePropertyName(columns[i].Name);
                if (cells[i] is not { } text) json.WriteNullValue();
                else if (columns[i].Kind == CellKind.Text) json.WriteStringValue(text);
                else json.WriteRawValue(text);
            }
            json.WriteEndObject();
        }
        if (_buffer.Length > Buffered) await SendAsync(ct);
    }

    public async ValueTask FinishAsync(CancellationToken ct)
    {
        if (array) _buffer.Write(_any ? "\n]\n"u8 : "[]\n"u8);
        else if (_any) _buffer.Write("\n"u8);
        await SendAsync(ct);
        await target.FlushAsync(ct);
    }

    private async Task SendAsync(CancellationToken ct)
    {
        await target.WriteAsync(_buffer.GetBuffer().AsMemory(0, (int)_buffer.Length), ct);
        _buffer.SetLength(0);
    }

    public ValueTask DisposeAsync() => _buffer.DisposeAsync();
}
