using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using CivicPulse.Platform.Http;

namespace CivicPulse.Platform.Transfers.Tables;

/// <summary>The features of a GeoJSON collection, one at a time (RFC 7946, and the coordinate systems that were allowed before it).</summary>
internal sealed class GeoJsonTableReader : ITableReader
{
    /// <summary>An id of the feature itself, beside its properties.</summary>
    private const string Id = "feature_id";
    private readonly Stream _file;
    private readonly TableDialect _dialect;
    private readonly Reprojection? _projection;
    private FeatureColumns _columns = new(null, []);

    private GeoJsonTableReader(Stream file, TableDialect dialect) =>
        (_file, _dialect, _projection) = (file, dialect, dialect.Projection is { } wkt ? Reprojection.Of(wkt) : null);

    public IReadOnlyList<string> Columns => _columns.All;

    public double Progress => _file.Length == 0 ? 1 : (double)_file.Position / _file.Length;

    public static async Task<GeoJsonTableReader> OpenAsync(Stream file, TableDialect dialect, CancellationToken ct)
    {
        var reader = new GeoJsonTableReader(file, dialect);
        var names = new List<string>();
        var rows = 0;
        await foreach (var (_, element, _) in reader.ElementsAsync(ct))
        {
            if (element is { ValueKind: JsonValueKind.Object } feature) names.AddRange(Members(feature).Select(m => m.Name));
            if (++rows == FeatureColumns.Sampled) break;
        }
        if (rows == 0) throw new BadInput("transfer.no_rows", "The collection has no features.");
        reader._columns = new(dialect.Layer, names.Distinct(StringComparer.Ordinal));
        return reader;
    }

    public async IAsyncEnumerable<TableRow> RowsAsync([EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var (number, element, _) in ElementsAsync(ct))
        {
            yield return element is { ValueKind: JsonValueKind.Object } feature && feature.TryGetProperty("geometry", out var shape)
                ? Row(number, feature, shape)
                : _columns.Row(number, [], null, element?.GetRawText(), new("transfer.not_a_feature", null, "A row is one GeoJSON feature with its geometry."));
        }
    }

    private TableRow Row(long number, JsonElement feature, JsonElement shape)
    {
        var all = feature.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object ? properties.GetRawText() : null;
        var text = shape.ValueKind == JsonValueKind.Object ? shape.GetRawText() : null;
        try
        {
            if (text is not null && _projection is not null) text = Reproject(shape, _projection);
            return _columns.Row(number, Members(feature).Select(m => (m.Name, Cell(m.Value))), all, text);
        }
        catch (InvalidOperationException)
        {
            return _columns.Row(number, [], null, text, new("bad_text", null, "A text holds a character that cannot be stored."));
        }
        catch (Exception e) when (e is FormatException or KeyNotFoundException or IndexOutOfRangeException)
        {
            return _columns.Row(number, [], all, text, new("transfer.broken_shape", FeatureColumns.Geometry, "The shape is no polygon that can be read."));
        }
    }

    private static string? Cell(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => value.GetString(),
        _ => value.GetRawText(),
    };

    private static IEnumerable<(string Name, JsonElement Value)> Members(JsonElement feature)
    {
        if (feature.TryGetProperty("id", out var id)) yield return (Id, id);
        if (!feature.TryGetProperty("properties", out var properties) || properties.ValueKind != JsonValueKind.Object) yield break;
        foreach (var property in properties.EnumerateObject()) yield return (property.Name, property.Value);
    }

    private static string Reproject(JsonElement shape, Reprojection projection)
    {
        var coordinates = shape.GetProperty("coordinates");
        var polygons = shape.GetProperty("type").GetString() switch
        {
            "Polygon" => [Rings(coordinates)],
            "MultiPolygon" => coordinates.EnumerateArray().Select(Rings).ToList(),
            _ => throw new FormatException(),
        };
        foreach (var ring in polygons.SelectMany(p => p)) projection.Apply(ring);
        return ShapeText.Write(polygons);
    }

    private static List<double[]> Rings(JsonElement polygon) =>
        [.. polygon.EnumerateArray().Select(ring => ring.EnumerateArray().SelectMany(p => (double[])[p[0].GetDouble(), p[1].GetDouble()]).ToArray())];

    private IAsyncEnumerable<(long Number, JsonElement? Element, string? Raw)> ElementsAsync(CancellationToken ct)
    {
        _file.Position = 0;
        return new JsonElements(TextEncodings.AsUtf8(_file, _dialect.Encoding), "features").ReadAsync(ct);
    }

    public ValueTask DisposeAsync() => _file.DisposeAsync();
}

/// <summary>A collection of features: the column <c>geometry</c> is the shape, the others are properties.</summary>
internal sealed class GeoJsonTableWriter(Stream target, IReadOnlyList<TableColumn> columns) : ITableWriter
{
    private const int Buffered = 64_000;
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly MemoryStream _buffer = new();
    private bool _any;

    public async ValueTask WriteAsync(IReadOnlyList<string?> cells, CancellationToken ct)
    {
        _buffer.Write(_any ? ",\n"u8 : "{\"type\":\"FeatureCollection\",\"features\":[\n"u8);
        _any = true;
        using (var json = new Utf8JsonWriter(_buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("type", "Feature");
            json.WriteStartObject("properties");
            foreach (var (i, column) in columns.Index())
            {
                if (column.Name != FeatureColumns.Geometry) Write(json, column, cells[i]);
            }
            json.WriteEndObject();
            Write(json, columns.Single(c => c.Name == FeatureColumns.Geometry), cells[columns.Index().Single(c => c.Item.Name == FeatureColumns.Geometry).Index]);
            json.WriteEndObject();
        }
        if (_buffer.Length > Buffered) await SendAsync(ct);
    }

    public async ValueTask FinishAsync(CancellationToken ct)
    {
        _buffer.Write(_any ? "\n]}\n"u8 : "{\"type\":\"FeatureCollection\",\"features\":[]}\n"u8);
        await SendAsync(ct);
        await target.FlushAsync(ct);
    }

    private static void Write(Utf8JsonWriter json, TableColumn column, string? cell)
    {
        json.WritePropertyName(column.Name);
        if (cell is null) json.WriteNullValue();
        else if (column.Kind == CellKind.Text) json.WriteStringValue(cell);
        else json.WriteRawValue(cell);
    }

    private async Task SendAsync(CancellationToken ct)
    {
        await target.WriteAsync(_buffer.GetBuffer().AsMemory(0, (int)_buffer.Length), ct);
        _buffer.SetLength(0);
    }

    public ValueTask DisposeAsync() => _buffer.DisposeAsync();
}
