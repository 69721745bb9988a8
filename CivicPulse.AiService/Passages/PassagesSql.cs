using CivicPulse.Platform.Data;
using CivicPulse.Platform.Search;
using Microsoft.Extensions.AI;
using Npgsql;
using NpgsqlTypes;

namespace CivicPulse.AiService.Passages;

/// <summary>Every statement on the table passages. Runs on the tenant's own connection: role and search path are already set.</summary>
internal sealed class PassagesSql(TenantConnection tenant)
{
    internal const string Insert = """
        insert into passages (id, source_kind, source_id, meeting_id, permission, ordinal, title, text, first_turn, last_turn,
            start_offset, end_offset, start_seconds, terms, term_count, embedding, embedding_model, embedding_dimensions)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14::tsvector, $15, $16::real[]::vector, $17, $18)
        """;

    internal const string Delete = "delete from passages where source_kind = $1 and source_id = $2";

    /// <summary>Two who index the same source at once take turns; the later one stays.</summary>
    internal const string Lock = "select pg_advisory_xact_lock(hashtextextended($1, 0))";

    /// <summary>
    /// Candidates by words and by vector; every candidate gets both scores. BM25 (k1 1.2, b 0.75) with the scope's own
    /// statistics. Marking and filtering the asked stems before unnesting them is three times faster than unnesting all.
    /// </summary>
    private const string Find = """
        with scope as not materialized (
            select id, source_kind, source_id, ordinal, term_count, terms, embedding, embedding_model, embedding_dimensions from passages
            where permission = any($1) and ($2::text is null or source_kind = $2) and ($3::uuid is null or meeting_id = $3)
        ),
        size as (select count(*) as n, greatest(avg(term_count), 1) as mean from scope),
        postings as (
            select s.id, s.term_count, t.lexeme, cardinality(t.positions) as tf, count(*) over (partition by t.lexeme) as df
            from scope s cross join lateral unnest(ts_filter(setweight(s.terms, 'A', $5), '{a}')) t
            where s.terms @@ $4::tsquery
        ),
        words as (
            select id, sum(ln(1 + (n - df + 0.5) / (df + 0.5)) * tf * 2.2 / (tf + 1.2 * (0.25 + 0.75 * term_count / mean)))::float8 as score
            from postings cross join size group by id
        ),
        vectors as (
            select id, 1 - (embedding <=> $6::real[]::vector) as score from scope
            where embedding_model = $7 and embedding_dimensions = $9
        ),
        candidates as (
            (select id from words order by score desc limit $8) union (select id from vectors order by score desc limit $8)
        )
        select s.id, s.source_kind, s.source_id, s.ordinal, coalesce(w.score, 0), coalesce(nullif(v.score, 'NaN'), 0)
        from candidates c join scope s using (id) left join words w using (id) left join vectors v using (id)
        """;

    private const string Columns =
        "id, source_kind, source_id, meeting_id, title, ordinal, text, first_turn, last_turn, start_offset, end_offset, start_seconds";

    private const string SelectSome = $"select {Columns} from passages where id = any($1) and permission = any($2)";

    private const string SelectMeeting = $"""
        select {Columns} from passages where meeting_id = $1 and source_kind = 'transcript' and permission = any($2)
        order by source_id, ordinal limit $3
        """;

    public Task ReplaceAsync(Source source, IReadOnlyList<Passage> passages, IReadOnlyList<Embedding<float>> embeddings, CancellationToken ct)
    {
        var rows = passages.Zip(embeddings, (passage, embedding) => PassageRows.Insertion(source, passage, embedding));
        return tenant.ChangeAsync([PassageRows.Locking(source.Kind, source.Id), PassageRows.Deletion(source.Kind, source.Id), .. rows, .. PassageRows.Found(source.Kind, source.Id)], ct);
    }

    public Task DeleteAsync(string kind, Guid sourceId, CancellationToken ct) => tenant.ChangeAsync([PassageRows.Deletion(kind, sourceId), PassageRows.OfSource(SearchPassages.Remove, kind, sourceId)], ct);

    public async Task<IReadOnlyList<Match>> FindAsync(Scope scope, IReadOnlyList<string> terms, Embedding<float> question, int limit, CancellationToken ct)
    {
        var query = new NpgsqlBatchCommand(Find)
        {
            Parameters =
            {
                new() { Value = scope.Permissions.ToArray() },
                PassageRows.Nullable(scope.Kind, NpgsqlDbType.Text),
                PassageRows.Nullable(scope.MeetingId, NpgsqlDbType.Uuid),
                new() { Value = string.Join(" | ", terms.Distinct(StringComparer.Ordinal).Select(t => $"'{t}'")) },
                new() { Value = terms.ToArray() },
                new() { Value = question.Vector.ToArray() },
                new() { Value = question.ModelId! },
                new() { Value = limit },
                new() { Value = question.Vector.Length },
            },
        };
        return await tenant.ReadAsync(query, row => new Match(row.GetGuid(0), row.GetString(1), row.GetGuid(2), row.GetInt32(3), row.GetDouble(4), row.GetDouble(5)), ct).ToListAsync(ct);
    }

    public Task<IReadOnlyList<StoredPassage>> ReadAsync(IReadOnlyCollection<Guid> ids, IReadOnlyCollection<string> permissions, CancellationToken ct) =>
        ReadAsync(new NpgsqlBatchCommand(SelectSome) { Parameters = { new() { Value = ids.ToArray() }, new() { Value = permissions.ToArray() } } }, ct);

    public Task<IReadOnlyList<StoredPassage>> OfMeetingAsync(Guid meetingId, IReadOnlyCollection<string> permissions, int limit, CancellationToken ct) =>
        ReadAsync(new NpgsqlBatchCommand(SelectMeeting) { Parameters = { new() { Value = meetingId }, new() { Value = permissions.ToArray() }, new() { Value = limit } } }, ct);

    private async Task<IReadOnlyList<StoredPassage>> ReadAsync(NpgsqlBatchCommand query, CancellationToken ct) =>
        await tenant.ReadAsync(query, PassageRows.Read, ct).ToListAsync(ct);
}
