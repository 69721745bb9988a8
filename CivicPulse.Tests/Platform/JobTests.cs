using System.Diagnostics;
using System.Net;
using System.Text.Json;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Jobs;
using CivicPulse.Tests.Support;
using CivicPulse.Worker;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CivicPulse.Tests.Platform;

/// <summary>An installation whose Workers know the scratch jobs too.</summary>
public sealed class JobSite(TestSystem system) : IAsyncLifetime
{
    internal Site Site { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Site = await Site.StartAsync(system.Backing, "jobs", withWorker: false);
        ScratchJobs.Declare(Site.Api.GetRequiredService<JobList>());
    }

    public ValueTask DisposeAsync() => Site.DisposeAsync();
}

public sealed class JobTests(JobSite fixture) : IClassFixture<JobSite>
{
    private readonly Site _site = fixture.Site;

    [Fact]
    public async Task A_job_whose_worker_is_killed_goes_on_from_its_checkpoint_and_repeats_nothing()
    {
        var tenant = await _site.NewTenantAsync();
        var job = await QueueAsync(tenant, ScratchJobs.Count, new CountTo(60, 100));
        using (var first = WorkerProcess.Start(_site))
        {
            await Eventually.TrueAsync(async () => (await ReadAsync(tenant, job)).GetProperty("progress").GetDouble() > 0.1, 60);
            await first.KillAsync();
        }
        var reached = await StepsAsync(tenant, job);
        Assert.InRange(reached.Count, 5, 59);
        Assert.Equal("running", (await ReadAsync(tenant, job)).Text("state"));

        var clock = Stopwatch.StartNew();
        using var second = WorkerProcess.Start(_site);
        await Eventually.TrueAsync(async () => (await StepsAsync(tenant, job)).Count > reached.Count, 25);
        TestContext.Current.SendDiagnosticMessage($"Taken over after {clock.Elapsed.TotalSeconds:F1} s.");
        Assert.Equal("succeeded", await EndedAsync(tenant, job));
        Assert.Equal(Enumerable.Range(0, 60), (await StepsAsync(tenant, job)).Order());
    }

    [Fact]
    public async Task A_worker_that_lost_its_lease_commits_nothing_more()
    {
        var tenant = await _site.NewTenantAsync();
        await using var worker = StartWorker();
        var job = await QueueAsync(tenant, ScratchJobs.Count, new CountTo(40, 100));
        await Eventually.TrueAsync(async () => (await StepsAsync(tenant, job)).Count > 2);
        await RunAsync($"update {tenant.Tenant.Schema}.jobs set lease_id = gen_random_uuid(), worker = 7, leased_until = now() + interval '1 hour' where id = '{job}'");
        var held = await StepsAsync(tenant, job);
        await Task.Delay(1500, TestContext.Current.CancellationToken);
        Assert.Equal(held.Count, (await StepsAsync(tenant, job)).Count);
        // Worker 7 was never seen alive: its job goes to who is.
        await RunAsync($"update {tenant.Tenant.Schema}.jobs set leased_until = now() + interval '10 seconds' where id = '{job}'");
        Assert.Equal("succeeded", await EndedAsync(tenant, job));
        Assert.Equal(Enumerable.Range(0, 40), (await StepsAsync(tenant, job)).Order());
    }

    [Theory]
    [InlineData(ScratchJobs.Wait)]
    [InlineData(ScratchJobs.Count)]
    public async Task A_running_job_ends_within_seconds_of_being_cancelled(string kind)
    {
        var tenant = await _site.NewTenantAsync();
        await using var worker = StartWorker();
        var job = await QueueAsync(tenant, kind, new CountTo(100_000, 50));
        await Eventually.TrueAsync(async () => (await ReadAsync(tenant, job)).Text("state") == "running");
        var asked = await tenant.Owner.SendAsync($"/api/v1/jobs/{job}/cancellation", new { }, HttpStatusCode.Accepted);
        Assert.NotEqual(default, asked.GetProperty("cancel_requested_at").GetDateTimeOffset());
        var clock = Stopwatch.StartNew();
        Assert.Equal("cancelled", await EndedAsync(tenant, job));
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 8);
        if (kind == ScratchJobs.Wait) Assert.Equal(1, await CountAsync(tenant, $"jobs where kind = 'scratch_given_up' and subject_id = '{job}'"));
        Assert.Equal("jobs.over", (await tenant.Owner.SendAsync($"/api/v1/jobs/{job}/cancellation", new { }, HttpStatusCode.Conflict)).Text("code"));
    }

    [Fact]
    public async Task A_job_that_waits_is_cancelled_without_being_run()
    {
        var tenant = await _site.NewTenantAsync();
        var job = await QueueAsync(tenant, ScratchJobs.Count, new CountTo(1, 0));
        await tenant.Owner.SendAsync($"/api/v1/jobs/{job}/cancellation", new { }, HttpStatusCode.Accepted);
        await using var worker = StartWorker();
        Assert.Equal("cancelled", await EndedAsync(tenant, job));
        Assert.Empty(await StepsAsync(tenant, job));
    }

    [Fact]
    public async Task Only_who_may_cancels_and_only_what_can_be()
    {
        var tenant = await _site.NewTenantAsync();
        var job = await QueueAsync(tenant, "scratch_unknown", new { });
        Assert.Equal("jobs.not_cancellable", (await tenant.Owner.SendAsync($"/api/v1/jobs/{job}/cancellation", new { }, HttpStatusCode.Conflict)).Text("code"));
        await tenant.Owner.SendAsync($"/api/v1/jobs/{Guid.NewGuid()}/cancellation", new { }, HttpStatusCode.NotFound);
        var viewer = await tenant.AsAsync(Role.Viewer);
        await viewer.SendAsync($"/api/v1/jobs/{job}/cancellation", new { }, HttpStatusCode.Forbidden);
        Assert.Equal("queued", (await ReadAsync(tenant, job)).Text("state"));
    }

    [Fact]
    public async Task A_job_that_always_fails_fails_visibly_and_leaves_nothing_of_its_work()
    {
        var tenant = await _site.NewTenantAsync();
        await using var worker = StartWorker();
        var refused = await QueueAsync(tenant, ScratchJobs.Refuse, new RefuseWith("The file is empty."));
        var poison = await QueueAsync(tenant, ScratchJobs.Refuse, new RefuseWith(null));
        Assert.Equal("failed", await EndedAsync(tenant, refused));
        Assert.Equal("The file is empty.", (await ReadAsync(tenant, refused)).Text("error"));
        Assert.Equal("failed", await EndedAsync(tenant, poison));
        var error = (await ReadAsync(tenant, poison)).Text("error");
        Assert.Contains($"{JobRunner.LastAttempt} times", error, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error, StringComparison.Ordinal);
        Assert.Equal(0, await CountAsync(tenant, "jobs where kind = 'scratch_step'"));
    }

    [Fact]
    public async Task A_job_that_gets_further_in_its_last_attempt_has_all_of_them_again()
    {
        var tenant = await _site.NewTenantAsync();
        var job = await QueueAsync(tenant, ScratchJobs.Stumble, new { });
        await RunAsync($"update {tenant.Tenant.Schema}.jobs set attempts = {JobRunner.LastAttempt - 1} where id = '{job}'");
        await using var worker = StartWorker();
        Assert.Equal("succeeded", await EndedAsync(tenant, job));
        Assert.Equal(1, await CountAsync(tenant, $"jobs where id = '{job}' and attempts = 2"));
    }

    [Fact]
    public async Task Many_jobs_over_two_workers_run_once_each()
    {
        var tenants = new[] { await _site.NewTenantAsync(), await _site.NewTenantAsync(), await _site.NewTenantAsync() };
        await using var one = StartWorker();
        await using var two = StartWorker();
        var queued = new List<(TestTenant Tenant, Guid Job)>();
        for (var i = 0; i < 30; i++) queued.Add((tenants[i % 3], await QueueAsync(tenants[i % 3], ScratchJobs.Count, new CountTo(3, 5))));
        foreach (var (tenant, job) in queued)
        {
            Assert.Equal("succeeded", await EndedAsync(tenant, job));
            Assert.Equal([0, 1, 2], (await StepsAsync(tenant, job)).Order());
        }
        foreach (var tenant in tenants) Assert.Equal(10, await CountAsync(tenant, $"jobs where kind = '{ScratchJobs.Count}' and attempts = 1"));
    }

    [Fact]
    public async Task A_worker_that_is_stopped_gives_its_job_back_at_once()
    {
        var tenant = await _site.NewTenantAsync();
        Guid job;
        await using (StartWorker())
        {
            job = await QueueAsync(tenant, ScratchJobs.Wait, new { });
            await Eventually.TrueAsync(async () => (await ReadAsync(tenant, job)).Text("state") == "running");
        }
        Assert.Equal(1, await CountAsync(tenant, $"jobs where id = '{job}' and state = 'queued' and attempts = 0 and lease_id is null"));
    }

    private RealHost<WorkerHost> StartWorker() => new(_site.Settings, services => services.AddScratchJobs());

    private static Task<Guid> QueueAsync(TestTenant tenant, string kind, object arguments) => tenant.InsideAsync(async services =>
    {
        var db = services.GetRequiredService<TenantDb>();
        var job = db.Queue(kind, "scratch", Guid.NewGuid(), arguments);
        await db.SaveChangesAsync();
        return job.Id;
    });

    private static Task<JsonElement> ReadAsync(TestTenant tenant, Guid job) => tenant.Owner.ReadAsync($"/api/v1/jobs/{job}");

    private static async Task<string> EndedAsync(TestTenant tenant, Guid job)
    {
        await Eventually.TrueAsync(async () => (await ReadAsync(tenant, job)).Text("state") is not ("queued" or "running"), 60);
        return (await ReadAsync(tenant, job)).Text("state");
    }

    private static Task<List<int>> StepsAsync(TestTenant tenant, Guid job) => tenant.InsideAsync(async services =>
        (await services.GetRequiredService<TenantDb>().Jobs.AsNoTracking().Where(j => j.Kind == "scratch_step" && j.SubjectId == job).Select(j => j.Arguments!).ToListAsync())
            .ConvertAll(a => JsonSerializer.Deserialize<JsonElement>(a).GetProperty("step").GetInt32()));

    private async Task<long> CountAsync(TestTenant tenant, string from)
    {
        await using var source = OwnerSql.Source(_site.Owner);
        await using var command = source.CreateCommand($"select count(*) from {tenant.Tenant.Schema}.{from}");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private async Task RunAsync(string sql)
    {
        await using var source = OwnerSql.Source(_site.Owner);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
