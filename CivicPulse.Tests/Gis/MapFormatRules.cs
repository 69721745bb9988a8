using System.Text;
using CivicPulse.Platform.Transfers.Tables;

namespace CivicPulse.Tests.Gis;

/// <summary>GeoJSON and KML, honest and hostile.</summary>
public sealed class MapFormatRules
{
    [Fact]
    public async Task Features_become_rows_with_their_properties()
    {
        var (columns, rows, problem) = await MapFiles.ReadAsync(Json("""
            {"type":"FeatureCollection","name":"x","features":[
            {"type":"Feature","id":7,"properties":{"NAME":"A","n":1.50,"none":null,"layer":"theirs"},"geometry":{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}},
            {"type":"Feature","properties":null,"geometry":null}, 5, {"type":"Feature","properties":{}}]}
            """), "Wards 2024.geojson");
        Assert.Null(problem);
        Assert.Equal(["layer", "feature_id", "NAME", "n", "none", "properties", "geometry"], columns);
        rows[0].Cells.ShouldBe("theirs", "7", "A", "1.50", null, """{"NAME":"A","n":1.50,"none":null,"layer":"theirs"}""", """{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}""");
        Assert.Equal(("wards-2024", null), (rows[1].Cells[0], rows[1].Cells[6]));
        Assert.Equal([null, null, "transfer.not_a_feature", "transfer.not_a_feature"], rows.Select(r => r.Problem?.Code));
        Assert.Equal([2, 3, 4, 5], rows.Select(r => (int)r.Number));
    }

    [Theory]
    [InlineData("""{"type":"FeatureCollection","features":[]}""", "transfer.no_rows")]
    [InlineData("""{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"a":1},"geometry":{"type":"Polygon","coordinates":[[[NaN,0]]]}}]}""", "transfer.broken_file")]
    [InlineData("""{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"a":1}""", "transfer.broken_file")]
    public async Task Json_that_is_broken_is_a_clear_problem(string text, string code) => Assert.Equal(code, (await MapFiles.ReadAsync(Json(text))).Problem);

    [Fact]
    public async Task A_collection_within_a_collection_within_a_collection_is_no_stack_overflow()
    {
        var deep = string.Concat(Enumerable.Repeat("""{"type":"GeometryCollection","geometries":[""", 5000));
        Assert.Equal("transfer.broken_file", (await MapFiles.ReadAsync(Json("""{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"a":1},"geometry":""" + deep))).Problem);
    }

    [Fact]
    public async Task Placemarks_become_rows_with_holes_and_several_parts()
    {
        var (columns, rows, problem) = await MapFiles.ReadAsync(Kml("""
            <Folder><name>Not this</name><Placemark><name>A &amp; B</name>
            <ExtendedData><SchemaData><SimpleData name="GEOID">13021</SimpleData></SchemaData><Data name="who"><displayName>Who</displayName><value>County</value></Data></ExtendedData>
            <MultiGeometry><Point><coordinates>5,5</coordinates></Point>
            <Polygon><outerBoundaryIs><LinearRing><coordinates>0,0,9 4,0,9
             4,4 0,4 0,0</coordinates></LinearRing></outerBoundaryIs><innerBoundaryIs><LinearRing><coordinates>1,1 1,2 2,2 1,1</coordinates></LinearRing></innerBoundaryIs></Polygon>
            <Polygon><outerBoundaryIs><LinearRing><coordinates>8,8 9,8 9,9 8,8</coordinates></LinearRing></outerBoundaryIs></Polygon></MultiGeometry></Placemark>
            <Placemark><name>A place</name><Point><coordinates>1,1</coordinates></Point></Placemark>
            <Placemark><name>Broken</name><Polygon><outerBoundaryIs><LinearRing><coordinates>0,0 NaN,1 here 1,1</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark></Folder>
            """), "parts.kml");
        Assert.Null(problem);
        Assert.Equal(["layer", "name", "GEOID", "who", "properties", "geometry"], columns);
        rows[0].Cells.ShouldBe("parts", "A & B", "13021", "County", """{"name":"A \u0026 B","GEOID":"13021","who":"County"}""",
            """{"type":"MultiPolygon","coordinates":[[[[0,0],[4,0],[4,4],[0,4],[0,0]],[[1,1],[1,2],[2,2],[1,1]]],[[[8,8],[9,8],[9,9],[8,8]]]]}""");
        Assert.Null(rows[1].Cells[5]);
        Assert.Equal([null, null, "transfer.broken_shape"], rows.Select(r => r.Problem?.Code));
    }

    [Theory]
    [InlineData("<!DOCTYPE kml [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>", "<Placemark><name>&a;</name></Placemark>")]
    [InlineData("<!DOCTYPE kml [<!ENTITY a \"x\"><!ENTITY b \"&a;&a;&a;\">]>", "<Placemark><name>&b;</name></Placemark>")]
    [InlineData("", "<Placemark><name>&a;</name></Placemark>")]
    [InlineData("", "<Placemark><name>A</Placemark>")]
    public async Task Xml_with_entities_or_errors_reads_nothing(string before, string inside)
    {
        var (_, rows, problem) = await MapFiles.ReadAsync(Encoding.UTF8.GetBytes($"<?xml version=\"1.0\"?>{before}<kml xmlns=\"http://www.opengis.net/kml/2.2\">{inside}</kml>"));
        Assert.Equal(("transfer.broken_file", 0), (problem, rows.Count));
    }

    [Fact]
    public async Task A_zipped_map_is_read_as_the_map_it_holds()
    {
        var kml = Kml("<Placemark><name>A</name><Polygon><outerBoundaryIs><LinearRing><coordinates>0,0 1,0 1,1 0,0</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark>");
        var (_, rows, problem) = await MapFiles.ReadAsync(MapFiles.Zip(("doc.kml", kml), ("files/x.png", [1])), "a.kmz");
        Assert.Equal((null, 1, "A"), (problem, rows.Count, rows[0].Cells[1]));
    }

    [Theory]
    [InlineData("GA Counties (2024).zip", "ga-counties-2024")]
    [InlineData("ga-counties", "ga-counties")]
    [InlineData("漢字.kml", null)]
    [InlineData(".kml", "kml")]
    public void A_layer_is_called_like_its_file(string file, string? layer) => Assert.Equal(layer, FeatureColumns.LayerOf(file));

    private static byte[] Json(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Kml(string inside) => Encoding.UTF8.GetBytes($"<?xml version=\"1.0\"?><kml xmlns=\"http://www.opengis.net/kml/2.2\"><Document>{inside}</Document></kml>");
}
