using System.Net;
using System.Text.Json;
using CivicPulse.Platform.Tenancy;
using CivicPulse.Tests.Support;

namespace CivicPulse.Tests.Platform;

public sealed class TenantLifecycleTests(TestSystem system)
{
    [Fact]
    public async Task A_suspended_tenant_answers_nobody_within_five_seconds_and_resumes_whole()
    {
        var (tenant, other) = (await system.NewTenantAsync(), await system.NewTenantAsync());
        var meeting = (await tenant.Owner.NewMeetingAsync("Kept")).Text("id");
        Assert.Equal(0, (await system.Site.RunAsync("tenant", "suspend", tenant.Slug)).Code);
        var clock = System.Diagnostics.Stopwatch.StartNew();
        await Eventually.TrueAsync(async () => (await tenant.Owner.GetAsync("/api/v1/meetings")).StatusCode == HttpStatusCode.Forbidden, seconds: 10);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 5.5);
        using (var refused = await tenant.Owner.GetAsync("/api/v1/meetings")) Assert.Equal("tenant.suspended", (await refused.BodyAsync(HttpStatusCode.Forbidden)).Text("code"));
        using (var nobody = tenant.Anonymous())
        using (var signIn = await nobody.PostAsync("/auth/token/", null)) Assert.Equal("tenant.suspended", (await signIn.BodyAsync(HttpStatusCode.Forbidden)).Text("code"));
        await other.Owner.ReadAsync("/api/v1/meetings");

        Assert.Equal(1, (await system.Site.RunAsync("tenant", "suspend", tenant.Slug)).Code);
        Assert.Equal(0, (await system.Site.RunAsync("tenant", "resume", tenant.Slug)).Code);
        Assert.Equal("Kept", (await tenant.Owner.ReadAsync($"/api/v1/meetings/{meeting}")).Text("name"));
    }

    [Fact]
    public async Task A_worker_does_nothing_for_a_suspended_tenant_and_catches_up_afterwards()
    {
        var tenant = await system.NewTenantAsync();
        var meeting = (await tenant.Owner.NewMeetingAsync("Later")).Text("id");
        await system.Site.RunAsync("tenant", "suspend", tenant.Slug);
        await Task.Delay(TimeSpan.FromSeconds(6));
        await system.Site.RowsAsync($"insert into {tenant.Tenant.Schema}.outbox (type, payload, told_at) values ('TranscriptRemoved', '{{\"MeetingId\": \"{meeting}\"}}', now())");
        await Task.Delay(TimeSpan.FromSeconds(12));
        Assert.Equal("1", Assert.Single(await OpenFactsAsync(tenant)));
        await system.Site.RunAsync("tenant", "resume", tenant.Slug);
        await Eventually.TrueAsync(async () => (await OpenFactsAsync(tenant))[0] == "0", seconds: 180);
    }

    private Task<List<string>> OpenFactsAsync(TestTenant tenant) =>
        system.Site.TextsAsync($"select count(*) from {tenant.Tenant.Schema}.outbox where done_at is null and attempts = 0");

    [Fact]
    public async Task A_tenant_whose_schema_is_too_old_is_asked_back_while_others_are_served()
    {
        var (tenant, other) = (await system.NewTenantAsync(), await system.NewTenantAsync());
        await system.Site.RowsAsync($"update platform.tenants set schema_version = 0, release = 'old' where slug = '{tenant.Slug}'");
        await Eventually.TrueAsync(async () => (await tenant.Owner.GetAsync("/api/v1/meetings")).StatusCode == HttpStatusCode.ServiceUnavailable, seconds: 10);
        using (var wait = await tenant.Owner.GetAsync("/api/v1/meetings"))
        {
            Assert.Equal("tenant.migrating", (await wait.BodyAsync(HttpStatusCode.ServiceUnavailable)).Text("code"));
            Assert.NotNull(wait.Headers.RetryAfter);
        }
        await other.Owner.ReadAsync("/api/v1/meetings");
        Assert.Equal(0, (await system.Site.RunAsync("migrate", "--tenant", tenant.Slug)).Code);
        await tenant.Owner.ReadAsync("/api/v1/meetings");
    }

    [Fact]
    public async Task The_owner_that_create_makes_signs_in_with_the_password_that_was_shown_once()
    {
        var slug = "made-" + Guid.NewGuid().ToString("N")[..8];
        var (code, output, error) = await system.Site.RunAsync("tenant", "create", slug, "--name", "Made by command", "--owner-email", $"first@{slug}.example", "--json");
        Assert.True(code == 0, error);
        var made = JsonSerializer.Deserialize<JsonElement>(output)[0];
        Assert.InRange(made.GetProperty("milliseconds").GetInt32(), 1, 10_000);
        using var client = new HttpClient { BaseAddress = system.BaseAddress };
        client.DefaultRequestHeaders.Add("X-Tenant", slug);
        var token = await client.SendAsync("/auth/token/", new { username = $"first@{slug}.example", password = made.Text("password") }, HttpStatusCode.OK);
        client.DefaultRequestHeaders.Authorization = new("Bearer", token.Text("access_token"));
        var self = await client.ReadAsync("/api/v1/tenant");
        Assert.Equal(("Made by command", slug, "active"), (self.Text("name"), self.Text("slug"), self.Text("state")));
        // The same command again: the account is known, and no second password is made.
        Assert.DoesNotContain("password\":", (await system.Site.RunAsync("tenant", "create", slug, "--owner-email", $"first@{slug}.example", "--json")).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tenant", "create", "No-Slug")]
    [InlineData("tenant", "create", "a'; drop table x; --")]
    [InlineData("tenant", "show", "nobody-here")]
    [InlineData("tenant", "domain", "add", "nobody-here", "example.org")]
    [InlineData("tenant", "delete", "nobody-here", "--confirm", "somebody-else", "--without-archive")]
    [InlineData("tenant", "delete", "nobody-here", "--confirm", "nobody-here", "--without-archive")]
    [InlineData("tenant", "export", "nobody-here")]
    [InlineData("tenant", "restore", "/nowhere.tar.gz")]
    public async Task A_command_that_cannot_be_done_says_so_in_one_line(params string[] args)
    {
        var (code, _, error) = await system.Site.RunAsync(args);
        Assert.Equal(1, code);
        Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task A_new_slug_takes_schema_role_and_audit_along()
    {
        var tenant = await system.NewTenantAsync();
        await tenant.Owner.NewMeetingAsync("Before");
        Assert.Equal(1, (await system.Site.RunAsync("tenant", "rename", tenant.Slug, "--slug", "moved-away")).Code);
        await system.Site.RunAsync("tenant", "suspend", tenant.Slug);
        await Task.Delay(TimeSpan.FromSeconds(7));
        var (code, _, error) = await system.Site.RunAsync("tenant", "rename", tenant.Slug, "--slug", "moved-" + tenant.Slug, "--name", "Moved");
        Assert.True(code == 0, error);
        await system.Site.RunAsync("tenant", "resume", "moved-" + tenant.Slug);
        var moved = await system.Site.AdoptAsync(tenant.Tenant with { Slug = "moved-" + tenant.Slug });
        await moved.Owner.NewMeetingAsync("After");
        Assert.Equal(["After", "Before"], (await moved.Owner.ReadAsync("/api/v1/meetings")).List("items").Select(m => m.Text("name")).Order(StringComparer.Ordinal));
        Assert.Equal(["Before", "After"], await system.Site.TextsAsync($"select after ->> 'name' from {moved.Tenant.Schema}.audit_entries where entity = 'meetings' and operation = 'insert' order by id"));
        Assert.Equal(HttpStatusCode.NotFound, (await tenant.Owner.GetAsync("/api/v1/meetings")).StatusCode);
    }
}
