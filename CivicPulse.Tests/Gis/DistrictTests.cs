using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using CivicPulse.Tests.Support;

namespace CivicPulse.Tests.Gis;

/// <summary>From a place to its districts: one, a thousand, a file of them, and from an address.</summary>
public sealed class DistrictTests(TestSystem system)
{
    /// <summary>Two squares that meet at the line of longitude 10.</summary>
    private const string Squares = """
        {"set":"squares","identifier":"west","name":"West","valid_from":null,"valid_to":null,"geometry":{"type":"Polygon","coordinates":[[[9,0],[10,0],[10,1],[9,1],[9,0]]]}}
        {"set":"squares","identifier":"east","name":"East","valid_from":"2024-01-01","valid_to":"2024-12-31","geometry":{"type":"Polygon","coordinates":[[[10,0],[11,0],[11,1],[10,1],[10,0]]]}}
        """;

    [Fact]
    public async Task Near_a_line_the_confidence_is_the_share_of_the_circle_on_each_side()
    {
        var tenant = await SquaresAsync();
        var onTheLine = await Counties.DistrictsAsync(tenant.Owner, 0.5, 10, "&accuracy=1000&on=2024-06-01");
        Assert.Equal(["0.5 east", "0.5 west"], onTheLine.Select(Told));
        // A circle's segment beyond a quarter of its radius from the middle holds 0.342 of it.
        var near = await Counties.DistrictsAsync(tenant.Owner, 0.5, 10 + (250 / 111_319.5), "&accuracy=1000&on=2024-06-01");
        Assert.Equal(("east", true), (near[0].Text("identifier"), near[0].GetProperty("contains").GetBoolean()));
        Assert.InRange(near[0].GetProperty("confidence").GetDouble(), 0.64, 0.68);
        Assert.Equal(("west", false), (near[1].Text("identifier"), near[1].GetProperty("contains").GetBoolean()));
        Assert.Equal(1.0, near.Sum(d => d.GetProperty("confidence").GetDouble()), 2);
        Assert.Equal("1 east", Told(Assert.Single(await Counties.DistrictsAsync(tenant.Owner, 0.5, 10.1, "&accuracy=1000&on=2024-06-01"))));
        Assert.Empty(await Counties.DistrictsAsync(tenant.Owner, 5, 10));
    }

    [Fact]
    public async Task A_source_that_is_inexact_makes_every_place_near_its_lines_uncertain()
    {
        var tenant = await SquaresAsync();
        var set = await Counties.SetAsync(tenant, "squares");
        using (var changed = await tenant.Owner.PatchAsync($"/api/v1/boundary-sets/{set.Text("id")}", System.Net.Http.Json.JsonContent.Create(new { simplification = 1000 })))
            Assert.Equal(1000, (await changed.BodyAsync(HttpStatusCode.OK)).GetProperty("simplification").GetInt32());
        Assert.Equal(["0.5 east", "0.5 west"], (await Counties.DistrictsAsync(tenant.Owner, 0.5, 10, "&on=2024-06-01")).Select(Told));
    }

    [Fact]
    public async Task Only_what_is_valid_on_the_day_is_found()
    {
        var tenant = await SquaresAsync();
        Assert.Single(await Counties.DistrictsAsync(tenant.Owner, 0.5, 10.5, "&on=2024-12-31"));
        Assert.Empty(await Counties.DistrictsAsync(tenant.Owner, 0.5, 10.5, "&on=2025-01-01"));
        Assert.Single(await Counties.DistrictsAsync(tenant.Owner, 0.5, 9.5, "&on=1900-01-01"));
        Assert.Empty(await Counties.DistrictsAsync(tenant.Owner, 0.5, 9.5, "&sets=other"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("lat=1")]
    [InlineData("lat=91&lon=0")]
    [InlineData("lat=NaN&lon=0")]
    [InlineData("lat=1&lon=2&accuracy=-1")]
    [InlineData("lat=1&lon=2&accuracy=1e9")]
    [InlineData("lat=1&lon=2&address=x")]
    [InlineData("lat=1&lon=2&sets=%00")]
    [InlineData("address=%00%00")]
    [InlineData("lat=1&lon=2&on=yesterday")]
    public async Task What_is_no_place_is_a_clear_refusal(string query)
    {
        var tenant = await system.SharedTenantAsync();
        using var response = await tenant.Owner.GetAsync("/api/v1/districts?" + query);
        Assert.True((int)response.StatusCode is 400 or 404 or 422, $"{(int)response.StatusCode}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task A_thousand_places_are_answered_in_their_order()
    {
        var tenant = await system.NewTenantAsync();
        await Counties.ImportAsync(tenant, "ga-counties.geojson");
        var places = Enumerable.Range(0, 1000).Select(i => Counties.Known[i % Counties.Known.Length]).ToList();
        var answer = await tenant.Owner.SendAsync("/api/v1/districts/lookups", new { places = places.Select((p, i) => new { id = $"{i}", lat = p.Lat, lon = p.Lon, accuracy = i % 2 * 20 }) }, HttpStatusCode.OK);
        Assert.Equal(places.Select((p, i) => $"{i} {p.Geoid}"), answer.List("places").Select(p => $"{p.Text("id")} {p.List("districts")[0].Text("identifier")}"));
        await tenant.Owner.SendAsync("/api/v1/districts/lookups", new { places = Enumerable.Repeat(new { lat = 1, lon = 1 }, 1001) }, HttpStatusCode.BadRequest);
        await tenant.Owner.SendAsync("/api/v1/districts/lookups", new { places = new[] { new { lat = 100, lon = 1 } } }, HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_file_of_places_comes_back_with_their_districts()
    {
        var tenant = await system.NewTenantAsync();
        await Counties.ImportAsync(tenant, "ga-counties.geojson");
        var file = new StringBuilder("id,Latitude,Longitude,note\n");
        for (var i = 0; i < 25_000; i++) file.Append(CultureInfo.InvariantCulture, $"{i},{Counties.Known[i % 10].Lat},{Counties.Known[i % 10].Lon},\"=a, b\"\n");
        file.Append("x,,,nowhere\ny,1e999,abc,nowhere\nz,0,0,at sea\n");
        var lines = await SendAsync(tenant, "places.csv", file.ToString());
        Assert.Equal("id,Latitude,Longitude,note,ga-counties,ga-counties_name,ga-counties_division_id", lines[0]);
        Assert.Equal(25_004, lines.Length);
        for (var i = 0; i < 25_000; i += 997) Assert.Contains($",{Counties.Known[i % 10].Geoid},", lines[i + 1], StringComparison.Ordinal);
        Assert.EndsWith(",nowhere,,,", lines[25_001], StringComparison.Ordinal);
        Assert.EndsWith(",at sea,,,", lines[25_003], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a,b\n1,2\n", "", "gis.no_place")]
    [InlineData("lat,lon\n1,2\n", "?sets=nothing", "gis.which_sets")]
    [InlineData("%PDF-1.7\n", "", "transfer.unknown_format")]
    [InlineData("", "", "empty_file")]
    public async Task A_file_without_places_is_refused_before_anything_is_answered(string content, string query, string code)
    {
        var tenant = await SquaresAsync();
        using var response = await PostAsync(tenant, "x.csv", content, query);
        Assert.True((int)response.StatusCode is >= 400 and < 500);
        Assert.Equal(code, JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync()).Text("code"));
    }

    [Fact]
    public async Task An_address_that_is_a_name_is_a_place_inside_with_little_confidence()
    {
        var tenant = await system.NewTenantAsync();
        await Counties.ImportAsync(tenant, "us-counties.geojson");
        var found = await tenant.Owner.ReadAsync("/api/v1/districts?address=Bibb%20County,%20GA");
        Assert.Equal(("name", "Bibb"), (found.Text("found_by"), found.Text("matched")));
        Assert.Equal("13021", found.List("districts")[0].Text("identifier"));
        Assert.InRange(found.List("districts")[0].GetProperty("confidence").GetDouble(), 0.2, 0.9);
        Assert.Equal("coordinates", (await tenant.Owner.ReadAsync("/api/v1/districts?address=32.8407,%20-83.6324")).Text("found_by"));
        foreach (var nobody in (string[])["Washington County", "1600 Nowhere Street", "Bibb County, XX, YY, ZZ"])
        {
            using var unknown = await tenant.Owner.GetAsync("/api/v1/districts?address=" + Uri.EscapeDataString(nobody));
            Assert.Equal("gis.unknown_address", (await unknown.BodyAsync(HttpStatusCode.NotFound)).Text("code"));
        }
    }

    private async Task<TestTenant> SquaresAsync()
    {
        var tenant = await system.NewTenantAsync();
        var import = await tenant.Owner.ImportAndRunAsync("boundaries", "squares.jsonl", Encoding.UTF8.GetBytes(Squares));
        Assert.Equal("2 2 0 0 0", import.Counts());
        return tenant;
    }

    private static string Told(JsonElement district) => string.Create(CultureInfo.InvariantCulture, $"{district.GetProperty("confidence").GetDouble()} {district.Text("identifier")}");

    private static async Task<string[]> SendAsync(TestTenant tenant, string name, string content)
    {
        using var response = await PostAsync(tenant, name, content, "");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return (await response.Content.ReadAsStringAsync()).TrimStart('\uFEFF').Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
    }

    private static async Task<HttpResponseMessage> PostAsync(TestTenant tenant, string name, string content, string query)
    {
        using var file = new ByteArrayContent(Encoding.UTF8.GetBytes(content));
        file.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        using var form = new MultipartFormDataContent { { file, "file", name } };
        return await tenant.Owner.PostAsync("/api/v1/districts/files" + query, form);
    }
}
