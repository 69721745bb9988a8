using Npgsql;

namespace CivicPulse.Platform.Tenancy.Archive;

/// <summary>Reads and writes whole tables. Names come from the catalogue, quoted by the server.</summary>
internal static class ArchiveSql
{
    /// <summary>One moment for everything that is read, in a form that does not depend on this session's habits.</summary>
    public const string BeginReading = """
        set transaction isolation level repeatable read, read only;
        set local timezone = 'UTC'; set local datestyle = 'ISO, YMD'; set local intervalstyle = 'postgres'; set local extra_float_digits = 1; set local bytea_output = 'hex';
        set local statement_timeout = 0;
        """;

    /// <summary>No trigger writes an audit of what is put back, and the foreign keys held when it was read.</summary>
    public const string BeginWriting = """
        set local session_replication_role = replica; set local timezone = 'UTC'; set local datestyle = 'ISO, YMD'; set local intervalstyle = 'postgres';
        set local statement_timeout = 0;
        """;

    public static Task<List<ArchivedTable>> TablesAsync(this NpgsqlConnection connection, Tenant tenant, CancellationToken ct) => connection.ReadAsync("""
        select c.relname::text, array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' order by a.attnum)
        from pg_class c where c.relnamespace = $1::regnamespace and c.relkind in ('r', 'p') and not c.relispartition order by c.relname
        """, r => new ArchivedTable(r.GetString(0), r.GetFieldValue<string[]>(1)), ct, tenant.Schema);

    public static Task<List<ArchivedMigration>> MigrationsAsync(this NpgsqlConnection connection, Tenant tenant, CancellationToken ct) => connection.ReadAsync(
        "select name, checksum from platform.migrations where schema = $1 order by applied_at, name", r => new ArchivedMigration(r.GetString(0), r.GetString(1)), ct, tenant.Schema);

    public static async Task<List<ArchivedSequence>> SequencesAsync(this NpgsqlConnection connection, Tenant tenant, CancellationToken ct)
    {
        var names = await connection.ReadAsync("select c.relname::text, format('select last_value, is_called from %I.%I', $1::text, c.relname) from pg_class c where c.relnamespace = $1::regnamespace and c.relkind = 'S' order by 1",
            r => (Name: r.GetString(0), Sql: r.GetString(1)), ct, tenant.Schema);
        var found = new List<ArchivedSequence>();
        foreach (var (name, sql) in names) found.AddRange(await connection.ReadAsync(sql, r => new ArchivedSequence(name, r.GetInt64(0), r.GetBoolean(1)), ct));
        return found;
    }

    public static Task<List<int>> SetSequenceAsync(this NpgsqlConnection connection, Tenant tenant, ArchivedSequence sequence, CancellationToken ct) =>
        connection.ReadAsync("select setval(format('%I.%I', $1::text, $2::text)::regclass, $3, $4)::int", _ => 0, ct, tenant.Schema, sequence.Name, sequence.Last, sequence.IsCalled);

    public static async Task<string> CopyOutAsync(this NpgsqlConnection connection, Tenant tenant, ArchivedTable table, CancellationToken ct) => (await connection.ReadAsync(
        "select format('copy (select %s from %I.%I) to stdout (format csv, header)', (select string_agg(quote_ident(c), ', ' order by i) from unnest($3::text[]) with ordinality u (c, i)), $1::text, $2::text)",
        r => r.GetString(0), ct, tenant.Schema, table.Name, table.Columns.ToArray()))[0];

    public static async Task<string> CopyInAsync(this NpgsqlConnection connection, Tenant tenant, ArchivedTable table, CancellationToken ct) => (await connection.ReadAsync(
        "select format('copy %I.%I (%s) from stdin (format csv, header)', $1::text, $2::text, (select string_agg(quote_ident(c), ', ' order by i) from unnest($3::text[]) with ordinality u (c, i)))",
        r => r.GetString(0), ct, tenant.Schema, table.Name, table.Columns.ToArray()))[0];

    /// <summary>Migrations may have put rows of their own into new tables; the archive has them already.</summary>
    public static async Task EmptyAsync(this NpgsqlConnection connection, Tenant tenant, IEnumerable<string> tables, CancellationToken ct)
    {
        foreach (var table in tables)
        {
            var sql = (await connection.ReadAsync("select format('delete from %I.%I', $1::text, $2::text)", r => r.GetString(0), ct, tenant.Schema, table))[0];
            await connection.ReadAsync(sql, _ => 0, ct);
        }
        // Rows from another server count their transactions differently; the audit begins anew where it left off.
        await connection.ReadAsync("delete from audit.eras where schema = $1", _ => 0, ct, tenant.Schema);
    }

    public static async Task<Dictionary<string, long>> CountsAsync(this NpgsqlConnection connection, Tenant tenant, CancellationToken ct)
    {
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var table in await connection.TablesAsync(tenant, ct)) counts[table.Name] = await connection.CountAsync(tenant, table.Name, ct);
        return counts;
    }

    public static async Task<long> CountAsync(this NpgsqlConnection connection, Tenant tenant, string table, CancellationToken ct)
    {
        var sql = (await connection.ReadAsync("select format('select count(*) from %I.%I', $1::text, $2::text)", r => r.GetString(0), ct, tenant.Schema, table))[0];
        return (await connection.ReadAsync(sql, r => r.GetInt64(0), ct))[0];
    }

    // Constants, and statements that the server itself put together out of its catalogue.
#pragma warning disable CA2100
    public static async Task<List<T>> ReadAsync<T>(this NpgsqlConnection connection, string sql, Func<NpgsqlDataReader, T> row, CancellationToken ct, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var rows = new List<T>();
        while (await reader.ReadAsync(ct)) rows.Add(row(reader));
        return rows;
    }
#pragma warning restore CA2100
}
