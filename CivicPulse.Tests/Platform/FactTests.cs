using System.CommandLine;
using System.Net;
using System.Net.Http.Json;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Commands;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Facts;
using CivicPulse.Tests.Support;
using CivicPulse.Worker;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CivicPulse.Tests.Platform;

/// <summary>An installation whose Worker has the scratch reactions too.</summary>
public sealed class FactSite(TestSystem system) : IAsyncLifetime
{
    private RealHost<WorkerHost>? _worker;

    internal Site Site { get; private set; } = null!;

    internal IServiceProvider Worker => _worker!.Services;

    public async ValueTask InitializeAsync()
    {
        Site = await Site.StartAsync(system.Backing, $"facts{Guid.NewGuid():N}"[..12], withWorker: false);
        _worker = new RealHost<WorkerHost>(Site.Settings, services => services.AddScratchFacts());
    }

    public async ValueTask DisposeAsync()
    {
        if (_worker is not null) await _worker.DisposeAsync();
        await Site.DisposeAsync();
    }

    internal async Task<long> CountAsync(TestTenant tenant, string from)
    {
        await using var source = OwnerSql.Source(Site.Owner);
        await using var command = source.CreateCommand($"select count(*) from {(from.StartsWith('(') ? from : $"{tenant.Tenant.Schema}.{from}")}");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    internal async Task RunAsync(TestTenant tenant, string sql)
    {
        await using var source = OwnerSql.Source(Site.Owner);
        await using var command = source.CreateCommand($"set search_path = {tenant.Tenant.Schema}; {sql}");
        await command.ExecuteNonQueryAsync();
    }

    internal Task DoneAsync(TestTenant tenant, int seconds = 30) => Eventually.TrueAsync(async () => await CountAsync(tenant, "outbox where done_at is null") == 0, seconds);
}

public sealed class FactTests(FactSite site, TestSystem system) : IClassFixture<FactSite>
{
    [Fact]
    public async Task Each_fact_takes_effect_once_in_its_own_tenant()
    {
        var (one, other) = (await site.Site.NewTenantAsync(), await site.Site.NewTenantAsync());
        for (var i = 0; i < 40; i++) await one.Owner.NewMeetingAsync($"Meeting {i}");
        await other.Owner.NewMeetingAsync();
        await site.DoneAsync(one);
        await site.DoneAsync(other);
        foreach (var (tenant, told) in new[] { (one, 40), (other, 1) })
        {
            Assert.Equal(told, await site.CountAsync(tenant, $"(select distinct subject_id from {tenant.Tenant.Schema}.jobs where kind = '{CountMeeting.Effect}') j"));
            Assert.Equal(told, await site.CountAsync(tenant, $"jobs where kind = '{CountMeeting.Effect}'"));
            Assert.Equal(told, await site.CountAsync(tenant, "handled where reaction = 'tests.judge_meeting'"));
            Assert.Equal(told, await site.CountAsync(tenant, "outbox where type = 'governance.meeting_scheduled'"));
        }
    }

    [Fact]
    public async Task A_dead_reaction_holds_up_nothing_else_and_can_be_replayed_once_its_cause_is_gone()
    {
        var tenant = await site.Site.NewTenantAsync();
        var bad = (await tenant.Owner.NewMeetingAsync("bad")).Text("id");
        var good = (await tenant.Owner.NewMeetingAsync("good")).Text("id");
        await site.DoneAsync(tenant);
        Assert.Equal(2, await site.CountAsync(tenant, $"jobs where kind = '{CountMeeting.Effect}'"));
        Assert.Equal(1, await site.CountAsync(tenant, $"jobs where kind = '{JudgeMeeting.Effect}' and subject_id = '{good}'"));
        Assert.Equal(1, await site.CountAsync(tenant, $"jobs where kind = 'scratch_given_up' and subject_id = '{bad}'"));

        var dead = Assert.Single((await tenant.Owner.ReadAsync("/api/v1/facts/dead")).List("items"));
        Assert.Equal(("governance.meeting_scheduled", "tests.judge_meeting"), (dead.Text("fact"), dead.Text("reaction")));
        Assert.Contains("This meeting is bad.", dead.Text("error"), StringComparison.Ordinal);
        var path = $"/api/v1/facts/{dead.Text("id")}/replays";
        using (var staff = await tenant.AsAsync(Role.Staff)) await staff.SendAsync(path, new { }, HttpStatusCode.Forbidden);

        using (var renamed = await tenant.Owner.PatchAsJsonAsync($"/api/v1/meetings/{bad}", new { name = "mended" })) renamed.EnsureSuccessStatusCode();
        await tenant.Owner.SendAsync(path, new { }, HttpStatusCode.Accepted);
        await Eventually.TrueAsync(async () => await site.CountAsync(tenant, $"jobs where kind = '{JudgeMeeting.Effect}' and subject_id = '{bad}'") == 1);
        await site.DoneAsync(tenant);
        Assert.Empty((await tenant.Owner.ReadAsync("/api/v1/facts/dead")).List("items"));
        Assert.Equal(2, await site.CountAsync(tenant, $"jobs where kind = '{CountMeeting.Effect}'"));
        Assert.Equal(1, await site.CountAsync(tenant, "audit_entries where operation = 'platform.fact_replayed'"));
        await tenant.Owner.SendAsync(path, new { }, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_reaction_that_fails_for_now_keeps_its_order_while_the_others_go_on()
    {
        var tenant = await site.Site.NewTenantAsync();
        var first = (await tenant.Owner.NewMeetingAsync("later")).Text("id");
        for (var i = 0; i < 5; i++) await tenant.Owner.NewMeetingAsync($"After {i}");
        await Eventually.TrueAsync(async () => await site.CountAsync(tenant, $"jobs where kind = '{CountMeeting.Effect}'") == 6);
        Assert.Equal(0, await site.CountAsync(tenant, $"jobs where kind = '{JudgeMeeting.Effect}'"));
        using (var renamed = await tenant.Owner.PatchAsJsonAsync($"/api/v1/meetings/{first}", new { name = "now" })) renamed.EnsureSuccessStatusCode();
        await site.DoneAsync(tenant, 60);
        Assert.Equal(6, await site.CountAsync(tenant, $"jobs where kind = '{JudgeMeeting.Effect}'"));
        Assert.Equal(1, await site.CountAsync(tenant,
            $"(select subject_id from {tenant.Tenant.Schema}.jobs where kind = '{JudgeMeeting.Effect}' order by created_at, id limit 1) j where subject_id = '{first}'"));
        Assert.Equal(0, await site.CountAsync(tenant, "fact_failures"));
    }

    [Fact]
    public async Task What_is_replayed_while_another_reaction_to_its_fact_runs_is_not_lost()
    {
        var tenant = await site.Site.NewTenantAsync();
        var meeting = (await tenant.Owner.NewMeetingAsync()).Text("id");
        await site.DoneAsync(tenant);
        using (var slower = await tenant.Owner.PatchAsJsonAsync($"/api/v1/meetings/{meeting}", new { name = "slow" })) slower.EnsureSuccessStatusCode();
        await site.RunAsync(tenant, $$"""
            insert into outbox (type, payload, told_at) values ('MeetingScheduled', '{"MeetingId":"{{meeting}}","StartDate":"2026-01-01T00:00:00Z"}', now());
            insert into fact_failures (id, fact_id, reaction, attempts, dead_at, created_at, changed_at)
            select gen_random_uuid(), max(id), 'tests.count_meeting', 10, now(), now(), now() from outbox where type = 'MeetingScheduled'
            """);
        await Eventually.TrueAsync(async () => await site.CountAsync(tenant, "outbox where type = 'MeetingScheduled' and attempts > 0") == 1);
        var dead = Assert.Single((await tenant.Owner.ReadAsync("/api/v1/facts/dead")).List("items"));
        await tenant.Owner.SendAsync($"/api/v1/facts/{dead.Text("id")}/replays", new { }, HttpStatusCode.Accepted);
        using (var faster = await tenant.Owner.PatchAsJsonAsync($"/api/v1/meetings/{meeting}", new { name = "fast" })) faster.EnsureSuccessStatusCode();
        await site.DoneAsync(tenant);
        Assert.Equal(2, await site.CountAsync(tenant, $"jobs where kind = '{JudgeMeeting.Effect}'"));
        Assert.Equal(2, await site.CountAsync(tenant, $"jobs where kind = '{CountMeeting.Effect}'"));
        Assert.Equal(0, await site.CountAsync(tenant, "fact_failures"));
    }

    [Fact]
    public async Task Facts_that_succeed_together_after_a_failure_are_rid_of_it_and_purged_in_time()
    {
        var tenant = await site.Site.NewTenantAsync();
        var meeting = (await tenant.Owner.NewMeetingAsync()).Text("id");
        await site.DoneAsync(tenant);
        await site.RunAsync(tenant, $$"""
            insert into outbox (type, payload, told_at)
            select 'MeetingScheduled', '{"MeetingId":"{{meeting}}","StartDate":"2026-01-01T00:00:00Z"}', now() from generate_series(1, 3);
            insert into handled (fact_id, reaction, handled_at) select id, 'tests.judge_meeting', now() from outbox where type = 'MeetingScheduled';
            insert into fact_failures (id, fact_id, reaction, attempts, created_at, changed_at)
            select gen_random_uuid(), id, 'tests.count_meeting', 1, now(), now() from outbox where type = 'MeetingScheduled'
            """);
        await site.DoneAsync(tenant);
        Assert.Equal(4, await site.CountAsync(tenant, $"jobs where kind = '{CountMeeting.Effect}'"));
        Assert.Equal(0, await site.CountAsync(tenant, "fact_failures"));
        await site.RunAsync(tenant, "update outbox set done_at = done_at - interval '31 days'");
        await tenant.InsideAsync(async services =>
        {
            await new PurgeFacts(services.GetRequiredService<TenantDb>()).RunAsync(TestContext.Current.CancellationToken);
            return true;
        });
        Assert.Equal(0, await site.CountAsync(tenant, "outbox"));
    }

    [Fact]
    public async Task Rows_that_name_facts_and_reactions_by_their_bare_class_are_still_read()
    {
        var tenant = await site.Site.NewTenantAsync();
        var meeting = (await tenant.Owner.NewMeetingAsync()).Text("id");
        await site.DoneAsync(tenant);
        await site.RunAsync(tenant, $$"""
            insert into outbox (type, payload, told_at) values ('MeetingScheduled', '{"MeetingId":"{{meeting}}","StartDate":"2026-01-01T00:00:00Z"}', now());
            insert into handled (fact_id, reaction, handled_at) select max(id), 'JudgeMeeting', now() from outbox;
            """);
        await site.DoneAsync(tenant);
        Assert.Equal(2, await site.CountAsync(tenant, $"jobs where kind = '{CountMeeting.Effect}'"));
        Assert.Equal(1, await site.CountAsync(tenant, $"jobs where kind = '{JudgeMeeting.Effect}'"));
    }

    [Fact]
    public async Task A_reaction_that_takes_its_process_along_is_given_up_and_holds_up_nobody_after_that()
    {
        await using var own = await Site.StartAsync(system.Backing, "deadly", withWorker: false);
        var tenant = await own.NewTenantAsync();
        await tenant.Owner.NewMeetingAsync("deadly");
        await tenant.Owner.NewMeetingAsync("harmless");
        await using var source = OwnerSql.Source(own.Owner);
        // Nine deaths are told, the rest is seen: a process takes seconds to start.
        await using (var told = source.CreateCommand($"""
            update {tenant.Tenant.Schema}.outbox set attempts = 12 where id = (select min(id) from {tenant.Tenant.Schema}.outbox);
            insert into {tenant.Tenant.Schema}.fact_failures (id, fact_id, reaction, attempts, created_at, changed_at)
            select gen_random_uuid(), min(id), 'tests.judge_meeting', 9, now(), now() from {tenant.Tenant.Schema}.outbox
            """)) await told.ExecuteNonQueryAsync();
        using (var dies = WorkerProcess.Start(own)) await dies.EndedAsync();
        using var lives = WorkerProcess.Start(own);
        await using var judged = source.CreateCommand($"select count(*) from {tenant.Tenant.Schema}.jobs where kind in ('{JudgeMeeting.Effect}', 'scratch_given_up')");
        await Eventually.TrueAsync(async () => (long)(await judged.ExecuteScalarAsync())! == 2, 60);
        var dead = Assert.Single((await tenant.Owner.ReadAsync("/api/v1/facts/dead")).List("items"));
        Assert.Contains("process ended", dead.Text("error"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_sweep_sees_the_tenants_that_have_something_to_do_and_no_others()
    {
        var (quiet, busy) = (await site.Site.NewTenantAsync(), await site.Site.NewTenantAsync());
        await busy.Owner.NewMeetingAsync("bad");
        await site.DoneAsync(busy);
        using var pending = ActivatorUtilities.CreateInstance<PendingWork>(site.Worker);
        var seen = await pending.LookAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotContain(seen, t => t.Slug == quiet.Slug);
        Assert.Equal(1, Assert.Single(seen, t => t.Slug == busy.Slug).DeadFacts);
    }

    [Fact]
    public async Task Commands_show_what_is_laid_aside_and_replay_it()
    {
        var tenant = await site.Site.NewTenantAsync();
        var bad = (await tenant.Owner.NewMeetingAsync("bad")).Text("id");
        await site.DoneAsync(tenant);
        Assert.Contains("tests.judge_meeting", await CommandAsync("facts", "dead", "--tenant", tenant.Slug), StringComparison.Ordinal);
        Assert.Contains(tenant.Slug, await CommandAsync("facts", "list"), StringComparison.Ordinal);
        using (var renamed = await tenant.Owner.PatchAsJsonAsync($"/api/v1/meetings/{bad}", new { name = "mended" })) renamed.EnsureSuccessStatusCode();
        Assert.Contains("1 facts replayed", await CommandAsync("facts", "replay", "--tenant", tenant.Slug, "--all"), StringComparison.Ordinal);
        await site.DoneAsync(tenant);
        Assert.Equal(1, await site.CountAsync(tenant, $"jobs where kind = '{JudgeMeeting.Effect}'"));
        Assert.Equal("", await CommandAsync("facts", "dead", "--tenant", tenant.Slug));
    }

    private async Task<string> CommandAsync(params string[] args)
    {
        var commands = new CommandList(site.Site.Commands);
        commands.AddFactCommands();
        await using var output = new StringWriter();
        Assert.Equal(0, await commands.Root.Parse(args).InvokeAsync(new InvocationConfiguration { Output = output }, TestContext.Current.CancellationToken));
        return output.ToString();
    }
}
