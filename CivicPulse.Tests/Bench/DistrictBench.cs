using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using CivicPulse.Tests.Gis;
using CivicPulse.Tests.Support;

namespace CivicPulse.Tests.Bench;

/// <summary>How long it takes to find the counties of very many places, and to draw them: <c>bench/districts.py</c>.</summary>
public sealed class DistrictBench(TestSystem system)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);
    private readonly Figures _figures = new();

    [Fact(Explicit = true)]
    public async Task Districts()
    {
        var size = Figures.Size(50_000);
        await using var site = await Site.StartAsync(system.Backing, "districtbench", withWorker: true);
        var tenant = await site.NewTenantAsync();
        var clock = Stopwatch.StartNew();
        await Counties.ImportAsync(tenant, "us-counties.geojson");
        _figures.Add("import_3231_counties_seconds", clock.Elapsed.TotalSeconds);
        await Counties.ImportAsync(tenant, "ga-counties.geojson");
        using var api = await Measured.StartAsync(site, "CivicPulse.Api");
        using var client = new HttpClient { BaseAddress = api.Address, Timeout = Patience };
        client.DefaultRequestHeaders.Add("X-Tenant", tenant.Slug);
        client.DefaultRequestHeaders.Authorization = tenant.Owner.DefaultRequestHeaders.Authorization;
        await FileAsync(client, api, 1000, "warm");
        await FileAsync(client, api, size, "file");
        await LookupsAsync(client);
        await TilesAsync(client, (await Counties.SetAsync(tenant, "us-counties")).Text("id"));
        await _figures.WriteAsync();
    }

    private async Task FileAsync(HttpClient client, Measured api, int places, string name)
    {
        var file = Path.GetTempFileName();
        var random = new Random(7);
        await using (var text = new StreamWriter(file))
        {
            await text.WriteLineAsync("id,lat,lon");
            for (var i = 0; i < places; i++) await text.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{i},{30.35 + (random.NextDouble() * 4.65):F6},{-85.61 + (random.NextDouble() * 4.77):F6}"));
        }
        var (memory, cpu, clock) = (api.Megabytes, api.CpuSeconds, Stopwatch.StartNew());
        await using var content = File.OpenRead(file);
        using var part = new StreamContent(content, 1 << 16);
        part.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        using var form = new MultipartFormDataContent { { part, "file", "places.csv" } };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/districts/files?sets=ga-counties") { Content = form };
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        using var answer = new StreamReader(await response.Content.ReadAsStreamAsync());
        var (lines, found, most) = (0, 0, memory);
        while (await answer.ReadLineAsync() is { } line)
        {
            if (!line.EndsWith(",,,", StringComparison.Ordinal)) found++;
            if (++lines % 100_000 == 0) most = Math.Max(most, api.Megabytes);
        }
        Assert.Equal(places + 1, lines);
        if (name == "warm") return;
        _figures.Add("places", places);
        _figures.Add("places_in_a_county", found - 1);
        _figures.Add($"{name}_seconds", clock.Elapsed.TotalSeconds);
        _figures.Add($"{name}_api_cpu_seconds", api.CpuSeconds - cpu);
        _figures.Add($"{name}_api_rss_mb_before", memory);
        _figures.Add($"{name}_api_rss_mb_most", most);
        File.Delete(file);
    }

    private async Task LookupsAsync(HttpClient client)
    {
        foreach (var (name, accuracy) in ((string, int)[])[("exact", 0), ("within_100_m", 100)])
        {
            var body = new { sets = (string[])["ga-counties"], places = Enumerable.Range(0, 1000).Select(i => new { lat = 31 + (i % 37 / 10.0), lon = -85 + (i % 31 / 10.0), accuracy }) };
            await client.SendAsync("/api/v1/districts/lookups", body, HttpStatusCode.OK);
            var clock = Stopwatch.StartNew();
            for (var i = 0; i < 5; i++) await client.SendAsync("/api/v1/districts/lookups", body, HttpStatusCode.OK);
            _figures.Add($"lookup_of_1000_{name}_ms", clock.Elapsed.TotalMilliseconds / 5);
            clock.Restart();
            for (var i = 0; i < 200; i++) await client.ReadAsync(string.Create(CultureInfo.InvariantCulture, $"/api/v1/districts?lat={31 + (i % 37 / 10.0)}&lon={-85 + (i % 31 / 10.0)}&accuracy={accuracy}"));
            _figures.Add($"lookup_of_one_{name}_ms", clock.Elapsed.TotalMilliseconds / 200);
        }
    }

    private async Task TilesAsync(HttpClient client, string set)
    {
        foreach (var (z, x, y) in ((int, int, int)[])[(0, 0, 0), (4, 4, 6), (6, 17, 25), (8, 69, 102), (12, 1110, 1655)])
        {
            var path = $"/api/v1/boundary-sets/{set}/tiles/{z}/{x}/{y}";
            var clock = Stopwatch.StartNew();
            using var cold = await client.GetAsync(path);
            _figures.Add($"tile_{z}_cold_ms", clock.Elapsed.TotalMilliseconds);
            _figures.Add($"tile_{z}_kb", (await cold.Content.ReadAsByteArrayAsync()).Length / 1000.0);
            clock.Restart();
            for (var i = 0; i < 100; i++) (await client.GetAsync(path)).Dispose();
            _figures.Add($"tile_{z}_kept_ms", clock.Elapsed.TotalMilliseconds / 100);
        }
    }
}
