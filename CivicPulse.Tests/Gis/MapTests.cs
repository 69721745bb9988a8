using System.Net;
using System.Text.Json;
using CivicPulse.Tests.Support;

namespace CivicPulse.Tests.Gis;

/// <summary>Tiles and shapes, as maps ask for them.</summary>
public sealed class MapTests(TestSystem system)
{
    [Fact]
    public async Task Tiles_hold_the_boundaries_with_their_names_and_are_not_sent_twice()
    {
        var tenant = await system.NewTenantAsync();
        await Counties.ImportAsync(tenant, "ga-counties.geojson");
        var set = (await Counties.SetAsync(tenant, "ga-counties")).Text("id");
        string tag;
        using (var world = await Counties.GetAsync(tenant.Owner, Path(set, 0, 0, 0)))
        {
            Assert.Equal((HttpStatusCode.OK, "application/vnd.mapbox-vector-tile"), (world.StatusCode, world.Content.Headers.ContentType?.MediaType));
            tag = world.Headers.ETag!.Tag;
            Assert.True(world.Headers.CacheControl?.Private);
        }
        using (var again = await Counties.GetAsync(tenant.Owner, Path(set, 0, 0, 0), tag)) Assert.Equal((HttpStatusCode.NotModified, 0), (again.StatusCode, (await again.Content.ReadAsByteArrayAsync()).Length));

        // Georgia lies in these four tiles of zoom 6: together they show every county.
        var seen = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (x, y) in from x in (int[])[16, 17] from y in (int[])[25, 26] select (x, y))
        {
            using var tile = await Counties.GetAsync(tenant.Owner, Path(set, 6, x, y));
            if (tile.StatusCode == HttpStatusCode.NoContent) continue;
            var layer = Assert.Single(VectorTile.Read(await tile.Content.ReadAsByteArrayAsync()));
            Assert.Equal(("boundaries", 4096), (layer.Name, layer.Extent));
            foreach (var feature in layer.Features) seen[feature["identifier"]] = $"{feature["name"]} {feature["division_id"]} {Guid.TryParse(feature["id"], out _)}";
        }
        Assert.Equal(Counties.All, seen.Count);
        Assert.Equal("Bibb ocd-division/country:us/state:ga/county:bibb True", seen["13021"]);
        using var sea = await Counties.GetAsync(tenant.Owner, Path(set, 6, 0, 0));
        Assert.Equal(HttpStatusCode.NoContent, sea.StatusCode);
    }

    [Theory]
    [InlineData(15, 0, 0)]
    [InlineData(-1, 0, 0)]
    [InlineData(3, 8, 0)]
    [InlineData(3, 0, -1)]
    [InlineData(0, 2147483647, 0)]
    public async Task What_is_no_tile_is_not_there(int z, int x, int y)
    {
        var tenant = await system.NewTenantAsync();
        var set = await tenant.Owner.SendAsync("/api/v1/boundary-sets", new { slug = "wards", name = "Wards", classification = "ward" });
        using var none = await tenant.Owner.GetAsync(Path(set.Text("id"), z, x, y));
        Assert.Equal("not_found", (await none.BodyAsync(HttpStatusCode.NotFound)).Text("code"));
    }

    [Fact]
    public async Task A_change_of_a_line_is_another_tile()
    {
        var tenant = await system.NewTenantAsync();
        await Counties.ImportAsync(tenant, "ga-counties.geojson");
        var set = (await Counties.SetAsync(tenant, "ga-counties")).Text("id");
        using var before = await Counties.GetAsync(tenant.Owner, Path(set, 7, 34, 51));
        var bibb = (await Counties.BoundariesAsync(tenant.Owner, set))["13021"].Text("id");
        using (var gone = await tenant.Owner.DeleteAsync($"/api/v1/boundaries/{bibb}")) Assert.Equal(HttpStatusCode.NoContent, gone.StatusCode);
        using var after = await Counties.GetAsync(tenant.Owner, Path(set, 7, 34, 51), before.Headers.ETag!.Tag);
        Assert.Equal(HttpStatusCode.OK, after.StatusCode);
        Assert.Contains(VectorTile.Read(await before.Content.ReadAsByteArrayAsync())[0].Features, f => f["identifier"] == "13021");
        Assert.DoesNotContain(VectorTile.Read(await after.Content.ReadAsByteArrayAsync())[0].Features, f => f["identifier"] == "13021");
    }

    [Fact]
    public async Task The_world_with_its_poles_has_tiles_too()
    {
        var tenant = await system.NewTenantAsync();
        await tenant.Owner.ImportAndRunAsync("boundaries", "world.jsonl", """
            {"set":"world","identifier":"1","name":"World","geometry":{"type":"Polygon","coordinates":[[[-180,-90],[180,-90],[180,90],[-180,90],[-180,-90]]]}}
            """u8.ToArray());
        var set = (await Counties.SetAsync(tenant, "world")).Text("id");
        foreach (var (z, x, y) in ((int, int, int)[])[(0, 0, 0), (3, 0, 0), (3, 7, 7), (14, 8192, 8192)])
        {
            using var tile = await tenant.Owner.GetAsync(Path(set, z, x, y));
            Assert.Single(VectorTile.Read(await tile.Content.ReadAsByteArrayAsync())[0].Features);
        }
    }

    [Fact]
    public async Task Shapes_are_as_fine_as_the_zoom_and_exact_without_one()
    {
        var tenant = await system.NewTenantAsync();
        await Counties.ImportAsync(tenant, "ga-counties.geojson");
        var set = (await Counties.SetAsync(tenant, "ga-counties")).Text("id");
        var (coarse, fine) = (await tenant.Owner.ReadAsync($"/api/v1/boundary-sets/{set}/shapes?zoom=4"), await tenant.Owner.ReadAsync($"/api/v1/boundary-sets/{set}/shapes?zoom=12"));
        Assert.Equal((Counties.All, Counties.All), (coarse.List("features").Count, fine.List("features").Count));
        Assert.True(coarse.GetRawText().Length < fine.GetRawText().Length * 0.8);
        var bibb = fine.List("features").Single(f => f.GetProperty("properties").Text("identifier") == "13021").Text("id");
        using var exact = await Counties.GetAsync(tenant.Owner, $"/api/v1/boundaries/{bibb}/shape");
        Assert.Equal("application/geo+json", exact.Content.Headers.ContentType?.MediaType);
        var shape = JsonSerializer.Deserialize<JsonElement>(await exact.Content.ReadAsStringAsync());
        Assert.Equal(("Feature", "Bibb", "MultiPolygon"), (shape.Text("type"), shape.GetProperty("properties").Text("name"), shape.GetProperty("geometry").Text("type")));
        using var again = await Counties.GetAsync(tenant.Owner, $"/api/v1/boundaries/{bibb}/shape", exact.Headers.ETag!.Tag);
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        using var wrong = await tenant.Owner.GetAsync($"/api/v1/boundary-sets/{set}/shapes?zoom=99");
        await wrong.BodyAsync(HttpStatusCode.BadRequest);
    }

    private static string Path(string set, int z, int x, int y) => $"/api/v1/boundary-sets/{set}/tiles/{z}/{x}/{y}";
}
