using System.Net;
using System.Net.Http.Json;
using CivicPulse.Modules.AuditTrail.Model;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Audit;
using CivicPulse.Platform.Data;
using CivicPulse.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CivicPulse.Tests.AuditTrail;

public sealed class AuditEntryTests(TestSystem system)
{
    [Fact]
    public async Task A_changed_record_shows_who_changed_what_and_every_state_it_had()
    {
        var tenant = await system.NewTenantAsync();
        var me = (await tenant.Owner.ReadAsync("/auth/session/")).Text("account_id");
        var meeting = (await tenant.Owner.NewMeetingAsync("First")).Text("id");
        var between = DateTimeOffset.UtcNow;
        await tenant.Owner.PatchAsync($"/api/v1/meetings/{meeting}", JsonContent.Create(new { name = "Second" }));
        await tenant.Owner.DeleteAsync($"/api/v1/meetings/{meeting}");

        var history = (await tenant.Owner.ReadAsync($"/api/v1/audit/records/meetings/{meeting}")).List("items");
        Assert.Equal(["delete", "update", "insert"], history.Select(h => h.Text("action")));
        Assert.All(history, h => Assert.Equal(("account", me), (h.Text("actor_kind"), h.Text("actor_id"))));
        Assert.Contains("name", history[1].List("fields").Select(f => f.GetString()));
        var update = await tenant.Owner.ReadAsync($"/api/v1/audit/entries/{history[1].GetProperty("id")}");
        var change = update.List("changes").Single(c => c.Text("field") == "name");
        Assert.Equal(("First", "Second"), (change.Text("before"), change.Text("after")));
        Assert.Equal("Second", update.GetProperty("after").Text("name"));

        var then = await tenant.Owner.ReadAsync($"/api/v1/audit/records/meetings/{meeting}/as-of?at={Uri.EscapeDataString(between.ToString("O"))}");
        Assert.Equal((true, "First"), (then.GetProperty("exists").GetBoolean(), then.GetProperty("state").Text("name")));
        var now = await tenant.Owner.ReadAsync($"/api/v1/audit/records/meetings/{meeting}/as-of");
        Assert.Equal((false, "Second"), (now.GetProperty("exists").GetBoolean(), now.GetProperty("state").Text("name")));
        using var before = await tenant.Owner.GetAsync($"/api/v1/audit/records/meetings/{meeting}/as-of?at=2001-01-01T00:00:00Z");
        Assert.Equal("audittrail.no_such_state", (await before.BodyAsync(HttpStatusCode.NotFound)).Text("code"));
    }

    [Fact]
    public async Task Filters_and_words_find_entries_sealed_or_not_and_pages_follow_each_other()
    {
        var tenant = await system.NewTenantAsync();
        for (var i = 0; i < 7; i++) await tenant.Owner.NewMeetingAsync($"Waterworks session {i}");
        await tenant.SealAllAsync();
        await tenant.Owner.NewMeetingAsync("Waterworks session late");
        await tenant.Owner.SendAsync("/api/v1/bodies", new { name = "Parks board", classification = "board" });

        var seen = new List<long>();
        for (string? next = ""; next is not null;)
        {
            var page = await tenant.Owner.ReadAsync($"/api/v1/audit/entries?q=waterworks%20session&entity=meetings&action=insert&limit=3{(next.Length > 0 ? "&after=" + next : "")}");
            seen.AddRange(page.List("items").Select(e => e.GetProperty("id").GetInt64()));
            next = page.GetProperty("next").GetString();
        }
        Assert.Equal(8, seen.Count);
        Assert.Equal(seen.OrderDescending(), seen);
        Assert.Single((await tenant.Owner.ReadAsync("/api/v1/audit/entries?q=%22session%20late%22")).List("items"));
        Assert.Empty((await tenant.Owner.ReadAsync("/api/v1/audit/entries?q=waterworks&entity=bodies")).List("items"));
        Assert.Empty((await tenant.Owner.ReadAsync($"/api/v1/audit/entries?actor={Guid.NewGuid()}")).List("items"));
        Assert.Empty((await tenant.Owner.ReadAsync("/api/v1/audit/entries?until=2020-01-01T00:00:00Z")).List("items"));
        Assert.Equal(9, (await tenant.Owner.ReadAsync("/api/v1/audit/entries?from=2020-01-01T00:00:00Z&action=insert&q=waterworks%20or%20parks")).List("items").Count);
    }

    [Fact]
    public async Task Signing_in_refused_and_out_are_entries()
    {
        var tenant = await system.NewTenantAsync();
        using var client = tenant.Anonymous();
        await client.PostAsJsonAsync("/auth/token/", new { username = tenant.OwnerEmail, password = "wrong" });
        await client.PostAsJsonAsync("/auth/token/", new { username = "nobody@example.org", password = "wrong" });
        client.DefaultRequestHeaders.Authorization = new("Bearer", await tenant.TokenAsync(tenant.OwnerEmail));
        Assert.Equal(HttpStatusCode.NoContent, (await client.DeleteAsync("/auth/session/")).StatusCode);

        var refused = (await tenant.Owner.ReadAsync("/api/v1/audit/entries?action=accounts.sign_in_refused")).List("items");
        Assert.Equal(2, refused.Count);
        Assert.All(refused, r => Assert.Equal("anonymous", r.Text("actor_kind")));
        Assert.False(refused[0].TryGetProperty("record_id", out _));
        Assert.Equal(2, (await tenant.Owner.ReadAsync("/api/v1/audit/entries?action=accounts.signed_in")).List("items").Count);
        Assert.Equal("account", Assert.Single((await tenant.Owner.ReadAsync("/api/v1/audit/entries?action=accounts.signed_out")).List("items")).Text("actor_kind"));
    }

    [Fact]
    public async Task Only_owner_admin_and_auditor_read_the_audit()
    {
        var tenant = await system.NewTenantAsync();
        foreach (var role in Enum.GetValues<Role>())
        {
            using var client = await tenant.AsAsync(role);
            var expected = role is Role.Owner or Role.Admin or Role.Auditor ? HttpStatusCode.OK : HttpStatusCode.Forbidden;
            Assert.Equal(expected, (await client.GetAsync("/api/v1/audit/entries")).StatusCode);
            Assert.Equal(expected, (await client.PostAsJsonAsync("/api/v1/audit/exports", new { format = "csv" })).StatusCode);
        }
    }

    [Fact]
    public async Task An_export_is_safe_in_a_spreadsheet_provable_as_a_ledger_and_recorded()
    {
        var tenant = await system.NewTenantAsync();
        await tenant.Owner.NewMeetingAsync("With, a comma and \"quotes\"");
        await tenant.InsideAsync(async s =>
        {
            await s.GetRequiredService<AuditEvents>().RecordAsync("=cmd()", "@evil", null, null, CancellationToken.None);
            return true;
        });
        await tenant.SealAllAsync();
        using var csv = await tenant.Owner.PostAsJsonAsync("/api/v1/audit/exports", new { format = "csv" });
        var rows = (await csv.Content.ReadAsStringAsync()).TrimEnd().Split('\n');
        Assert.StartsWith("id,at,actor_kind", rows[0], StringComparison.Ordinal);
        Assert.Contains(rows, r => r.Contains("'@evil,'=cmd()", StringComparison.Ordinal));
        Assert.Contains("attachment", csv.Content.Headers.ContentDisposition?.DispositionType, StringComparison.Ordinal);

        using var ledger = await tenant.Owner.PostAsJsonAsync("/api/v1/audit/exports", new { format = "ledger" });
        var report = await LedgerFixture.CheckFileAsync(await ledger.Content.ReadAsStringAsync(), system.Site.Api.GetRequiredService<SealKeys>());
        Assert.Empty(report.Faults);
        Assert.True(report.Seals > 0);
        Assert.Equal(2, (await tenant.Owner.ReadAsync("/api/v1/audit/entries?action=audittrail.exported")).List("items").Count);
    }

    [Fact]
    public async Task The_head_and_the_keys_are_for_everybody()
    {
        var tenant = await system.NewTenantAsync();
        using var anybody = tenant.Anonymous();
        await tenant.SealAllAsync();
        var head = await anybody.ReadAsync("/api/v1/audit/head");
        Assert.Equal(64, head.Text("hash").Length);
        var heads = (await anybody.ReadAsync("/api/v1/audit/heads?limit=100")).List("items");
        Assert.Equal(head.Text("hash"), heads[^1].Text("hash"));
        Assert.Equal(head.Text("key_id"), (await anybody.ReadAsync("/api/v1/audit/keys")).List("keys")[0].Text("key_id"));
    }

    [Fact]
    public async Task Guessed_passwords_raise_one_alert_that_is_acknowledged_once()
    {
        var tenant = await system.NewTenantAsync();
        using var client = tenant.Anonymous();
        for (var i = 0; i < 12; i++) await client.PostAsJsonAsync("/auth/token/", new { username = tenant.OwnerEmail, password = "wrong" });
        for (var i = 0; i < 3; i++) await DetectAsync(tenant);
        var alert = Assert.Single((await tenant.Owner.ReadAsync("/api/v1/audit/alerts")).List("items"));
        Assert.Equal(("account_guessed", "high"), (alert.Text("rule"), alert.Text("severity")));
        var done = await tenant.Owner.SendAsync($"/api/v1/audit/alerts/{alert.Text("id")}/acknowledgment", new { note = "It was me." }, HttpStatusCode.OK);
        Assert.Equal("It was me.", done.Text("note"));
        using var again = await tenant.Owner.PostAsJsonAsync($"/api/v1/audit/alerts/{alert.Text("id")}/acknowledgment", new { });
        Assert.Equal("audittrail.already_acknowledged", (await again.BodyAsync(HttpStatusCode.Conflict)).Text("code"));
    }

    [Fact]
    public async Task Roles_for_oneself_another_owner_many_deletions_and_many_exports_raise_alerts_and_quiet_work_none()
    {
        var tenant = await system.NewTenantAsync();
        await tenant.Owner.NewMeetingAsync("Quiet work");
        await DetectAsync(tenant);
        Assert.Empty((await tenant.Owner.ReadAsync("/api/v1/audit/alerts")).List("items"));

        var me = Guid.Parse((await tenant.Owner.ReadAsync("/auth/session/")).Text("account_id"));
        await system.Site.RowsAsync($"""
            select set_config('app.actor_kind', 'account', false), set_config('app.actor_id', '{me}', false);
            insert into {tenant.Tenant.Schema}.grants (id, account_id, role, created_at, changed_at) values (gen_random_uuid(), '{me}', 'admin', now(), now());
            insert into {tenant.Tenant.Schema}.bodies (id, name, slug, classification, created_at, changed_at) select gen_random_uuid(), 'x' || n, 'x' || n, 'board', now(), now() from generate_series(1, 1200) n;
            delete from {tenant.Tenant.Schema}.bodies
            """);
        using var other = await tenant.AsAsync(Role.Owner);
        for (var i = 0; i < 10; i++) await tenant.Owner.PostAsJsonAsync("/api/v1/audit/exports", new { format = "csv", entity = "bodies" });
        for (var i = 0; i < 2; i++) await DetectAsync(tenant);
        var rules = (await tenant.Owner.ReadAsync("/api/v1/audit/alerts")).List("items").Select(a => a.Text("rule")).Order(StringComparer.Ordinal);
        Assert.Equal(["many_exports", "mass_deletion", "owner_added", "role_granted_to_oneself"], rules);
        Assert.Equal(4, await tenant.InsideAsync(s => s.GetRequiredService<TenantDb>().Set<SecurityAlert>().CountAsync()));
    }

    private static Task DetectAsync(TestTenant tenant) => tenant.InsideAsync(async s =>
    {
        await s.GetRequiredService<Detection>().RunAsync(CancellationToken.None);
        return true;
    });
}
