using System.Net;
using CivicPulse.Platform.Data;
using CivicPulse.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CivicPulse.Tests.Gis;

/// <summary>What operators share. On an installation of its own: what is shared is shared with every test.</summary>
public sealed class SharedSetTests(TestSystem system)
{
    [Fact]
    public async Task A_shared_set_is_read_by_all_and_written_by_none()
    {
        await using var site = await Site.StartAsync(system.Backing, "sharedgis", withWorker: true);
        var (from, to) = (await site.NewTenantAsync(), await site.NewTenantAsync());
        await Counties.ImportAsync(from, "ga-counties.geojson");
        await Counties.ImportAsync(from, "ga_counties_epsg2240.zip", "feet");

        var (code, first, _) = await site.RunAsync("boundaries", "share", "ga-counties", "--tenant", from.Slug);
        Assert.Equal(0, code);
        Assert.Equal("ga-counties: 159 boundaries, created 159, updated 0, unchanged 0, removed 0; 161 divisions, 159 jurisdictions", first.Split('\n')[0]);
        var (_, second, _) = await site.RunAsync("boundaries", "share", "ga-counties", "--tenant", from.Slug);
        Assert.Equal(first.Replace("created 159", "created 0", StringComparison.Ordinal).Replace("unchanged 0", "unchanged 159", StringComparison.Ordinal), second);
        Assert.Equal(1L, (await site.RowsAsync("select count(*) from platform.audit_entries where operation = 'gis.shared'"))[0][0]);

        var shared = await Counties.SetAsync(to, "ga-counties");
        Assert.Equal((true, 159), (shared.GetProperty("shared").GetBoolean(), shared.GetProperty("boundaries").GetInt32()));
        await ReadsLikeItsOwnAsync(to, shared.Text("id"));
        // Whoever has it oneself sees one's own, once.
        Assert.False((await Counties.SetAsync(from, "ga-counties")).GetProperty("shared").GetBoolean());
        Assert.Single(await Counties.DistrictsAsync(from.Owner, Counties.Known[0].Lat, Counties.Known[0].Lon, "&sets=ga-counties"));

        foreach (var path in (string[])[$"/api/v1/boundary-sets/{shared.Text("id")}", $"/api/v1/boundaries/{(await Counties.BoundariesAsync(to.Owner, shared.Text("id")))["13021"].Text("id")}"])
            await to.Owner.RefusedAsync(HttpMethod.Delete, path, HttpStatusCode.Conflict, "gis.shared");
        await to.Owner.RefusedAsync(HttpMethod.Patch, $"/api/v1/boundary-sets/{shared.Text("id")}", HttpStatusCode.Conflict, "gis.shared");
        foreach (var sql in (string[])["update shared_boundaries set name = 'Mine'", "delete from divisions", "insert into known_boundary_shapes select * from known_boundary_shapes"])
            await WriteFailsAsync(to, sql);
        await ChangesFollowAsync(site, from, to);
    }

    private static async Task ReadsLikeItsOwnAsync(TestTenant tenant, string set)
    {
        var (geoid, lat, lon) = Counties.Known[0];
        var found = Assert.Single(await Counties.DistrictsAsync(tenant.Owner, lat, lon));
        Assert.Equal((geoid, "ocd-division/country:us/state:ga/county:bibb"), (found.Text("identifier"), found.Text("division_id")));
        var division = Assert.Single((await tenant.Owner.ReadAsync("/api/v1/divisions?ocd_id=ocd-division/country:us/state:ga/county:bibb")).List("items"));
        Assert.Equal(("Bibb County", "us"), (division.Text("name"), division.Text("country")));
        Assert.Equal("Georgia", (await tenant.Owner.ReadAsync($"/api/v1/divisions/{division.Text("parent_id")}")).Text("name"));
        var government = Assert.Single((await tenant.Owner.ReadAsync($"/api/v1/jurisdictions?division_id={division.Text("id")}")).List("items"));
        Assert.Equal("ocd-jurisdiction/country:us/state:ga/county:bibb/government", government.Text("ocd_id"));
        using var tile = await tenant.Owner.GetAsync($"/api/v1/boundary-sets/{set}/tiles/6/17/25");
        Assert.Equal(HttpStatusCode.OK, tile.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await tenant.Owner.GetAsync($"/api/v1/boundaries/{found.Text("boundary_id")}/shape")).StatusCode);
    }

    /// <summary>The same boundary keeps its id, so that what names it still does.</summary>
    private static async Task ChangesFollowAsync(Site site, TestTenant from, TestTenant to)
    {
        var before = await Counties.SetAsync(to, "ga-counties");
        var bibb = (await Counties.BoundariesAsync(to.Owner, before.Text("id")))["13021"].Text("id");
        var mine = await Counties.SetAsync(from, "ga-counties");
        var fulton = (await Counties.BoundariesAsync(from.Owner, mine.Text("id")))["13121"].Text("id");
        Assert.Equal(HttpStatusCode.NoContent, (await from.Owner.DeleteAsync($"/api/v1/boundaries/{fulton}")).StatusCode);
        var (_, output, _) = await site.RunAsync("boundaries", "share", "ga-counties", "--tenant", from.Slug);
        Assert.StartsWith("ga-counties: 158 boundaries, created 0, updated 0, unchanged 158, removed 1;", output, StringComparison.Ordinal);
        var after = await Counties.SetAsync(to, "ga-counties");
        Assert.True(after.GetProperty("revision").GetInt32() > before.GetProperty("revision").GetInt32());
        Assert.Equal(bibb, (await Counties.BoundariesAsync(to.Owner, after.Text("id")))["13021"].Text("id"));

        Assert.Contains("ga-counties\tcounty\t158", (await site.RunAsync("boundaries", "list")).Output, StringComparison.Ordinal);
        Assert.Equal(1, (await site.RunAsync("boundaries", "share", "nothing", "--tenant", from.Slug)).Code);
        Assert.Equal("ga-counties: 158 boundaries withdrawn", (await site.RunAsync("boundaries", "withdraw", "ga-counties")).Output.Trim());
        Assert.Equal(1, (await site.RunAsync("boundaries", "withdraw", "ga-counties")).Code);
        Assert.Empty((await to.Owner.ReadAsync("/api/v1/boundary-sets")).List("items"));
        Assert.Equal(2, (await from.Owner.ReadAsync("/api/v1/boundary-sets")).List("items").Count);
    }

    private static async Task WriteFailsAsync(TestTenant tenant, string sql)
    {
        var refused = await Assert.ThrowsAsync<PostgresException>(() => tenant.InsideAsync(async services =>
        {
            await using var connection = await services.GetRequiredService<TenantConnection>().OpenAsync(CancellationToken.None);
            await using var command = new NpgsqlCommand(sql, connection);
            return await command.ExecuteNonQueryAsync();
        }));
        Assert.True(refused.SqlState is PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.ObjectNotInPrerequisiteState or "55000", refused.SqlState);
    }
}
