using CivicPulse.Tests.Support;
using Npgsql;

namespace CivicPulse.Tests.Laws;

/// <summary>Writes a made-up row into every table of a tenant, changes it, copies another in, deletes both, and looks for their entries.</summary>
internal static class AuditedTables
{
    private sealed record Column(string Name, string Type, int Modifier, bool IsKey);

    /// <returns>What left no entry, such as <c>meetings update</c>, and how many tables were tried.</returns>
    public static async Task<(List<string> Unrecorded, int Tables)> TryAsync(TestTenant tenant)
    {
        var schema = tenant.Tenant.Schema;
        await using var source = OwnerSql.Source(tenant.Site.Owner);
        await using var connection = await source.OpenConnectionAsync();
        // Made-up rows belong to nothing and mean nothing: rules about content are not what is tried here.
        await RunAsync(connection, $"""
            set search_path = {schema}, reference, extensions;
            do $do$ declare c record; begin
                for c in select conrelid::regclass as t, conname from pg_constraint where connamespace = '{schema}'::regnamespace and contype in ('f', 'c')
                loop execute format('alter table %s drop constraint %I', c.t, c.conname); end loop;
            end $do$
            """);
        var tables = await ReadAsync(connection, $"select t::text from audit.watched('{schema}') t order by 1", r => r.GetString(0));
        var unrecorded = new List<string>();
        foreach (var table in tables) unrecorded.AddRange(await TryAsync(connection, table));
        return (unrecorded, tables.Count);
    }

    private static async Task<List<string>> TryAsync(NpgsqlConnection connection, string table)
    {
        var needed = await ColumnsAsync(connection, table, "a.attnotnull and not a.atthasdef and a.attidentity = ''");
        var names = string.Join(", ", needed.Select(c => $"\"{c.Name}\""));
        var values = string.Join(", ", needed.Select(Value));
        var others = await ColumnsAsync(connection, table, $"a.attgenerated = '' and position(quote_literal(a.attname) in audit.left_out('{table}'::regclass)) = 0");
        var changed = others.Where(c => Kinds(c) is not null).OrderBy(c => c.IsKey).ThenBy(c => c.Type == "boolean").First();
        var last = await LastAsync(connection);
        await RunAsync(connection, $"insert into {table} ({names}) values ({values})");
        await RunAsync(connection, $"update {table} set \"{changed.Name}\" = {Value(changed)}");
        await RunAsync(connection, $"delete from {table}");
        var expected = new List<string> { "insert", changed.IsKey ? "update update" : "update", "delete" };
        var line = await ReadAsync(connection, $"select {string.Join(", ", needed.Select(c => $"({Value(c)})::text"))}", r => string.Join('\t', Enumerable.Range(0, needed.Count).Select(r.GetString)));
        await using (var copy = await connection.BeginTextImportAsync($"copy {table} ({names}) from stdin")) await copy.WriteLineAsync(line[0]);
        await RunAsync(connection, $"delete from {table}");
        expected.AddRange(["insert", "delete"]);
        var found = await ReadAsync(connection, $"select operation from audit_entries where id > {last} and entity = '{table.Trim('"')}' and actor_kind = 'operator' order by id", r => r.GetString(0));
        var missing = string.Join(' ', expected).Split(' ').ToList();
        foreach (var operation in found) missing.Remove(operation);
        return [.. missing.Select(operation => $"{table} {operation}")];
    }

    private static Task<List<Column>> ColumnsAsync(NpgsqlConnection connection, string table, string condition) => ReadAsync(connection, $"""
        select a.attname, format_type(a.atttypid, null), a.atttypmod, exists (select from pg_index i where i.indrelid = a.attrelid and i.indisprimary and a.attnum = any (i.indkey))
        from pg_attribute a where a.attrelid = '{table}'::regclass and a.attnum > 0 and not a.attisdropped and {condition} order by a.attnum
        """, r => new Column(r.GetString(0), r.GetString(1), r.GetInt32(2), r.GetBoolean(3)));

    private static string Value(Column column) => Kinds(column) ?? throw new InvalidOperationException($"How is a {column.Type} made up?");

    /// <summary>Never the same twice, so that a change is one.</summary>
    private static string? Kinds(Column column) => column.Type switch
    {
        "uuid" => "gen_random_uuid()",
        "text" or "character varying" => "gen_random_uuid()::text",
        "timestamp with time zone" => "clock_timestamp()",
        "date" => "current_date + (random() * 10000)::int",
        "smallint" or "integer" or "bigint" => "(random() * 30000)::int",
        "double precision" or "real" or "numeric" => "random()",
        "boolean" => "random() < 2",
        "jsonb" => "jsonb_build_object('a', gen_random_uuid())",
        "bytea" => "uuid_send(gen_random_uuid())",
        "text[]" => "array[gen_random_uuid()::text]",
        "uuid[]" => "array[gen_random_uuid()]",
        "geometry" or "extensions.geometry" => "st_multi(st_expand(st_setsrid(st_makepoint(random(), random()), 4326), 0.1))",
        "tsvector" => "to_tsvector('simple', gen_random_uuid()::text)",
        "vector" or "extensions.vector" => $"array_fill(random(), array[{Math.Max(column.Modifier, 1)}])::vector",
        "halfvec" or "extensions.halfvec" => $"array_fill(random(), array[{Math.Max(column.Modifier, 1)}])::vector::halfvec",
        _ => null,
    };

    private static async Task<long> LastAsync(NpgsqlConnection connection) => (await ReadAsync(connection, "select coalesce(max(id), 0) from audit_entries", r => r.GetInt64(0)))[0];

    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<List<T>> ReadAsync<T>(NpgsqlConnection connection, string sql, Func<NpgsqlDataReader, T> row)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<T>();
        while (await reader.ReadAsync()) rows.Add(row(reader));
        return rows;
    }
}
