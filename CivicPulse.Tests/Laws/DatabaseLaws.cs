using CivicPulse.Platform.Data;
using CivicPulse.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CivicPulse.Tests.Laws;

public sealed class DatabaseLaws(TestSystem system)
{
    private static readonly string[] Mechanism = ["outbox", "handled", "kept_answers", "search_entries", "search_words", "search_vector_indexes", "boundary_pieces"];

    /// <summary>Shapes have types that the catalogue does not spell out; views repeat the columns of tables.</summary>
    private static readonly string[] Shapes = ["boundary_shapes", "boundary_pieces", "known_boundary_sets", "known_boundaries", "known_boundary_shapes", "known_boundary_pieces"];

    [Fact]
    public async Task Every_table_of_a_tenant_has_its_audit_triggers()
    {
        var tenant = await system.NewTenantAsync();
        var bare = await RowsAsync(AuditLaws.UnwatchedTables(tenant.Tenant.Schema));
        Assert.Equal(Mechanism.Order(StringComparer.Ordinal), bare.Select(r => (string)r[0]!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_write_leaves_an_entry_with_before_and_after_raw_sql_and_copy_included()
    {
        var tenant = await system.NewTenantAsync();
        await tenant.Owner.NewMeetingAsync("Before");
        await tenant.InsideAsync(async services =>
        {
            await using var connection = await services.GetRequiredService<TenantConnection>().OpenAsync(CancellationToken.None);
            await using (var update = new NpgsqlCommand("update meetings set name = 'After'", connection)) await update.ExecuteNonQueryAsync();
            await using (var copy = await connection.BeginBinaryImportAsync("copy bodies (id, name, classification, slug, created_at, changed_at) from stdin (format binary)"))
            {
                for (var i = 0; i < 3; i++)
                {
                    await copy.StartRowAsync();
                    await copy.WriteAsync(Guid.CreateVersion7());
                    await copy.WriteAsync($"Body {i}");
                    await copy.WriteAsync("committee");
                    await copy.WriteAsync($"body-{i}");
                    await copy.WriteAsync(DateTimeOffset.UnixEpoch);
                    await copy.WriteAsync(DateTimeOffset.UnixEpoch);
                }
                await copy.CompleteAsync();
            }
            await using var delete = new NpgsqlCommand("delete from bodies where name = 'Body 1'", connection);
            return await delete.ExecuteNonQueryAsync();
        });
        var entries = await RowsAsync($"""
            select entity, operation, actor_kind, before ->> 'name', after ->> 'name' from {tenant.Tenant.Schema}.audit_entries
            where entity in ('meetings', 'bodies') order by id
            """);
        Assert.Equal(
            ["meetings insert account - Before", "meetings update system Before After", "bodies insert system - Body 0", "bodies insert system - Body 1",
                "bodies insert system - Body 2", "bodies delete system Body 1 -"],
            entries.Select(e => $"{e[0]} {e[1]} {e[2]} {e[3] ?? "-"} {e[4] ?? "-"}"));
    }

    [Fact]
    public async Task The_model_and_the_database_agree_on_every_table_and_column()
    {
        var tenant = await system.NewTenantAsync();
        var tenantModel = await tenant.InsideAsync(s => Task.FromResult(s.GetRequiredService<TenantDb>().Model));
        var hostModel = await tenant.InsideAsync(s => Task.FromResult(s.GetRequiredService<HostDb>().Model));
        await AssertSameAsync(tenantModel, [tenant.Tenant.Schema, "reference"], ["passages", "search_entries", "search_words", "search_vector_indexes", "search_writes",
            .. Shapes, "shared_boundary_sets", "shared_boundaries", "shared_boundary_shapes", "shared_boundary_pieces"]);
        await AssertSameAsync(hostModel, ["platform"], ["migrations"]);
    }

    [Fact]
    public async Task What_is_shared_has_the_columns_of_what_is_a_tenants_own()
    {
        var tenant = await system.NewTenantAsync();
        foreach (var table in (string[])["boundary_sets", "boundaries", "boundary_shapes", "boundary_pieces"])
        {
            var columns = await RowsAsync($"""
                select string_agg(column_name || ' ' || data_type || ' ' || is_nullable, ', ' order by column_name) from information_schema.columns
                where (table_schema, table_name) in (('{tenant.Tenant.Schema}', '{table}'), ('reference', 'shared_{table}')) group by table_schema
                """);
            Assert.Equal(2, columns.Count);
            Assert.Equal(columns[0][0], columns[1][0]);
        }
    }

    [Fact]
    public async Task Every_foreign_key_has_an_index_that_begins_with_it_and_stays_in_its_schema()
    {
        var tenant = await system.NewTenantAsync();
        var slow = await RowsAsync($"""
            select c.conrelid::regclass::text, c.conname from pg_constraint c
            where c.contype = 'f' and c.connamespace = '{tenant.Tenant.Schema}'::regnamespace
              and (not exists (select from pg_index i where i.indrelid = c.conrelid and i.indkey[0] = c.conkey[1])
                   or (select relnamespace from pg_class where oid = c.confrelid) not in ('{tenant.Tenant.Schema}'::regnamespace, 'reference'::regnamespace))
            """);
        Assert.Empty(slow.Select(r => $"{r[0]}.{r[1]}"));
    }

    [Fact]
    public async Task A_tenant_is_ready_in_less_than_two_seconds_and_migrating_again_changes_nothing()
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var tenant = await system.NewTenantAsync();
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), $"A tenant took {clock.Elapsed}.");
        var before = await RowsAsync($"select name, checksum, applied_at from platform.migrations where schema = '{tenant.Tenant.Schema}' order by name");
        await system.Site.ProvisionAgainAsync(tenant);
        var after = await RowsAsync($"select name, checksum, applied_at from platform.migrations where schema = '{tenant.Tenant.Schema}' order by name");
        Assert.NotEmpty(before);
        Assert.Equal(before.Select(r => string.Join(' ', r)), after.Select(r => string.Join(' ', r)));
    }

    private async Task AssertSameAsync(IModel model, string[] schemas, string[] withoutModel)
    {
        var expected = model.GetEntityTypes().SelectMany(e => e.GetProperties(), (e, p) => (Table: e.GetTableName()!, Property: p))
            .Where(c => c.Property.GetColumnName() != "xmin" && !withoutModel.Contains(c.Table))
            .Select(c => $"{c.Table}.{c.Property.GetColumnName()} {c.Property.GetColumnType()}{(c.Property.IsNullable ? " null" : "")}");
        var actual = await RowsAsync($"""
            select c.table_name || '.' || c.column_name || ' ' || case c.data_type when 'ARRAY' then ltrim(c.udt_name, '_') || '[]' else c.data_type end || case when c.is_nullable = 'YES' then ' null' else '' end
            from information_schema.columns c where c.table_schema in ('{string.Join("', '", schemas)}')
            """);
        Assert.Equal(
            expected.Order(StringComparer.Ordinal),
            actual.Select(r => (string)r[0]!).Where(c => !withoutModel.Contains(c.Split('.')[0]) && !c.StartsWith("audit_", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    private async Task<List<object?[]>> RowsAsync(string sql)
    {
        await using var source = OwnerSql.Source(system.Site.Owner);
        await using var command = source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<object?[]>();
        while (await reader.ReadAsync()) rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? null : reader.GetValue(i))]);
        return rows;
    }
}
