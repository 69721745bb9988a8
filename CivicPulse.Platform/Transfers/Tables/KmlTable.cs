using System.Globalization;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Xml;
using CivicPulse.Platform.Http;

namespace CivicPulse.Platform.Transfers.Tables;

/// <summary>The placemarks of a KML file, or of the first one in a KMZ: names, extended data, polygons with their holes. KML is in degrees.</summary>
internal sealed class KmlTableReader : ITableReader
{
    private const long Largest = 4_000_000_000;
    private const int LongestCell = 100_000;
    private readonly Stream _file;
    private readonly ZipArchive? _archive;
    private FeatureColumns _columns = new(null, []);

    private KmlTableReader(Stream file, ZipArchive? archive) => (_file, _archive) = (file, archive);

    public IReadOnlyList<string> Columns => _columns.All;

    public double Progress => _file.Length == 0 ? 1 : (double)_file.Position / _file.Length;

    public static Task<KmlTableReader> OpenAsync(Stream file, TableDialect dialect, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        return Task.FromResult(Guarded(() =>
        {
            var reader = new KmlTableReader(file, Zips.IsZip(file) ? Zips.Open(file) : null);
            var names = new List<string>();
            var rows = 0;
            using var xml = reader.Open();
            while (rows < FeatureColumns.Sampled && Next(xml) is { } placemark)
            {
                names.AddRange(placemark.Values.Select(v => v.Name));
                rows++;
            }
            if (rows == 0) throw new BadInput("transfer.no_rows", "The KML file has no placemarks.");
            reader._columns = new(dialect.Layer, names.Distinct(StringComparer.Ordinal));
            return reader;
        }));
    }

    public async IAsyncEnumerable<TableRow> RowsAsync([EnumeratorCancellation] CancellationToken ct)
    {
        await Task.CompletedTask;
        using var xml = Guarded(Open);
        long number = 0;
        while (Guarded(() => Next(xml)) is { } placemark)
        {
            ct.ThrowIfCancellationRequested();
            yield return Row(++number, placemark);
        }
    }

    private TableRow Row(long number, Placemark placemark)
    {
        var properties = JsonSerializer.Serialize(placemark.Values.DistinctBy(v => v.Name).ToDictionary(v => v.Name, v => v.Value, StringComparer.Ordinal), Wire.Json);
        var problem = placemark.IsBroken
            ? new RowProblem("transfer.broken_shape", FeatureColumns.Geometry, $"Coordinates are numbers `longitude,latitude`, at most {TableLimits.Points} of them.")
            : null;
        return _columns.Row(number, placemark.Values.Select(v => (v.Name, (string?)v.Value)), properties,
            placemark.Polygons.Count == 0 ? null : ShapeText.Write(placemark.Polygons), problem);
    }

    private static Placemark? Next(BoundedXml xml)
    {
        while (xml.Read())
        {
            if (xml.Is("Placemark")) return ReadOne(xml);
        }
        return null;
    }

    private static Placemark ReadOne(BoundedXml xml)
    {
        var (made, depth, datum) = (new Placemark(), xml.Depth, "");
        foreach (var node in xml.Inside())
        {
            if (node.Is("name") && node.Depth == depth + 1) made.Add("name", Text(node));
            else if (node.Is("SimpleData")) made.Add(node["name"], Text(node));
            else if (node.Is("Data")) datum = node["name"] ?? "";
            else if (node.Is("value")) made.Add(datum, Text(node));
            else if (node.Is("Polygon")) made.Polygons.Add([]);
            else if (node.Is("coordinates") && made.Polygons.Count > 0) made.AddRing(Text(node, TableLimits.Row));
        }
        made.Polygons.RemoveAll(p => p.Count == 0);
        return made;
    }

    private static string Text(BoundedXml node, int most = LongestCell)
    {
        var text = new StringBuilder();
        node.AppendTo(text, most);
        return text.ToString();
    }

    private BoundedXml Open()
    {
        _file.Position = 0;
        if (_archive is null) return new BoundedXml("KML file", new Unclosed(_file), Largest);
        var part = _archive.Entries.First(e => e.Name.EndsWith(".kml", StringComparison.OrdinalIgnoreCase));
        return new BoundedXml("KML file", Zips.Open(part, TableLimits.UnpackedLayer), TableLimits.UnpackedLayer);
    }

    /// <summary>Whatever is wrong inside is the file's fault.</summary>
    private static T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is XmlException or InvalidDataException or ArgumentException or NotSupportedException)
        {
            throw new BadInput("transfer.broken_file", "The KML file cannot be read any further.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_archive is not null) await _archive.DisposeAsync();
        await _file.DisposeAsync();
    }

    private sealed class Placemark
    {
        private int _points;

        public List<(string Name, string Value)> Values { get; } = [];

        public List<List<double[]>> Polygons { get; } = [];

        public bool IsBroken { get; private set; }

        public void Add(string? name, string value)
        {
            if (name is { Length: > 0 } && value.Length > 0 && Values.Count < TableLimits.Columns) Values.Add((name, value));
        }

        /// <summary>Of each place only longitude and latitude count.</summary>
        public void AddRing(string text)
        {
            var ring = new List<double>();
            foreach (var range in text.AsSpan().SplitAny(" \t\r\n"))
            {
                var place = text.AsSpan()[range];
                if (place.IsEmpty) continue;
                var (first, second) = (place.IndexOf(','), place.LastIndexOf(','));
                var latitude = second > first ? place[(first + 1)..second] : place[(first + 1)..];
                if (first < 1 || ++_points > TableLimits.Points || !TryRead(place[..first], out var x) || !TryRead(latitude, out var y))
                {
                    IsBroken = true;
                    return;
                }
                ring.AddRange([x, y]);
            }
            if (ring.Count > 0) Polygons[^1].Add([.. ring]);
        }

        private static bool TryRead(ReadOnlySpan<char> text, out double number) =>
            double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);
    }

    /// <summary>The file is read twice: the XML must not close it.</summary>
    private sealed class Unclosed(Stream inner) : Stream
    {
        public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);

        public override int Read(Span<byte> buffer) => inner.Read(buffer);

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
