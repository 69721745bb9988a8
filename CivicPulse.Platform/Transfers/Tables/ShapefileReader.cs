using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using CivicPulse.Platform.Http;

namespace CivicPulse.Platform.Transfers.Tables;

/// <summary>
/// A zipped shapefile, read forwards: shapes (.shp) and attributes (.dbf) beside each other, in the coordinate system that .prj tells
/// and the encoding that .cpg or the attributes tell. The index (.shx) is not needed.
/// </summary>
internal sealed class ShapefileReader : ITableReader
{
    /// <summary>The two files lie apart in the archive: larger pieces mean fewer jumps.</summary>
    private const int Buffer = 1 << 18;
    private const int LongestText = 20_000;
    private readonly Stream _file;
    private readonly ZipArchive _archive;
    private readonly ZipArchiveEntry _shapes;
    private readonly ZipArchiveEntry _attributes;
    private Encoding? _encoding;
    private Reprojection? _projection;
    private FeatureColumns _columns = new(null, []);

    private ShapefileReader(Stream file, ZipArchive archive)
    {
        (_file, _archive) = (file, archive);
        var layers = archive.Entries.Where(e => Zips.Is(e, ".shp")).ToList();
        if (layers.Count != 1) throw new BadInput("transfer.several_layers", $"The archive holds {layers.Count} shapefiles. Send one in each archive.");
        _shapes = layers[0];
        _attributes = Beside(".dbf") ?? throw new BadInput("transfer.broken_file", "The archive lacks the .dbf file with the names of the shapes.");
    }

    public IReadOnlyList<string> Columns => _columns.All;

    public double Progress => _file.Length == 0 ? 1 : (double)_file.Position / _file.Length;

    public static Task<ShapefileReader> OpenAsync(Stream file, TableDialect dialect, CancellationToken ct) => GuardedAsync(async () =>
    {
        var reader = new ShapefileReader(file, Zips.Open(file));
        reader._encoding = reader.Text(".cpg") is { } name ? DbfRecords.EncodingOf(name) : null;
        await using var shapes = await ShpRecords.OpenAsync(reader.Part(reader._shapes), ct);
        await using var attributes = await DbfRecords.OpenAsync(reader.Part(reader._attributes), reader._encoding, ct);
        if (reader.Text(".prj") is { } wkt) reader._projection = Reprojection.Of(wkt);
        else if (!shapes.IsInDegrees) throw Reprojection.Unknown("the archive lacks the .prj file that tells it");
        reader._columns = new(dialect.Layer, attributes.Fields.Select(f => f.Name).Distinct(StringComparer.Ordinal));
        return reader;
    });

    public async IAsyncEnumerable<TableRow> RowsAsync([EnumeratorCancellation] CancellationToken ct)
    {
        await using var shapes = await GuardedAsync(() => ShpRecords.OpenAsync(Part(_shapes), ct));
        await using var attributes = await GuardedAsync(() => DbfRecords.OpenAsync(Part(_attributes), _encoding, ct));
        long number = 0;
        while (await GuardedAsync(() => shapes.NextAsync(ct)) is { } shape)
        {
            number++;
            if (!await GuardedAsync(() => attributes.NextAsync(ct))) throw new BadInput("transfer.broken_file", $"The names end before the shapes, at shape {number}.");
            if (!attributes.IsDeleted) yield return Row(number, shape, attributes);
        }
    }

    private TableRow Row(long number, ShpShape shape, DbfRecords attributes)
    {
        var values = attributes.Values();
        var properties = JsonSerializer.Serialize(values.DistinctBy(v => v.Name).ToDictionary(v => v.Name, v => v.Value, StringComparer.Ordinal), Wire.Json);
        if (shape.Rings.Count == 0) return _columns.Row(number, values, properties, null, shape.Problem);
        foreach (var ring in shape.Rings) _projection?.Apply(ring);
        return shape.Rings.SelectMany(r => r).All(double.IsFinite)
            ? _columns.Row(number, values, properties, ShapeText.Write(ShapeText.Polygons(shape.Rings)))
            : _columns.Row(number, values, properties, null, ShpRecords.Broken("a coordinate that is no number, or lies outside its projection"));
    }

    private ZipArchiveEntry? Beside(string extension) => _archive.Entries.FirstOrDefault(e => Zips.Is(e, extension)
        && string.Equals(Path.ChangeExtension(e.FullName, null), Path.ChangeExtension(_shapes.FullName, null), StringComparison.OrdinalIgnoreCase));

    private string? Text(string extension)
    {
        if (Beside(extension) is not { } entry) return null;
        using var text = new StreamReader(Zips.Open(entry, LongestText), Encoding.Latin1);
        return text.ReadToEnd();
    }

    private BufferedStream Part(ZipArchiveEntry entry) => new(Zips.Open(entry, TableLimits.UnpackedLayer), Buffer);

    /// <summary>Whatever is wrong inside the archive is the file's fault.</summary>
    private static async Task<T> GuardedAsync<T>(Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or NotSupportedException)
        {
            throw new BadInput("transfer.broken_file", "The archive is damaged: it cannot be read any further.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _archive.DisposeAsync();
        await _file.DisposeAsync();
    }
}
