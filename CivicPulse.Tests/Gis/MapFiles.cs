using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using CivicPulse.Platform.Http;
using CivicPulse.Platform.Transfers;
using CivicPulse.Platform.Transfers.Tables;

namespace CivicPulse.Tests.Gis;

/// <summary>Shapefiles made by hand, right or wrong, and what the readers say to files.</summary>
internal static class MapFiles
{
    public const string Degrees = """GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]""";

    public static readonly double[] Square = [0, 0, 0, 1, 1, 1, 1, 0, 0, 0];

    /// <summary>A polygon record: its rings, unless it lies about how many points it has.</summary>
    public static byte[] Polygon(int? claimed = null, params double[][] rings)
    {
        var content = new byte[44 + (4 * rings.Length) + rings.Sum(r => r.Length * 8)];
        BinaryPrimitives.WriteInt32LittleEndian(content, 5);
        BinaryPrimitives.WriteInt32LittleEndian(content.AsSpan(36), rings.Length);
        BinaryPrimitives.WriteInt32LittleEndian(content.AsSpan(40), claimed ?? rings.Sum(r => r.Length / 2));
        var (at, points) = (44 + (4 * rings.Length), 0);
        foreach (var (i, ring) in rings.Index())
        {
            BinaryPrimitives.WriteInt32LittleEndian(content.AsSpan(44 + (4 * i)), points);
            points += ring.Length / 2;
            foreach (var number in ring)
            {
                BinaryPrimitives.WriteDoubleLittleEndian(content.AsSpan(at), number);
                at += 8;
            }
        }
        return content;
    }

    public static byte[] Shp(int type, params byte[][] records)
    {
        using var file = new MemoryStream();
        var head = new byte[100];
        BinaryPrimitives.WriteInt32BigEndian(head, 9994);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(28), 1000);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(32), type);
        file.Write(head);
        foreach (var (i, record) in records.Index())
        {
            var begin = new byte[8];
            BinaryPrimitives.WriteInt32BigEndian(begin, i + 1);
            BinaryPrimitives.WriteInt32BigEndian(begin.AsSpan(4), record.Length / 2);
            file.Write(begin);
            file.Write(record);
        }
        return file.ToArray();
    }

    /// <summary>One text column of 20 bytes, NAME.</summary>
    public static byte[] Dbf(params byte[][] names)
    {
        using var file = new MemoryStream();
        var head = new byte[65];
        head[0] = 3;
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(4), names.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(head.AsSpan(8), 65);
        BinaryPrimitives.WriteUInt16LittleEndian(head.AsSpan(10), 21);
        "NAME"u8.CopyTo(head.AsSpan(32));
        (head[43], head[48], head[64]) = ((byte)'C', 20, 0x0D);
        file.Write(head);
        foreach (var name in names)
        {
            var record = Enumerable.Repeat((byte)' ', 21).ToArray();
            name.CopyTo(record, 1);
            file.Write(record);
        }
        file.WriteByte(0x1A);
        return file.ToArray();
    }

    public static byte[] Zip(params (string Name, byte[] Content)[] files)
    {
        using var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create))
        {
            foreach (var (name, content) in files)
            {
                using var part = archive.CreateEntry(name).Open();
                part.Write(content);
            }
        }
        return file.ToArray();
    }

    public static byte[] Layer(byte[] shp, byte[] dbf, string? prj = Degrees, string? cpg = null) => Zip(
        [("a.shp", shp), ("a.dbf", dbf), .. prj is null ? [] : ((string, byte[])[])[("a.prj", Encoding.UTF8.GetBytes(prj))], .. cpg is null ? [] : ((string, byte[])[])[("a.cpg", Encoding.UTF8.GetBytes(cpg))]]);

    public static void ShouldBe(this IEnumerable<string?> cells, params string?[] expected) => Assert.Equal((IEnumerable<string?>)expected, cells);

    public static byte[] Named(string name) => Encoding.UTF8.GetBytes(name);

    /// <summary>The rows of a file as a reader gives them, or the code of the problem that it ends with.</summary>
    public static async Task<(IReadOnlyList<string> Columns, List<TableRow> Rows, string? Problem)> ReadAsync(byte[] content, string name = "layer.x")
    {
        var rows = new List<TableRow>();
        IReadOnlyList<string> columns = [];
        try
        {
            var file = new MemoryStream(content);
            var dialect = Zips.IsZip(content) ? new TableDialect(Zips.Look(file)) : TableSniffer.Find(content.AsSpan(0, Math.Min(content.Length, TableSniffer.Head)), true);
            await using var table = await TableFiles.OpenAsync(file, dialect with { Layer = FeatureColumns.LayerOf(name) }, CancellationToken.None);
            columns = table.Columns;
            await foreach (var row in table.RowsAsync(CancellationToken.None)) rows.Add(row);
            return (columns, rows, null);
        }
        catch (BadInput e)
        {
            return (columns, rows, e.Code);
        }
    }
}
