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
        var entries = await OwnerRowsAsync(system.Site, $"select after::text from platform.audit_entries where entity = 'accounts' and operation = 'insert' and after ->> 'email' = '{tenant.OwnerEmail}'");
        var account = JsonDocument.Parse((string)Assert.Single(entries)[0]!).RootElement;
        Assert.Equal("Owner", account.GetProperty("display_name").GetString());
        Assert.All((string[])["password_hash", "security_stamp", "concurrency_stamp"], secret => Assert.False(account.TryGetProperty(secret, out _), secret));
        Assert.Single(await OwnerRowsAsync(system.Site, $"select 1 from platform.audit_entries where entity = 'tenants' and operation = 'insert' and after ->> 'slug' = '{tenant.Slug}'"));
    }

    [Fact]
    public async Task A_table_without_an_id_is_audited_by_its_key_and_one_without_a_key_by_its_rows()
    {
        var tenant = await system.NewTenantAsync();
        var schema = tenant.Tenant.Schema;
        await OwnerRowsAsync(system.Site, $"""
            create table {schema}.choices (account_id uuid, word text, value int, api_token text, primary key (account_id, word));
            create table {schema}.loose (value int);
            select audit.install('{schema}');
            insert into {schema}.choices values (gen_random_uuid(), 'a', 1, 'hush'), (gen_random_uuid(), 'b', 2, 'hush');
            update {schema}.choices set value = 3 where word = 'a'; update {schema}.choices set value = value; delete from {schema}.choices where word = 'b';
            insert into {schema}.loose values (1); update {schema}.loose set value = 2; delete from {schema}.loose;
            """);
        var entries = await OwnerRowsAsync(system.Site, $"""
            select entity || ' ' || operation || ' ' || coalesce(before ->> 'value', '-') || ' ' || coalesce(after ->> 'value', '-') from {schema}.audit_entries
            where entity in ('choices', 'loose') order by id
            """);
        Assert.Equal(["choices insert - 1", "choices insert - 2", "choices update 1 3", "choices delete 2 -", "loose insert - 1", "loose update 1 -", "loose update - 2", "loose delete 2 -"],
            entries.Select(e => (string)e[0]!));
        Assert.Empty(await OwnerRowsAsync(system.Site, $"select 1 from {schema}.audit_entries where before::text || after::text like '%hush%'"));
    }

    private static Task<List<object?[]>> RowsAsync(TestTenant tenant, string sql) => tenant.InsideAsync(async services =>
    {
        await using var connection = await services.GetRequiredService<TenantConnection>().OpenAsync(CancellationToken.None);
        await using var command = new NpgsqlCommand(sql, connection);
        return await ReadAsync(command);
    });

    private static async Task<List<object?[]>> OwnerRowsAsync(Site site, string sql)
    {
        await using var source = NpgsqlDataSource.Create(site.Owner);
        await using var command = source.CreateCommand(sql);
        return await ReadAsync(command);
    }

    private static async Task<List<object?[]>> ReadAsync(NpgsqlCommand command)
    {
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<object?[]>();
        while (await reader.ReadAsync()) rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? null : reader.GetValue(i))]);
        return rows;
    }
}
