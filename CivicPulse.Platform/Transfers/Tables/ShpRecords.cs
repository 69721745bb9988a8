using System.Buffers.Binary;
using CivicPulse.Platform.Http;

namespace CivicPulse.Platform.Transfers.Tables;

/// <summary>The rings of one record, x and y in turn; none when there is no shape or <see cref="Problem"/> with it.</summary>
internal sealed record ShpShape(IReadOnlyList<double[]> Rings, RowProblem? Problem);

/// <summary>The polygons of a .shp file, one record at a time. What a record claims is compared with its length before anything is made of it.</summary>
internal sealed class ShpRecords : IAsyncDisposable
{
    private const int HeadLength = 100;
    private const int Code = 9994;
    private const int RingsAt = 44;
    private readonly Stream _file;
    private readonly byte[] _head = new byte[HeadLength];
    private byte[] _content = new byte[65_536];
    private long _record;

    private ShpRecords(Stream file) => _file = file;

    /// <summary>Whether everything lies where degrees do.</summary>
    public bool IsInDegrees => Math.Abs(Double(_head, 36)) <= 180 && Math.Abs(Double(_head, 52)) <= 180 && Math.Abs(Double(_head, 44)) <= 90 && Math.Abs(Double(_head, 60)) <= 90;

    public static async Task<ShpRecords> OpenAsync(Stream file, CancellationToken ct)
    {
        var records = new ShpRecords(file);
        await file.ReadExactlyAsync(records._head, ct);
        if (BinaryPrimitives.ReadInt32BigEndian(records._head) != Code) throw new InvalidDataException();
        return IsPolygon(Int(records._head, 32)) ? records : throw new BadInput("transfer.not_polygons", "The shapefile holds points or lines. A boundary is an area: send polygons.");
    }

    /// <returns>Null behind the last.</returns>
    public async Task<ShpShape?> NextAsync(CancellationToken ct)
    {
        var read = await _file.ReadAtLeastAsync(_head.AsMemory(0, 8), 8, throwOnEndOfStream: false, ct);
        if (read == 0) return null;
        if (read < 8) throw new EndOfStreamException();
        _record++;
        var words = BinaryPrimitives.ReadInt32BigEndian(_head.AsSpan(4));
        if (words is < 2 or > TableLimits.Row / 2) throw new BadInput("transfer.broken_file", $"Shape {_record} says that it is {2L * words} bytes long. The archive is damaged.");
        if (_content.Length < words * 2) _content = new byte[words * 2];
        await _file.ReadExactlyAsync(_content.AsMemory(0, words * 2), ct);
        return Read(_content.AsSpan(0, words * 2));
    }

    private static ShpShape Read(ReadOnlySpan<byte> content)
    {
        if (Int(content, 0) == 0) return new([], null);
        if (!IsPolygon(Int(content, 0)) || content.Length < RingsAt) return new([], Broken("another kind of shape than a polygon"));
        var (rings, points) = (Int(content, 36), Int(content, 40));
        if (points > TableLimits.Points || rings > TableLimits.Rings)
            return new([], new("transfer.too_many_points", FeatureColumns.Geometry, $"A shape has at most {TableLimits.Points} points and {TableLimits.Rings} rings. Simplify it."));
        if (rings < 1 || points < 1 || RingsAt + (4L * rings) + (16L * points) > content.Length) return new([], Broken("fewer points than it says"));
        var made = new double[rings][];
        for (var i = 0; i < rings; i++)
        {
            var start = Int(content, RingsAt + (4 * i));
            var end = i + 1 < rings ? Int(content, RingsAt + (4 * (i + 1))) : points;
            if (start < 0 || end <= start || end > points) return new([], Broken("rings that are out of order"));
            made[i] = Ring(content[(RingsAt + (4 * rings) + (16 * start))..], end - start);
        }
        return new(made, null);
    }

    public static RowProblem Broken(string what) => new("transfer.broken_shape", FeatureColumns.Geometry, $"The shape has {what}.");

    private static double[] Ring(ReadOnlySpan<byte> points, int count)
    {
        var ring = new double[count * 2];
        for (var i = 0; i < ring.Length; i++) ring[i] = Double(points, 8 * i);
        return ring;
    }

    /// <summary>Plain, with heights, or with measures: these come behind the points.</summary>
    private static bool IsPolygon(int type) => type is 5 or 15 or 25;

    private static int Int(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadInt32LittleEndian(bytes[at..]);

    private static double Double(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadDoubleLittleEndian(bytes[at..]);

    public ValueTask DisposeAsync() => _file.DisposeAsync();
}
