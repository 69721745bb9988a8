using Npgsql;

namespace CivicPulse.Modules.AuditTrail.Model;

/// <summary>
/// What is asked of the entries, by position: 1 cursor, 2 actor, 3 entity, 4 record, 5 operation, 6 from, 7 until, 8 words, 9 limit.
/// What is not asked for is null, and falls out of the plan.
/// </summary>
internal static class EntrySql
{
    private const string Columns = "e.id, e.at, e.actor_kind, e.actor_id, e.trace_id, e.entity, e.operation, e.record_id, e.before::text, e.after::text, e.commitment is not null, e.written_in";

    private const string Asked = """
        where ($1::bigint is null or e.id < $1) and ($2::uuid is null or e.actor_id = $2) and ($3::text is null or e.entity = $3)
          and ($4::uuid is null or e.record_id = $4) and ($5::text is null or e.operation = $5)
          and ($6::timestamptz is null or e.at >= $6) and ($7::timestamptz is null or e.at < $7)
        """;

    public const string List = $"select {Columns} from audit_entries e {Asked} and $8::text is null order by e.id desc limit $9";

    /// <summary>Sealed entries by the index of their words; those behind the last seal, a few minutes' worth, by reading them.</summary>
    public const string Search = $"""
        with asked as (select websearch_to_tsquery('simple', $8) as words), tail as (select coalesce(max(to_tx), 0) as tx from audit_seals),
        hits as (
            select w.entry_id as id from audit_words w, asked where w.words @@ asked.words and ($1::bigint is null or w.entry_id < $1)
            union
            select e.id from audit_entries e, asked, tail where e.written_in >= tail.tx and e.commitment is null and asked.words @@
                case when octet_length(coalesce(e.before::text, '')) + octet_length(coalesce(e.after::text, '')) < 200000
                    then coalesce(jsonb_to_tsvector('simple', e.before, '["string", "numeric"]'), '') || coalesce(jsonb_to_tsvector('simple', e.after, '["string", "numeric"]'), '')
                    else to_tsvector('simple', left(coalesce(e.after, e.before)::text, 50000)) end)
        select {Columns} from audit_entries e {Asked} and e.id in (select id from hits) order by e.id desc limit $9
        """;

    public const string One = $"""
        select {Columns}, (select s.number from audit_seals s where s.from_tx <= e.written_in and s.to_tx > e.written_in) from audit_entries e where e.id = $1
        """;

    /// <summary>The last change of a record at or before a time. Changes of one record never run side by side, so ids are in their order.</summary>
    public const string AsOf = $"""
        select {Columns} from audit_entries e
        where e.record_id = $1 and e.entity = $2 and e.at <= $3 and e.operation in ('insert', 'update', 'delete') order by e.id desc limit 1
        """;

    public static StoredEntry Read(NpgsqlDataReader row) => new(
        row.GetInt64(0), row.GetFieldValue<DateTimeOffset>(1), row.GetString(2), row.GetFieldValue<Guid?>(3), Text(row, 4), row.GetString(5),
        row.GetString(6), row.GetFieldValue<Guid?>(7), Text(row, 8), Text(row, 9), row.GetBoolean(10));

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}

/// <summary>An entry as the database gives it.</summary>
internal sealed record StoredEntry(
    long Id, DateTimeOffset At, string ActorKind, Guid? ActorId, string? TraceId, string Entity, string Operation, Guid? RecordId,
    string? Before, string? After, bool Redacted);
