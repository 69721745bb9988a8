using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json;
using CivicPulse.Tests.Support;

namespace CivicPulse.Tests.Bench;

/// <summary>A state's precincts come in, come in again, and leave: seconds on the clock and of the processor, and the Worker's memory.</summary>
public sealed class ElectionBench(TestSystem system)
{
    private const string Name = "20241105__ga__general__precinct-level.csv";
    private readonly Figures _figures = new();

    [Fact(Explicit = true)]
    public async Task Results_by_precinct()
    {
        var file = await File.ReadAllBytesAsync(Path.Combine(SharedData.Folder("openelections-ga"), Name));
        await using var site = await Site.StartAsync(system.Backing, "electionbench", withWorker: false);
        var tenant = await site.NewTenantAsync();
        using var api = await Measured.StartAsync(site, "CivicPulse.Api");
        using var worker = await Measured.StartAsync(site, "CivicPulse.Worker");
        using var client = new HttpClient { BaseAddress = api.Address, Timeout = TimeSpan.FromMinutes(10) };
        client.DefaultRequestHeaders.Add("X-Tenant", tenant.Slug);
        client.DefaultRequestHeaders.Authorization = tenant.Owner.DefaultRequestHeaders.Authorization;
        foreach (var passage in (string[])["first", "again"]) await ImportAsync(client, worker, passage, file);
        var clock = Stopwatch.StartNew();
        var exported = await client.ExportAsync("openelections", "csv");
        _figures.Add("export_seconds", clock.Elapsed.TotalSeconds);
        _figures.Add("export_kb", exported.Length / 1000.0);
        var election = (await client.ReadAsync("/api/v1/elections")).List("items").Single().Text("id");
        await client.ReadAsync($"/api/v1/elections/{election}/results?limit=100");
        clock.Restart();
        for (var i = 0; i < 10; i++) await client.ReadAsync($"/api/v1/elections/{election}/results?limit=100");
        _figures.Add("results_of_100_contests_ms", clock.Elapsed.TotalMilliseconds / 10);
        await _figures.WriteAsync();
    }

    private async Task ImportAsync(HttpClient client, Measured worker, string passage, byte[] file)
    {
        var (clock, cpu, before) = (Stopwatch.StartNew(), worker.CpuSeconds, worker.Megabytes);
        using var part = new ByteArrayContent(file);
        part.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        using var form = new MultipartFormDataContent { { part, "file", Name } };
        using var uploaded = await client.PostAsync("/api/v1/imports?kind=openelections", form);
        var path = $"/api/v1/imports/{(await uploaded.BodyAsync(System.Net.HttpStatusCode.Created)).Text("id")}";
        _figures.Add(passage + "_upload_seconds", clock.Elapsed.TotalSeconds);
        await client.SendAsync(path + "/runs", new { }, System.Net.HttpStatusCode.Accepted);
        var (most, taken) = (before, 0.0);
        JsonElement now;
        do
        {
            await Task.Delay(50);
            now = await client.ReadAsync(path);
            most = Math.Max(most, worker.Megabytes);
            if (taken == 0 && now.GetProperty("run").GetProperty("read").GetInt64() >= 31_284) taken = clock.Elapsed.TotalSeconds;
        } while (now.Text("state") == "running");
        Assert.Equal("succeeded", now.Text("state"));
        _figures.Add(passage + "_taken_seconds", taken);
        _figures.Add(passage + "_seconds", clock.Elapsed.TotalSeconds);
        _figures.Add(passage + "_worker_cpu_seconds", worker.CpuSeconds - cpu);
        _figures.Add(passage + "_worker_rss_mb_start", before);
        _figures.Add(passage + "_worker_rss_mb_most", most);
        _figures.Add(passage + "_read", now.GetProperty("run").GetProperty("read").GetInt64());
    }
}
