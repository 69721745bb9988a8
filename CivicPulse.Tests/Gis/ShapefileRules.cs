using System.Buffers.Binary;
using System.Text;
using CivicPulse.Tests.Support;

namespace CivicPulse.Tests.Gis;

/// <summary>Shapefiles, honest and hostile.</summary>
public sealed class ShapefileRules
{
    private static readonly byte[] Dbf = MapFiles.Dbf(MapFiles.Named("A"), MapFiles.Named("B"));

    [Fact]
    public async Task Rings_that_turn_left_are_holes_in_the_smallest_around_them()
    {
        var hole = (double[])[0.2, 0.2, 0.4, 0.2, 0.4, 0.4, 0.2, 0.4, 0.2, 0.2];
        var (columns, rows, problem) = await MapFiles.ReadAsync(MapFiles.Layer(MapFiles.Shp(5, MapFiles.Polygon(null, MapFiles.Square, hole), MapFiles.Polygon(null, MapFiles.Square)), Dbf), "My Layer.zip");
        Assert.Null(problem);
        Assert.Equal(["layer", "NAME", "properties", "geometry"], columns);
        rows[0].Cells.ShouldBe("my-layer", "A", """{"NAME":"A"}""", """{"type":"MultiPolygon","coordinates":[[[[0,0],[0,1],[1,1],[1,0],[0,0]],[[0.2,0.2],[0.4,0.2],[0.4,0.4],[0.2,0.4],[0.2,0.2]]]]}""");
        Assert.Equal((2, 3L), (rows.Count, rows[1].Number));
    }

    [Theory]
    [InlineData("UTF-8", "Peñasco")]
    [InlineData("1252", "Peñasco")]
    [InlineData("ISO-8859-1", "Peñasco")]
    [InlineData(null, "Peñasco")]
    [InlineData("1251", "Москва")]
    public async Task Names_are_in_the_encoding_that_the_file_tells(string? cpg, string name)
    {
        var page = cpg == "1251" ? 1251 : 1252;
        var encoding = cpg is null or "UTF-8" ? Encoding.UTF8 : CodePagesEncodingProvider.Instance.GetEncoding(page)!;
        var (_, rows, _) = await MapFiles.ReadAsync(MapFiles.Layer(MapFiles.Shp(5, MapFiles.Polygon(null, MapFiles.Square)), MapFiles.Dbf(encoding.GetBytes(name)), cpg: cpg));
        Assert.Equal(name, rows[0].Cells[1]);
    }

    [Fact]
    public async Task A_record_that_lies_is_one_rejected_row()
    {
        var shp = MapFiles.Shp(5, MapFiles.Polygon(10_000_000, MapFiles.Square), MapFiles.Polygon(null, [0, 0, double.NaN, 1, 1, 1, 0, 0]),
            MapFiles.Polygon(-5, MapFiles.Square), MapFiles.Polygon(400_000, MapFiles.Square), [0, 0, 0, 0], MapFiles.Polygon(null, MapFiles.Square));
        var (_, rows, problem) = await MapFiles.ReadAsync(MapFiles.Layer(shp, MapFiles.Dbf([.. Enumerable.Range(0, 6).Select(i => MapFiles.Named($"{i}"))])));
        Assert.Null(problem);
        Assert.Equal(["transfer.too_many_points", "transfer.broken_shape", "transfer.broken_shape", "transfer.broken_shape", null, null], rows.Select(r => r.Problem?.Code));
        Assert.Equal([null, null, null, null, null, "MultiPolygon"], rows.Select(r => r.Cells[3]?[9..21]));
    }

    [Theory]
    [InlineData("points", "transfer.not_polygons")]
    [InlineData("no magic number", "transfer.broken_file")]
    [InlineData("cut off", "transfer.broken_file")]
    [InlineData("a record of two gigabytes", "transfer.broken_file")]
    [InlineData("a negative record", "transfer.broken_file")]
    [InlineData("no names", "transfer.broken_file")]
    [InlineData("fewer names than shapes", "transfer.broken_file")]
    [InlineData("names that are none", "transfer.broken_file")]
    [InlineData("two layers", "transfer.several_layers")]
    [InlineData("no projection for feet", "transfer.unknown_projection")]
    [InlineData("a projection of nonsense", "transfer.unknown_projection")]
    [InlineData("a projection that is unknown", "transfer.unknown_projection")]
    [InlineData("an archive cut off", "transfer.broken_file")]
    public async Task A_broken_archive_is_a_clear_problem(string what, string code)
    {
        var shp = MapFiles.Shp(5, MapFiles.Polygon(null, MapFiles.Square), MapFiles.Polygon(null, MapFiles.Square));
        byte[] Sized(int words)
        {
            var copy = shp.ToArray();
            BinaryPrimitives.WriteInt32BigEndian(copy.AsSpan(104), words);
            return copy;
        }
        byte[] Far()
        {
            var copy = shp.ToArray();
            BinaryPrimitives.WriteDoubleLittleEndian(copy.AsSpan(36), 2_000_000);
            return copy;
        }
        var file = what switch
        {
            "points" => MapFiles.Layer(MapFiles.Shp(1), Dbf),
            "no magic number" => MapFiles.Layer(new byte[200], Dbf),
            "cut off" => MapFiles.Layer(shp[..^50], Dbf),
            "a record of two gigabytes" => MapFiles.Layer(Sized(int.MaxValue), Dbf),
            "a negative record" => MapFiles.Layer(Sized(-5), Dbf),
            "no names" => MapFiles.Zip(("a.shp", shp)),
            "fewer names than shapes" => MapFiles.Layer(shp, MapFiles.Dbf(MapFiles.Named("A"))),
            "names that are none" => MapFiles.Layer(shp, new byte[100]),
            "two layers" => MapFiles.Zip(("a.shp", shp), ("a.dbf", Dbf), ("b.shp", shp)),
            "no projection for feet" => MapFiles.Layer(Far(), Dbf, null),
            "a projection of nonsense" => MapFiles.Layer(shp, Dbf, "PROJCS[[[["),
            "a projection that is unknown" => MapFiles.Layer(shp, Dbf, MapFiles.Degrees.Replace("GEOGCS", "PROJCS[\"x\",GEOGCS", StringComparison.Ordinal) + """,PROJECTION["Nobody_Knows"],UNIT["Meter",1.0]]"""),
            _ => MapFiles.Layer(shp, Dbf)[..200],
        };
        Assert.Equal(code, (await MapFiles.ReadAsync(file)).Problem);
    }

    /// <summary>Two gigabytes of nothing in ten megabytes: neither unpacked into memory nor read to the end.</summary>
    [Fact]
    public async Task A_bomb_is_refused_by_its_length()
    {
        using var file = new MemoryStream();
        await using (var archive = new System.IO.Compression.ZipArchive(file, System.IO.Compression.ZipArchiveMode.Create))
        {
            await using (var shp = await archive.CreateEntry("a.shp", System.IO.Compression.CompressionLevel.Fastest).OpenAsync())
            {
                var zeros = new byte[1 << 20];
                for (var i = 0; i < 2100; i++) await shp.WriteAsync(zeros);
            }
            await using var dbf = await archive.CreateEntry("a.dbf").OpenAsync();
            await dbf.WriteAsync(Dbf);
        }
        var before = GC.GetTotalAllocatedBytes();
        Assert.Equal("transfer.archive_too_large", (await MapFiles.ReadAsync(file.ToArray())).Problem);
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 100_000_000);
    }

    [Theory]
    [InlineData("ga_counties_wgs84.zip")]
    [InlineData("ga_counties_epsg2240.zip")]
    public async Task The_real_ones_are_read_whole(string name)
    {
        var (columns, rows, problem) = await MapFiles.ReadAsync(await File.ReadAllBytesAsync(Path.Combine(SharedData.Folder("boundaries"), name)), name);
        Assert.Null(problem);
        Assert.Equal(["layer", "GEOID", "NAME", "STATE", "properties", "geometry"], columns);
        Assert.Equal((159, true), (rows.Count, rows.TrueForAll(r => r.Problem is null && r.Cells[4]!.Contains("Georgia", StringComparison.Ordinal))));
    }
}
