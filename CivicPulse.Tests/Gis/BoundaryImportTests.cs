using System.Net;
using System.Text;
using CivicPulse.Tests.Support;

namespace CivicPulse.Tests.Gis;

/// <summary>The real files, through the front door.</summary>
public sealed class BoundaryImportTests(TestSystem system)
{
    [Theory]
    [InlineData("ga-counties.geojson", "ga-counties")]
    [InlineData("ga_counties.kml", "ga-counties")]
    [InlineData("ga_counties_wgs84.zip", "ga-counties-wgs84")]
    [InlineData("ga_counties_epsg2240.zip", "ga-counties-epsg2240")]
    public async Task Each_format_brings_all_counties_and_a_second_time_changes_nothing(string file, string slug)
    {
        var tenant = await system.NewTenantAsync();
        var first = await Counties.ImportAsync(tenant, file);
        Assert.Equal("159 159 0 0 0", first.Counts());
        var set = await Counties.SetAsync(tenant, slug);
        Assert.Equal((159, "county", false, 1), (set.GetProperty("boundaries").GetInt32(), set.Text("classification"), set.GetProperty("shared").GetBoolean(), set.GetProperty("revision").GetInt32()));
        var bibb = (await Counties.BoundariesAsync(tenant.Owner, set.Text("id")))["13021"];
        Assert.Equal(("Bibb", "ocd-division/country:us/state:ga/county:bibb"), (bibb.Text("name"), bibb.Text("division_id")));
        Assert.Equal("159 0 0 159 0", (await Counties.ImportAsync(tenant, file)).Counts());
        foreach (var (geoid, lat, lon) in Counties.Known)
        {
            var found = Assert.Single(await Counties.DistrictsAsync(tenant.Owner, lat, lon));
            Assert.Equal((geoid, 1.0), (found.Text("identifier"), found.GetProperty("confidence").GetDouble()));
        }
    }

    /// <summary>What differs is the projection there and back, and that only by what the feet were rounded to.</summary>
    [Fact]
    public async Task All_formats_and_projections_agree_within_a_metre()
    {
        var tenant = await system.NewTenantAsync();
        foreach (var file in (string[])["ga-counties.geojson", "ga_counties_wgs84.zip", "ga_counties_epsg2240.zip"]) await Counties.ImportAsync(tenant, file);
        await Counties.ImportAsync(tenant, "ga_counties.kml", "ga-counties-kml");
        var off = await system.Site.RowsAsync($"""
            select s.slug, count(*)::int, max(extensions.st_hausdorffdistance(extensions.st_transform(g.geometry, 32617), extensions.st_transform(a.geometry, 32617)))
            from {tenant.Tenant.Schema}.boundaries b join {tenant.Tenant.Schema}.boundary_sets s on s.id = b.set_id join {tenant.Tenant.Schema}.boundary_shapes g on g.boundary_id = b.id
            join {tenant.Tenant.Schema}.boundaries o on o.identifier = b.identifier join {tenant.Tenant.Schema}.boundary_sets t on t.id = o.set_id and t.slug = 'ga-counties'
            join {tenant.Tenant.Schema}.boundary_shapes a on a.boundary_id = o.id group by s.slug
            """);
        Assert.Equal(4, off.Count);
        Assert.All(off, r => Assert.True((int)r[1]! == 159 && (double)r[2]! < 1, $"{r[0]}: {r[1]} counties, {r[2]} m off"));
        Assert.All(off.Where(r => (string)r[0]! != "ga-counties-epsg2240"), r => Assert.Equal(0.0, (double)r[2]!));
    }

    [Fact]
    public async Task The_same_counties_in_another_format_change_no_shape()
    {
        var tenant = await system.NewTenantAsync();
        await Counties.ImportAsync(tenant, "ga-counties.geojson");
        Assert.Equal("159 0 0 159 0", (await Counties.ImportAsync(tenant, "ga_counties_wgs84.zip", "ga-counties")).Counts());
        var set = await Counties.SetAsync(tenant, "ga-counties");
        Assert.Equal(1, set.GetProperty("revision").GetInt32());
    }

    [Fact]
    public async Task What_is_exported_as_geojson_comes_back_as_it_was_also_elsewhere()
    {
        var (from, to) = (await system.NewTenantAsync(), await system.NewTenantAsync());
        await Counties.ImportAsync(from, "ga-counties.geojson");
        var file = await from.Owner.ExportAsync("boundaries", "geojson");
        Assert.Equal("159 0 0 159 0", (await from.Owner.ImportAndRunAsync("boundaries", "x.geojson", file)).Counts());
        Assert.Equal("159 159 0 0 0", (await to.Owner.ImportAndRunAsync("boundaries", "x.geojson", file)).Counts());
        Assert.Equal(file, await to.Owner.ExportAsync("boundaries", "geojson"));
        using var refused = await from.Owner.GetAsync("/api/v1/exports/bodies?format=geojson");
        Assert.Equal("transfer.unknown_format", (await refused.BodyAsync(HttpStatusCode.BadRequest)).Text("code"));
    }

    [Fact]
    public async Task An_import_that_changed_something_is_told_once_and_the_audit_keeps_hashes_instead_of_coordinates()
    {
        var tenant = await system.NewTenantAsync();
        await Counties.ImportAsync(tenant, "ga-counties.geojson");
        await Counties.ImportAsync(tenant, "ga-counties.geojson");
        var told = Assert.Single(await system.Site.RowsAsync($"select payload::text from {tenant.Tenant.Schema}.outbox where type like '%boundaries_imported'"));
        Assert.Contains("159", (string)told[0]!, StringComparison.Ordinal);
        var entries = await system.Site.RowsAsync($"select count(*)::int, max(length(after::text)), bool_and(after ? 'hash') from {tenant.Tenant.Schema}.audit_entries where entity = 'boundary_shapes'");
        Assert.Equal((159, true), ((int)entries[0][0]!, (bool)entries[0][2]!));
        Assert.InRange((int)entries[0][1]!, 50, 300);
    }

    [Fact]
    public async Task A_file_in_state_plane_feet_is_reprojected_by_the_number_it_states()
    {
        var tenant = await system.NewTenantAsync();
        const string Feet = """
            {"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::2240"}},"features":[
            {"type":"Feature","id":7,"properties":{"name":"A mile in Macon"},"geometry":{"type":"Polygon","coordinates":[[[2459000,1030000],[2464280,1030000],[2464280,1035280],[2459000,1035280],[2459000,1030000]]]}}]}
            """;
        var import = await tenant.Owner.ImportAndRunAsync("boundaries", "wards.geojson", Encoding.UTF8.GetBytes(Feet));
        Assert.Equal("1 1 0 0 0", import.Counts());
        var area = (double)(await system.Site.RowsAsync($"select extensions.st_area(geometry::extensions.geography) from {tenant.Tenant.Schema}.boundary_shapes"))[0][0]!;
        Assert.InRange(area, 2_588_000, 2_592_000);
        var ward = Assert.Single(await Counties.DistrictsAsync(tenant.Owner, 32.8407, -83.6324));
        Assert.Equal(("7", "ward"), (ward.Text("identifier"), ward.Text("classification")));
    }

    [Fact]
    public async Task On_the_server_a_file_needs_nothing_but_its_tenant_and_a_set_can_be_named()
    {
        var tenant = await system.NewTenantAsync();
        var file = Path.Combine(SharedData.Folder("boundaries"), "ga_counties.kml");
        Assert.Equal(0, (await system.Site.RunAsync("import", "boundaries", file, "--tenant", tenant.Slug)).Code);
        Assert.Equal(0, (await system.Site.RunAsync("import", "boundaries", file, "--tenant", tenant.Slug, "--set", "named")).Code);
        Assert.Equal(["ga-counties", "named"], (await tenant.Owner.ReadAsync("/api/v1/boundary-sets?sort=name")).List("items").Select(s => s.Text("slug")));
        var target = Path.Combine(Directory.CreateTempSubdirectory("civicpulse-").FullName, "out.geojson");
        Assert.Equal(0, (await system.Site.RunAsync("export", "boundaries", "--tenant", tenant.Slug, "--format", "geojson", "--out", target)).Code);
        Assert.Equal(await tenant.Owner.ExportAsync("boundaries", "geojson"), await File.ReadAllBytesAsync(target));
        Assert.Equal(1, (await system.Site.RunAsync("export", "bodies", "--tenant", tenant.Slug, "--format", "geojson", "--out", target)).Code);
    }

    [Fact]
    public async Task A_dry_run_tells_what_would_come_and_keeps_nothing()
    {
        var tenant = await system.NewTenantAsync();
        var import = await tenant.Owner.ImportAsync("boundaries", "ga-counties.geojson", Counties.File("ga-counties.geojson"));
        Assert.Equal("ga-counties", (await tenant.Owner.ReadAsync($"/api/v1/imports/{import.Text("id")}/preview?rows=1")).List("rows")[0].GetProperty("values").Text("set"));
        Assert.Equal("159 159 0 0 0", (await tenant.Owner.RunAsync(import, new { dry_run = true })).Counts());
        Assert.Empty((await tenant.Owner.ReadAsync("/api/v1/boundary-sets")).List("items"));
    }
}
