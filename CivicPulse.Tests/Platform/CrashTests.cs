using System.Diagnostics;
using System.Net;
using CivicPulse.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CivicPulse.Tests.Platform;

/// <summary>Workers as real processes, killed with SIGKILL while they work.</summary>
public sealed class CrashTests(TestSystem system)
{
    [Fact]
    public async Task A_worker_killed_in_the_middle_of_a_transcript_is_finished_by_the_next_one_once()
    {
        var gate = new Gate("/ai/minutes");
        await using var site = await Site.StartAsync(system.Backing, "crash", withWorker: false, services => services.AddSingleton<IStartupFilter>(gate));
        var tenant = await site.NewTenantAsync();
        var meeting = (await tenant.Owner.NewMeetingAsync("Killed")).Text("id");
        var job = await tenant.Owner.SendAsync($"/api/v1/meetings/{meeting}/transcript",
            new { turns = Council.Turns.Select(t => new { speaker = t.Speaker, text = t.Text }) }, HttpStatusCode.Accepted);

        using (var first = StartWorker(site))
        {
            await gate.Reached.WaitAsync(TimeSpan.FromSeconds(60));
            first.Kill();
            await first.WaitForExitAsync();
        }
        Assert.Equal(HttpStatusCode.NotFound, (await tenant.Owner.GetAsync($"/api/v1/meetings/{meeting}/minutes")).StatusCode);
        Assert.Equal("running", (await tenant.Owner.ReadAsync($"/api/v1/jobs/{job.Text("id")}")).Text("state"));

        gate.Open();
        using var second = StartWorker(site);
        Assert.Equal("succeeded", (await tenant.Owner.FinishedAsync(job)).Text("state"));
        second.Kill();

        var minutes = await tenant.Owner.ReadAsync($"/api/v1/meetings/{meeting}/minutes");
        Assert.NotEmpty(minutes.List("decisions"));
        Assert.Equal(1, await CountAsync(site, $"{tenant.Tenant.Schema}.audit_entries where entity = 'minutes' and operation = 'insert'"));
        Assert.Equal(1, await CountAsync(site, $"{tenant.Tenant.Schema}.handled where reaction = 'governance.prepare_transcript'"));
        Assert.Equal(1, await CountAsync(site, $"{tenant.Tenant.Schema}.outbox where type = 'governance.transcript_added' and done_at is not null"));
        Assert.Equal(1, await CountAsync(site, $"(select distinct ordinal from {tenant.Tenant.Schema}.passages) p"));
    }

    [Fact]
    public async Task Workers_killed_at_random_lose_nothing_and_repeat_nothing()
    {
        const int Meetings = 12;
        await using var site = await Site.StartAsync(system.Backing, "chaos", withWorker: false);
        var tenants = new[] { await site.NewTenantAsync(), await site.NewTenantAsync(), await site.NewTenantAsync() };
        var jobs = new List<(TestTenant Tenant, System.Text.Json.JsonElement Job)>();
        for (var i = 0; i < Meetings; i++)
        {
            var tenant = tenants[i % tenants.Length];
            var meeting = (await tenant.Owner.NewMeetingAsync($"Meeting {i}")).Text("id");
            jobs.Add((tenant, await tenant.Owner.SendAsync($"/api/v1/meetings/{meeting}/transcript",
                new { turns = Council.Turns.Select(t => new { speaker = t.Speaker, text = $"{t.Text} ({i})" }) }, HttpStatusCode.Accepted)));
        }
        // How far a Worker gets before it dies differs from run to run; that it dies does not.
        foreach (var milliseconds in (int[])[900, 1300, 1700, 2300])
        {
            using var doomed = StartWorker(site);
            await Task.Delay(milliseconds);
            doomed.Kill();
            await doomed.WaitForExitAsync();
        }
        using var last = StartWorker(site);
        foreach (var (tenant, job) in jobs) Assert.Equal("succeeded", (await tenant.Owner.FinishedAsync(job)).Text("state"));
        last.Kill();
        foreach (var tenant in tenants)
        {
            Assert.Equal(Meetings / tenants.Length, await CountAsync(site, $"{tenant.Tenant.Schema}.minutes"));
            Assert.Equal(Meetings / tenants.Length, await CountAsync(site, $"{tenant.Tenant.Schema}.audit_entries where entity = 'minutes' and operation = 'insert'"));
            Assert.Equal(Meetings / tenants.Length, await CountAsync(site, $"{tenant.Tenant.Schema}.outbox where done_at is not null and type = 'governance.transcript_added'"));
        }
    }

    internal static Process StartWorker(Site site)
    {
        var start = new ProcessStartInfo("dotnet", [Backing.Built("CivicPulse.Worker")]) { RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var (key, value) in site.Settings) start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        var worker = Process.Start(start)!;
        worker.BeginOutputReadLine();
        return worker;
    }

    private static async Task<long> CountAsync(Site site, string from)
    {
        await using var source = OwnerSql.Source(site.Owner);
        await using var command = source.CreateCommand($"select count(*) from {from}");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Holds requests to one address until it is opened, so that a test knows where the caller stands.</summary>
    private sealed class Gate(string path) : IStartupFilter
    {
        private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Reached => _reached.Task;

        public void Open() => _open.TrySetResult();

        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use(async (http, go) =>
            {
                if (http.Request.Path.StartsWithSegments(path, StringComparison.Ordinal))
                {
                    _reached.TrySetResult();
                    await _open.Task;
                }
                await go(http);
            });
            next(app);
        };
    }
}
