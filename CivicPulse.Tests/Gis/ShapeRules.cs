using CivicPulse.Modules.Gis.Model;
using CivicPulse.Platform.Http;
using CivicPulse.Platform.Portal;

namespace CivicPulse.Tests.Gis;

/// <summary>What an area may look like, and that the same area is always the same value.</summary>
public sealed class ShapeRules
{
    [Theory]
    [InlineData("[[0,0],[1,0],[1,1],[0,1],[0,0]]")]
    [InlineData("[[0,0],[0,1],[1,1],[1,0],[0,0]]")]
    [InlineData("[[1,1],[0,1],[0,0],[1,0],[1,1]]")]
    [InlineData("[[0,0],[1,0],[1,1],[0,1]]")]
    [InlineData("[[0,0],[1,0],[1,0],[1.00000000001,1],[0,1],[0,0]]")]
    [InlineData("[[0,0,5],[1,0,5],[1,1,5],[0,1,5],[0,0,5]]")]
    public void The_same_area_is_the_same_value_however_it_is_drawn(string ring)
    {
        var shape = Shape.Read($$"""{"type":"Polygon","coordinates":[{{ring}}]}""");
        Assert.Equal("""{"type":"MultiPolygon","coordinates":[[[[0,0],[1,0],[1,1],[0,1],[0,0]]]]}""", shape.ToString());
        Assert.Equal(shape, Shape.Read(shape.ToString()));
        Assert.Equal(shape, Shape.Read($$"""{"type":"GeometryCollection","geometries":[{"type":"MultiPolygon","coordinates":[[{{ring}}]]}]}"""));
    }

    [Fact]
    public void A_tiny_crossing_is_put_right_and_stays_as_it_is_then()
    {
        var shape = Shape.Read("""{"type":"Polygon","coordinates":[[[0,0],[10,0],[10,10],[5.001,10],[4.999,10.001],[5.001,10.001],[4.999,10],[0,10],[0,0]]]}""");
        Assert.True(shape.Geometry.IsValid);
        Assert.InRange(shape.Geometry.Area, 99.99, 100.01);
        Assert.Equal(shape, Shape.Read(shape.ToString()));
    }

    [Theory]
    [InlineData("""{"type":"Polygon","coordinates":[[[0,0],[10,10],[10,0],[0,10],[0,0]]]}""", "gis.invalid_shape")]
    [InlineData("""{"type":"Polygon","coordinates":[[[0,0],[181,0],[0,1],[0,0]]]}""", "gis.outside_world")]
    [InlineData("""{"type":"Polygon","coordinates":[[[2459000,1030000],[2464280,1030000],[2464280,1035280],[2459000,1030000]]]}""", "gis.outside_world")]
    [InlineData("""{"type":"Polygon","coordinates":[[[0,0],[1e999,0],[0,1],[0,0]]]}""", "gis.bad_shape")]
    [InlineData("""{"type":"Polygon","coordinates":[[[0,0],[1,0],[0,0]]]}""", "gis.empty_shape")]
    [InlineData("""{"type":"Polygon","coordinates":[[[0,0],[1,1],[2,2],[0,0]]]}""", "gis.empty_shape")]
    [InlineData("""{"type":"Polygon","coordinates":[]}""", "gis.empty_shape")]
    [InlineData("""{"type":"Polygon","coordinates":[[[0],[1],[2]]]}""", "gis.bad_shape")]
    [InlineData("""{"type":"Polygon","coordinates":[["a","b"]]}""", "gis.bad_shape")]
    [InlineData("""{"type":"Polygon"}""", "gis.bad_shape")]
    [InlineData("""{"type":"Point","coordinates":[0,0]}""", "gis.not_an_area")]
    [InlineData("""{"type":"LineString","coordinates":[[0,0],[1,1]]}""", "gis.not_an_area")]
    [InlineData("""{"type":5}""", "gis.bad_shape")]
    [InlineData("[]", "gis.bad_shape")]
    [InlineData("POLYGON((0 0,1 0,1 1,0 0))", "gis.bad_shape")]
    public void What_is_no_area_is_refused_with_its_reason(string json, string code) => Assert.Equal(code, Assert.Throws<BadInput>(() => Shape.Read(json)).Code);

    [Fact]
    public void Too_many_points_are_refused()
    {
        var ring = string.Join(',', Enumerable.Range(0, 500_001).Select(i => $"[{i % 90},{i % 80}]"));
        Assert.Equal("gis.too_many_points", Assert.Throws<BadInput>(() => Shape.Read($$"""{"type":"Polygon","coordinates":[[{{ring}}]]}""")).Code);
    }

    [Fact]
    public void Properties_are_equal_when_they_say_the_same()
    {
        Assert.Equal(PropertyBag.Read("""{"b":1,"a":{"y":[1,null],"x":"é"}}"""), PropertyBag.Read("""{ "a": {"x":"\u00e9","y":[1,null]}, "b": 1 }"""));
        Assert.Equal("""{"a":2}""", PropertyBag.Read("""{"a":1,"a":2}""").ToString());
        foreach (var (json, code) in ((string, string)[])[("[]", "gis.bad_properties"), ("{", "gis.bad_properties"), ("{\"a\":\"\\ud800\"}", "gis.bad_properties"), ($"{{\"a\":\"{new string('x', 20_000)}\"}}", "gis.properties_too_long")])
            Assert.Equal(code, Assert.Throws<BadInput>(() => PropertyBag.Read(json)).Code);
    }

    [Theory]
    [InlineData("county", "13021", "Bibb", "ocd-division/country:us/state:ga/county:bibb")]
    [InlineData("county", "13021", "Bibb County", "ocd-division/country:us/state:ga/county:bibb")]
    [InlineData("county", "13247", "Ben Hill", "ocd-division/country:us/state:ga/county:ben_hill")]
    [InlineData("county", "22001", "Acadia", "ocd-division/country:us/state:la/parish:acadia")]
    [InlineData("county", "51510", "Alexandria", "ocd-division/country:us/state:va/place:alexandria")]
    [InlineData("county", "24033", "Prince George's", "ocd-division/country:us/state:md/county:prince_george~s")]
    [InlineData("county", "35013", "Doña Ana", "ocd-division/country:us/state:nm/county:doña_ana")]
    [InlineData("county", "02013", "Aleutians East", null)]
    [InlineData("county", "72001", "Adjuntas", null)]
    [InlineData("state-house", "13142", "House District 142", "ocd-division/country:us/state:ga/sldl:142")]
    [InlineData("state-senate", "13018", "Senate District 18", "ocd-division/country:us/state:ga/sldu:18")]
    [InlineData("congressional", "1302", "District 2", "ocd-division/country:us/state:ga/cd:2")]
    [InlineData("state", "13", "Georgia", "ocd-division/country:us/state:ga")]
    [InlineData("precinct", "13021", "Bibb", null)]
    [InlineData("county", "Bibb", "Bibb", null)]
    public void Census_codes_name_divisions_where_that_is_certain(string kind, string identifier, string name, string? division)
    {
        Assert.Equal(division, UsPlaces.DivisionOf(kind, identifier, name));
        Assert.True(new DivisionIdAttribute().IsValid(division));
    }
}
