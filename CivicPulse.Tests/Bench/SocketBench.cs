using System.Diagnostics;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Live;
using CivicPulse.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CivicPulse.Tests.Bench;

/// <summary>Many idle sockets on one API process: <c>bench/sockets.py</c>.</summary>
public sealed class SocketBench(TestSystem system)
{
    private const int PerAccount = 20;

    [Fact(Explicit = true)]
    public async Task Idle_sockets()
    {
        var size = Figures.Size(200);
        var figures = new Figures();
        // All sign in from one address here, which has a small bucket.
        await using var site = await Site.StartAsync(system.Backing, "socketbench", withWorker: false, more: new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Limits:SignIn:Burst"] = "100000",
            ["Limits:Anonymous:Burst"] = "100000",
        });
        var tenant = await site.NewTenantAsync();
        var tokens = new List<(Guid Account, string Token)>();
        for (var i = 0; i <= size / PerAccount; i++)
        {
            using var client = await tenant.AsAsync(Role.Viewer);
            tokens.Add((Guid.Parse((await client.ReadAsync("/auth/session")).Text("account_id")), client.DefaultRequestHeaders.Authorization!.Parameter!));
        }
        using var api = await Measured.StartAsync(site, "CivicPulse.Api");
        using (await LiveClient.OpenAsync(api.Address, tenant, tokens[^1].Token)) await Task.Delay(2000);
        var before = api.Megabytes;

        var clock = Stopwatch.StartNew();
        var sockets = new LiveClient[size];
        await Parallel.ForAsync(0, size, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (i, _) => sockets[i] = await LiveClient.OpenAsync(api.Address, tenant, tokens[i / PerAccount].Token));
        figures.Add("sockets", size);
        figures.Add("connects_per_second", size / clock.Elapsed.TotalSeconds);
        await Task.Delay(5000);
        var cpu = api.CpuSeconds;
        await Task.Delay(20_000);
        figures.Add("idle_cpu_percent_of_a_core", (api.CpuSeconds - cpu) / 20 * 100);
        figures.Add("rss_mb_before", before);
        figures.Add("rss_mb", api.Megabytes);
        figures.Add("rss_kb_per_socket", (api.Megabytes - before) * 1024 / size);

        var live = site.Api.GetRequiredService<LiveMessages>();
        await TellAsync("broadcast", sockets, () => live.SendAsync(tenant.Tenant, null, "bench", new { text = new string('x', 200) }), figures);
        await TellAsync("account", sockets[..Math.Min(PerAccount, size)], () => live.SendAsync(tenant.Tenant, tokens[0].Account, "bench", new { text = new string('x', 200) }), figures);
        foreach (var socket in sockets) socket.Dispose();
        await figures.WriteAsync();
    }

    /// <summary>From the sending to when the last one has heard it, ten times.</summary>
    private static async Task TellAsync(string what, LiveClient[] sockets, Func<Task> send, Figures figures)
    {
        var (first, last) = (new List<double>(), new List<double>());
        for (var round = 0; round < 10; round++)
        {
            var clock = new Stopwatch();
            var heard = sockets.Select(async s =>
            {
                await s.ReadAsync();
                return clock.Elapsed.TotalMilliseconds;
            }).ToList();
            await Task.Delay(200);
            clock.Start();
            await send();
            var times = await Task.WhenAll(heard);
            first.Add(times.Order().ElementAt(times.Length / 2));
            last.Add(times.Max());
        }
        figures.Add($"{what}_ms_median_socket", first.Order().ElementAt(5));
        figures.Add($"{what}_ms_last_socket", last.Order().ElementAt(5));
        figures.Add($"{what}_ms_worst", last.Max());
    }
}
