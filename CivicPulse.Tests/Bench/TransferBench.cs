using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using CivicPulse.Tests.Support;
using Npgsql;

namespace CivicPulse.Tests.Bench;

/// <summary>A large import with a killed Worker, the same file again, and exports, with the memory of both processes: <c>bench/transfer.py</c>.</summary>
public sealed class TransferBench(TestSystem system)
{
    private static readonly TimeSpan Patience = TimeSpan.FromHours(1);
    private readonly Figures _figures = new();

    [Fact(Explicit = true)]
    public async Task Large_files()
    {
        var rows = Figures.Size(20_000);
        await using var site = await Site.StartAsync(system.Backing, "transferbench", withWorker: false);
        var tenant = await site.NewTenantAsync();
        using var api = await Measured.StartAsync(site, "CivicPulse.Api");
        using var client = new HttpClient { BaseAddress = api.Address, Timeout = Patience };
        client.DefaultRequestHeaders.Add("X-Tenant", tenant.Slug);
        client.DefaultRequestHeaders.Authorization = tenant.Owner.DefaultRequestHeaders.Authorization;
        var file = Path.GetTempFileName();
        await using (var text = new StreamWriter(file))
        {
            await text.WriteLineAsync("name,classification,description");
            for (var i = 0; i < rows; i++) await text.WriteLineAsync($"Body number {i},{(i % 1000 == 999 ? "Not a word" : "committee")},\"What it does, in a sentence of some length: {i}\"");
        }
        _figures.Add("rows", rows);
        _figures.Add("file_mb", new FileInfo(file).Length / 1e6);

        var import = await UploadAsync(client, api, file, rows, "upload");
        var worker = await Measured.StartAsync(site, "CivicPulse.Worker");
        try
        {
            worker = await ImportAsync(client, site, worker, import, rows);
            await CountAsync(site, tenant, rows);
            await AgainAsync(client, worker, await UploadAsync(client, api, file, rows, "upload_again"), rows);
        }
        finally
        {
            worker.Dispose();
            File.Delete(file);
        }
        foreach (var format in (string[])["csv", "json", "xlsx"]) await ExportAsync(client, api, format, rows);
        await _figures.WriteAsync();
    }

    private async Task<JsonElement> UploadAsync(HttpClient client, Measured api, string file, int rows, string name)
    {
        await using var memory = new Memory(api, _figures, name + "_api");
        var clock = Stopwatch.StartNew();
        await using var content = File.OpenRead(file);
        using var part = new StreamContent(content, 1 << 16);
        part.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        using var form = new MultipartFormDataContent { { part, "file", "bodies.csv" } };
        using var response = await client.PostAsync("/api/v1/imports?kind=bodies", form);
        var import = await response.BodyAsync(HttpStatusCode.Created);
        _figures.Add(name + "_rows_per_second", rows / clock.Elapsed.TotalSeconds);
        return import;
    }

    /// <summary>Half of it by one Worker, which is killed, the rest by the next.</summary>
    private async Task<Measured> ImportAsync(HttpClient client, Site site, Measured worker, JsonElement import, int rows)
    {
        var path = $"/api/v1/imports/{import.Text("id")}";
        await client.SendAsync(path + "/runs", new { }, HttpStatusCode.Accepted);
        var clock = Stopwatch.StartNew();
        await using (new Memory(worker, _figures, "import_worker"))
            while (await ReadAsync(client, path) < rows / 2) await Task.Delay(500);
        _figures.Add("import_rows_per_second", await ReadAsync(client, path) / clock.Elapsed.TotalSeconds);
        worker.Kill();
        worker.Dispose();
        var left = await ReadAsync(client, path);
        clock.Restart();
        var next = await Measured.StartAsync(site, "CivicPulse.Worker");
        while (await ReadAsync(client, path) == left) await Task.Delay(100);
        _figures.Add("seconds_until_resumed", clock.Elapsed.TotalSeconds);
        await using (new Memory(next, _figures, "resumed_worker")) await EndAsync(client, path, $"{rows} {rows - (rows / 1000)} 0 0 {rows / 1000}");
        return next;
    }

    private async Task AgainAsync(HttpClient client, Measured worker, JsonElement import, int rows)
    {
        var path = $"/api/v1/imports/{import.Text("id")}";
        var clock = Stopwatch.StartNew();
        await client.SendAsync(path + "/runs", new { }, HttpStatusCode.Accepted);
        await using (new Memory(worker, _figures, "again_worker")) await EndAsync(client, path, $"{rows} 0 0 {rows - (rows / 1000)} {rows / 1000}");
        _figures.Add("again_rows_per_second", rows / clock.Elapsed.TotalSeconds);
    }

    private async Task ExportAsync(HttpClient client, Measured api, string format, int rows)
    {
        await using var memory = new Memory(api, _figures, $"export_{format}_api");
        var clock = Stopwatch.StartNew();
        using var response = await client.GetAsync($"/api/v1/exports/bodies?format={format}", HttpCompletionOption.ResponseHeadersRead);
        await using var content = await response.Content.ReadAsStreamAsync();
        var (buffer, total) = (new byte[1 << 16], 0L);
        while (await content.ReadAsync(buffer) is var read and > 0) total += read;
        _figures.Add($"export_{format}_mb", total / 1e6);
        _figures.Add($"export_{format}_rows_per_second", (rows - (rows / 1000)) / clock.Elapsed.TotalSeconds);
    }

    private static async Task EndAsync(HttpClient client, string path, string counts)
    {
        while ((await client.ReadAsync(path)).Text("state") == "running") await Task.Delay(500);
        var now = await client.ReadAsync(path);
        Assert.Equal(("succeeded", counts), (now.Text("state"), now.Counts()));
    }

    private static async Task<long> ReadAsync(HttpClient client, string path) => (await client.ReadAsync(path)).GetProperty("run").GetProperty("read").GetInt64();

    /// <summary>Nothing twice, nothing lost, and the audit knows of each.</summary>
    private static async Task CountAsync(Site site, TestTenant tenant, int rows)
    {
        await using var source = OwnerSql.Source(site.Owner);
        await using var command = source.CreateCommand(
            $"select (select count(*) from {tenant.Tenant.Schema}.bodies) || ' ' || (select count(*) from {tenant.Tenant.Schema}.audit_entries where entity = 'bodies')");
        command.CommandTimeout = 300;
        Assert.Equal($"{rows - (rows / 1000)} {rows - (rows / 1000)}", await command.ExecuteScalarAsync());
    }

    /// <summary>A sample each second: what it was at the start and at its most.</summary>
    private sealed class Memory : IAsyncDisposable
    {
        private readonly CancellationTokenSource _over = new();
        private readonly Task _sampling;
        private readonly Figures _figures;
        private readonly string _name;
        private readonly List<double> _samples;

        public Memory(Measured process, Figures figures, string name)
        {
            (_figures, _name, _samples) = (figures, name, [process.Megabytes]);
            _sampling = Task.Run(async () =>
            {
                using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
                while (await timer.WaitForNextTickAsync(_over.Token)) _samples.Add(process.Megabytes);
            }, CancellationToken.None);
        }

        public async ValueTask DisposeAsync()
        {
            await _over.CancelAsync();
            await _sampling.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _over.Dispose();
            _figures.Add(_name + "_rss_mb_start", _samples[0]);
            _figures.Add(_name + "_rss_mb_most", _samples.Max());
            // Constant memory: the second half needs no more than the first.
            var half = _samples.Count / 2;
            _figures.Add(_name + "_rss_mb_growth_in_second_half", half == 0 ? 0 : _samples.Skip(half).Max() - _samples.Take(half).Max());
        }
    }
}
