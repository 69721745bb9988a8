using System.Net;
using System.Text.Json;
using CivicPulse.Platform.Audit;
using CivicPulse.Platform.Data;
using CivicPulse.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CivicPulse.Tests.Laws;

/// <summary>What holds for every entry of the audit, whoever writes and whatever is written.</summary>
public sealed class AuditLaws(TestSystem system)
{
    /// <summary>Tables, partitioned ones included, that lack one of the triggers for insert, delete, update and truncate.</summary>
    internal static string UnwatchedTables(string schema) => $"""
        select c.relname from pg_class c
        where c.relnamespace = '{schema}'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition and c.relname not like 'audit\_%'
          and 4 > (select count(*) from pg_trigger t where t.tgrelid = c.oid and t.tgname in ('audit_insert', 'audit_delete', 'audit_update', 'audit_truncate') and t.tgenabled = 'O')
        """;

    [Fact]
    public async Task An_event_that_changes_no_row_is_an_entry_of_its_own_tenant_and_of_no_other()
    {
        var (mine, theirs) = (await system.NewTenantAsync(), await system.NewTenantAsync());
        var record = Guid.CreateVersion7();
        await mine.InsideAsync(async services =>
        {
            await services.GetRequiredService<AuditEvents>().RecordAsync("platform.exported", "meetings", record, new { Rows = 3 }, CancellationToken.None);
            return true;
        });
        var entry = Assert.Single(await RowsAsync(mine, $"select operation, entity, actor_kind, after::text from audit_entries where record_id = '{record}'"));
        Assert.Equal(("platform.exported", "meetings", "system"), ((string)entry[0]!, (string)entry[1]!, (string)entry[2]!));
        Assert.Equal(3, JsonDocument.Parse((string)entry[3]!).RootElement.GetProperty("rows").GetInt32());
        Assert.Empty(await RowsAsync(theirs, $"select 1 from audit_entries where record_id = '{record}'"));
        var refused = await Assert.ThrowsAsync<PostgresException>(() => RowsAsync(mine, $"select {theirs.Tenant.Schema}.audit_note('a.b', 'x', null, null)"));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }

    [Fact]
    public async Task A_change_of_an_account_is_in_the_installations_audit_without_its_secrets()
    {
        var tenant = await system.NewTenantAsync();
        var entries = await system.Site.RowsAsync($"select after::text from platform.audit_entries where entity = 'accounts' and operation = 'insert' and after ->> 'email' = '{tenant.OwnerEmail}'");
        var account = JsonDocument.Parse((string)Assert.Single(entries)[0]!).RootElement;
        Assert.Equal("Owner", account.GetProperty("display_name").GetString());
        Assert.All((string[])["password_hash", "security_stamp", "concurrency_stamp"], secret => Assert.False(account.TryGetProperty(secret, out _), secret));
        Assert.Single(await system.Site.RowsAsync($"select 1 from platform.audit_entries where entity = 'tenants' and operation = 'insert' and after ->> 'slug' = '{tenant.Slug}'"));
    }

    [Fact]
    public async Task A_table_without_an_id_is_audited_by_its_key_and_one_without_a_key_by_its_rows()
    {
        var tenant = await system.NewTenantAsync();
        var schema = tenant.Tenant.Schema;
        await system.Site.RowsAsync($"""
            create table {schema}.choices (account_id uuid, word text, value int, api_token text, primary key (account_id, word));
            create table {schema}.loose (value int);
            select audit.install('{schema}');
            insert into {schema}.choices values (gen_random_uuid(), 'a', 1, 'hush'), (gen_random_uuid(), 'b', 2, 'hush');
            update {schema}.choices set value = 3 where word = 'a'; update {schema}.choices set value = value; delete from {schema}.choices where word = 'b';
            insert into {schema}.loose values (1); update {schema}.loose set value = 2; delete from {schema}.loose;
            """);
        var entries = await system.Site.RowsAsync($"""
            select entity || ' ' || operation || ' ' || coalesce(before ->> 'value', '-') || ' ' || coalesce(after ->> 'value', '-') from {schema}.audit_entries
            where entity in ('choices', 'loose') order by id
            """);
        Assert.Equal(["choices insert - 1", "choices insert - 2", "choices update 1 3", "choices delete 2 -", "loose insert - 1", "loose update 1 -", "loose update - 2", "loose delete 2 -"],
            entries.Select(e => (string)e[0]!));
        Assert.Empty(await system.Site.RowsAsync($"select 1 from {schema}.audit_entries where before::text || after::text like '%hush%'"));
    }

    [Fact]
    public async Task Every_table_records_each_insert_update_delete_and_copy()
    {
        var (unrecorded, tables) = await AuditedTables.TryAsync(await system.NewTenantAsync());
        Assert.Empty(unrecorded);
        Assert.True(tables > 10, $"Only {tables} tables were tried.");
    }

    [Theory]
    [InlineData("audit_insert", "meetings insert")]
    [InlineData("audit_update", "meetings update")]
    [InlineData("audit_delete", "meetings delete")]
    public async Task A_trigger_that_is_switched_off_is_missed_by_the_laws_and_by_the_nightly_check(string trigger, string missed)
    {
        var tenant = await system.NewTenantAsync();
        await system.Site.RowsAsync($"alter table {tenant.Tenant.Schema}.meetings disable trigger {trigger}");
        Assert.Contains("meetings", (await system.Site.RowsAsync(UnwatchedTables(tenant.Tenant.Schema))).Select(r => (string)r[0]!));
        var check = await tenant.InsideAsync(s => s.GetRequiredService<LiveLedger>().CheckAsync(CancellationToken.None));
        Assert.Contains(check.Faults, f => f.Code == "unwatched_table" && f.Detail.Contains("meetings", StringComparison.Ordinal));
        Assert.Contains(missed, (await AuditedTables.TryAsync(tenant)).Unrecorded);
        await system.Site.ProvisionAgainAsync(tenant);
        Assert.DoesNotContain("meetings", (await system.Site.RowsAsync(UnwatchedTables(tenant.Tenant.Schema))).Select(r => (string)r[0]!));
    }

    [Theory]
    [InlineData("insert into audit_entries (actor_kind, entity, operation) values ('system', 'x', 'y')")]
    [InlineData("update audit_entries set after = null")]
    [InlineData("delete from audit_entries")]
    [InlineData("truncate audit_entries")]
    [InlineData("delete from audit_entries_default")]
    [InlineData("select * from audit_entries_default")]
    [InlineData("insert into audit_seals select * from audit_seals")]
    [InlineData("update audit_seals set root = hash")]
    [InlineData("delete from audit_seals")]
    [InlineData("delete from audit_words")]
    [InlineData("select nextval('audit_entry_ids')")]
    [InlineData("select audit.redact(current_schema(), array[1], 'x')")]
    [InlineData("select audit.commitment(gen_random_uuid(), null, null)")]
    [InlineData("alter table meetings disable trigger audit_update")]
    [InlineData("create or replace function audit_of_meetings() returns trigger language plpgsql as 'begin return null; end'")]
    public async Task A_tenants_role_cannot_touch_its_ledger(string sql)
    {
        var tenant = await system.SharedTenantAsync();
        var refused = await Assert.ThrowsAsync<PostgresException>(() => RowsAsync(tenant, sql));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }

    [Fact]
    public async Task An_audited_table_is_not_truncated_even_by_its_owner()
    {
        var tenant = await system.NewTenantAsync();
        var refused = await Assert.ThrowsAsync<PostgresException>(() => system.Site.RowsAsync($"truncate {tenant.Tenant.Schema}.grants"));
        Assert.Equal(PostgresErrorCodes.FeatureNotSupported, refused.SqlState);
    }

    [Fact]
    public async Task Every_route_that_changes_something_leaves_entries_in_the_name_of_who_asked()
    {
        var (silent, changed) = await ChangeEverythingAsync(await system.NewTenantAsync());
        Assert.Empty(silent);
        Assert.True(changed >= 10, $"Only {changed} routes changed something.");
    }

    [Fact]
    public async Task A_route_whose_table_is_not_watched_is_noticed()
    {
        var tenant = await system.NewTenantAsync();
        await system.Site.RowsAsync($"alter table {tenant.Tenant.Schema}.bodies disable trigger audit_insert");
        Assert.Contains((await ChangeEverythingAsync(tenant, "/api/v1/bodies")).Silent, s => s.StartsWith("POST /api/v1/bodies", StringComparison.Ordinal));
    }

    /// <summary>Asks every changing route once, as the owner; deletions last. Answers that need not mean a change are passed over.</summary>
    private async Task<(List<string> Silent, int Changed)> ChangeEverythingAsync(TestTenant tenant, string below = "/")
    {
        await using var owner = OwnerSql.Source(system.Site.Owner);
        var me = (await tenant.Owner.ReadAsync("/auth/session/")).Text("account_id");
        var ids = await TenantLaws.FillAsync(tenant);
        var (silent, changed) = (new List<string>(), 0);
        var routes = Routes.All(system.Site.Api).Where(r => r.Method != HttpMethod.Get && !Routes.IsPublic(r.Route) && r.Route.RoutePattern.RawText!.StartsWith(below, StringComparison.Ordinal)).OrderBy(r => r.Method == HttpMethod.Delete);
        foreach (var (method, path) in routes.Select(r => (r.Method, Routes.Fill(r.Route, noun => ids.GetValueOrDefault(noun) ?? Guid.NewGuid().ToString()))).ToList())
        {
            var last = (await OwnerSql.RowsAsync(owner, $"select coalesce(max(id), 0) from {tenant.Tenant.Schema}.audit_entries"))[0][0];
            using var request = new HttpRequestMessage(method, path) { Content = method == HttpMethod.Delete ? null : Routes.PlausibleBody(path) };
            using var response = await tenant.Owner.SendAsync(request);
            if (response.StatusCode is not (HttpStatusCode.Created or HttpStatusCode.Accepted or HttpStatusCode.NoContent) || (method == HttpMethod.Put && response.StatusCode != HttpStatusCode.Created)) continue;
            changed++;
            var mine = await OwnerSql.RowsAsync(owner, $"select 1 from {tenant.Tenant.Schema}.audit_entries where id > {last} and actor_kind = 'account' and actor_id = '{me}' and trace_id is not null limit 1");
            if (mine.Count == 0) silent.Add($"{method} {path} answered {(int)response.StatusCode}");
        }
        return (silent, changed);
    }

    private static Task<List<object?[]>> RowsAsync(TestTenant tenant, string sql) => tenant.InsideAsync(async services =>
    {
        await using var connection = await services.GetRequiredService<TenantConnection>().OpenAsync(CancellationToken.None);
        await using var command = new NpgsqlCommand(sql, connection);
        return await ReadAsync(command);
    });

    private static async Task<List<object?[]>> ReadAsync(NpgsqlCommand command)
    {
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<object?[]>();
        while (await reader.ReadAsync()) rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? null : reader.GetValue(i))]);
        return rows;
    }
}
