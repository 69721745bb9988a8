using System.Runtime.CompilerServices;
using Npgsql;

namespace CivicPulse.Platform.Audit;

/// <summary>Reads a ledger in its order, a row at a time, over a connection that is inside its schema.</summary>
internal static class LedgerSql
{
    public const string Columns = "id, at, written_in, actor_kind, actor_id, trace_id, entity, operation, record_id, before::text, after::text, salt, commitment";

    private const int SealsAtOnce = 500;

    public static async Task<long> HorizonAsync(this NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select audit_horizon()", connection);
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }

    public static async Task MakePartitionsAsync(this NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select audit_make_partitions()", connection);
        await command.ExecuteNonQueryAsync(ct);
    }

    public static async Task<AuditSeal?> LastSealAsync(this NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Seals + "order by number desc limit 1", connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? Seal(reader) : null;
    }

    /// <returns>The number of the last seal put on before a time; 0 when there is none.</returns>
    public static async Task<long> LastSealBeforeAsync(this NpgsqlConnection connection, DateTimeOffset at, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select coalesce(max(number), 0) from audit_seals where sealed_at < $1", connection) { Parameters = { new() { Value = at.ToUniversalTime() } } };
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }

    /// <summary>Seals above a number, oldest first, up to a last one.</summary>
    public static async IAsyncEnumerable<AuditSeal> SealsAsync(this NpgsqlConnection connection, long after, long last, [EnumeratorCancellation] CancellationToken ct)
    {
        while (after < last)
        {
            var some = new List<AuditSeal>();
            await using (var command = new NpgsqlCommand(Seals + "where number > $1 and number <= $2 order by number limit $3", connection)
            {
                Parameters = { new() { Value = after }, new() { Value = last }, new() { Value = SealsAtOnce } },
            })
            {
                await using var reader = await command.ExecuteReaderAsync(ct);
                while (await reader.ReadAsync(ct)) some.Add(Seal(reader));
            }
            foreach (var seal in some) yield return seal;
            if (some.Count < SealsAtOnce) yield break;
            after = some[^1].Number;
        }
    }

    /// <summary>
    /// Where a seal that begins at <paramref name="from"/> ends: behind about so many entries, between two transactions, below the horizon.
    /// </summary>
    /// <returns>Null when there is nothing to seal.</returns>
    public static async Task<long?> EndOfRangeAsync(this NpgsqlConnection connection, long from, long horizon, int entries, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("""
            with low as (select min(written_in) as tx from audit_entries where written_in >= $1 and written_in < $2),
                 high as (select written_in as tx from audit_entries where written_in >= $1 and written_in < $2 order by written_in, id offset $3 limit 1)
            select case when low.tx is null then null else coalesce(greatest(high.tx, low.tx + 1), $2) end from low left join high on true
            """, connection)
        {
            Parameters = { new() { Value = from }, new() { Value = horizon }, new() { Value = entries } },
        };
        return await command.ExecuteScalarAsync(ct) as long?;
    }

    public static async IAsyncEnumerable<LedgerEntry> EntriesAsync(this NpgsqlConnection connection, long from, long to, [EnumeratorCancellation] CancellationToken ct)
    {
        // Read as fast as somebody takes it: a file or a check is bounded by its request, not by the bound of one statement.
        await using (var unbounded = new NpgsqlCommand("set statement_timeout = 0", connection)) await unbounded.ExecuteNonQueryAsync(ct);
        await using var command = new NpgsqlCommand($"select {Columns} from audit_entries where written_in >= $1 and written_in < $2 order by written_in, id", connection)
        {
            Parameters = { new() { Value = from }, new() { Value = to } },
            CommandTimeout = 0,
        };
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) yield return Entry(reader);
    }

    /// <returns>False when another process put on this seal first.</returns>
    public static async Task<bool> AddSealAsync(this NpgsqlConnection connection, AuditSeal seal, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select audit_add_seal($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)", connection)
        {
            Parameters =
            {
                new() { Value = seal.Number }, new() { Value = seal.SealedAt }, new() { Value = seal.FromTx }, new() { Value = seal.ToTx },
                new() { Value = seal.Entries }, new() { Value = Convert.FromHexString(seal.Root) }, new() { Value = Convert.FromHexString(seal.Previous) },
                new() { Value = Convert.FromHexString(seal.Hash) }, new() { Value = seal.KeyId }, new() { Value = Convert.FromBase64String(seal.Signature) },
            },
        };
        try
        {
            return (bool)(await command.ExecuteScalarAsync(ct))!;
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.SerializationFailure)
        {
            return false;
        }
    }

    /// <summary>Tables of this schema that lack one of their triggers, or have it switched off.</summary>
    public static async Task<IReadOnlyList<string>> UnwatchedAsync(this NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("""
            select c.relname::text from pg_class c
            where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
              and c.relname not like 'audit\_%' and c.relname not in ('outbox', 'handled') and coalesce(obj_description(c.oid, 'pg_class'), '') not like 'mechanism%'
              and 4 > (select count(*) from pg_trigger t where t.tgrelid = c.oid and t.tgenabled = 'O'
                       and t.tgname in ('audit_insert', 'audit_delete', 'audit_update', 'audit_truncate'))
            order by 1
            """, connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var tables = new List<string>();
        while (await reader.ReadAsync(ct)) tables.Add(reader.GetString(0));
        return tables;
    }

    internal static LedgerEntry Entry(NpgsqlDataReader row) => new(
        row.GetInt64(0), row.GetFieldValue<DateTimeOffset>(1), row.GetInt64(2), row.GetString(3), row.GetFieldValue<Guid?>(4), Text(row, 5),
        row.GetString(6), row.GetString(7), row.GetFieldValue<Guid?>(8), Text(row, 9), Text(row, 10),
        row.GetFieldValue<Guid?>(11), row.IsDBNull(12) ? null : row.GetFieldValue<byte[]>(12));

    private const string Seals = "select number, sealed_at, from_tx, to_tx, entries, root, previous, hash, key_id, signature from audit_seals ";

    private static AuditSeal Seal(NpgsqlDataReader row) => new(
        row.GetInt64(0), row.GetFieldValue<DateTimeOffset>(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), Hex(row, 5), Hex(row, 6), Hex(row, 7),
        row.GetString(8), Convert.ToBase64String(row.GetFieldValue<byte[]>(9)));

    private static string Hex(NpgsqlDataReader row, int column) => Convert.ToHexStringLower(row.GetFieldValue<byte[]>(column));

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
