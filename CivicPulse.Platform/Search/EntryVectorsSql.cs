using CivicPulse.Platform.Ai;
using Npgsql;
using NpgsqlTypes;

namespace CivicPulse.Platform.Search;

internal sealed record WaitingEntry(Guid Id, string Hash, string Text);

/// <summary>How entries get their vectors and the list of words its members.</summary>
internal static class EntryVectorsSql
{
    /// <summary>Longer texts are about what their beginning is about, and models read no more.</summary>
    private const string Waiting = """
        select id, text_hash, title || chr(10) || left(keywords, 500) || chr(10) || left(body, 4000) from search_entries where awaits_vector order by changed_at limit $1
        """;

    private const string Learn = """
        insert into search_words (word)
        select distinct l.lexeme from search_entries e cross join lateral unnest(to_tsvector('simple', search.fold(e.title || ' ' || e.keywords || ' ' || left(e.body, 20000)))) l
        where e.id = any($1) and l.lexeme ~ '^[[:alpha:]]{4,30}$' order by 1 on conflict do nothing
        """;

    private const string QueueAgain = "update search_entries set changed_at = clock_timestamp() where id = any($1) and awaits_vector";

    /// <summary>A text that changed in the meantime keeps waiting.</summary>
    private const string Keep = """
        update search_entries e set awaits_vector = false, embedding_model = $4, embedding_dimensions = $5,
            embedding = case when v.vector is null then null else v.vector::extensions.halfvec end
        from unnest($1::uuid[], $2::text[], $3::text[]) v(id, hash, vector) where e.id = v.id and e.text_hash = v.hash
        """;

    private const string IndexDue = """
        select $2 <= 4000 and not exists (select from search_vector_indexes where model = $1 and dimensions = $2)
            and (select count(*) from (select from search_entries where embedding_model = $1 and embedding_dimensions = $2 limit $3) few) >= $3
        """;

    /// <summary>Its trigger makes the index, which a statement that reads the entries itself would stand in the way of.</summary>
    private const string Index = "insert into search_vector_indexes (model, dimensions) values ($1, $2) on conflict do nothing";

    private const string Again = """
        update search_entries set awaits_vector = true where not awaits_vector and embedding_model is distinct from $1 and source_id is null
        """;

    public static async Task<IReadOnlyList<WaitingEntry>> WaitingAsync(this NpgsqlConnection connection, int most, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Waiting, connection) { Parameters = { new() { Value = most } } };
        await using var reader = await command.ExecuteReaderAsync(ct);
        var waiting = new List<WaitingEntry>();
        while (await reader.ReadAsync(ct)) waiting.Add(new(reader.GetGuid(0), reader.GetString(1), reader.GetString(2)));
        return waiting;
    }

    public static async Task LearnWordsAsync(this NpgsqlConnection connection, Guid[] entries, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Learn, connection) { Parameters = { new() { Value = entries } } };
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Behind the others that wait.</summary>
    public static async Task QueueAgainAsync(this NpgsqlConnection connection, Guid[] entries, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(QueueAgain, connection) { Parameters = { new() { Value = entries } } };
        await command.ExecuteNonQueryAsync(ct);
    }

    public static async Task KeepVectorsAsync(this NpgsqlConnection connection, IReadOnlyList<WaitingEntry> entries, Embedded made, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Keep, connection)
        {
            Parameters =
            {
                new() { Value = entries.Select(e => e.Id).ToArray() },
                new() { Value = entries.Select(e => e.Hash).ToArray() },
                SearchSql.List(made.Vectors.Select(Written).ToArray()),
                new() { Value = made.Model },
                new() { Value = made.Vectors[0].Length },
            },
        };
        await command.ExecuteNonQueryAsync(ct);
    }

    public static async Task IndexVectorsAsync(this NpgsqlConnection connection, string model, int dimensions, int above, CancellationToken ct)
    {
        await using (var ask = new NpgsqlCommand(IndexDue, connection) { Parameters = { new() { Value = model }, new() { Value = dimensions }, new() { Value = above } } })
            if (await ask.ExecuteScalarAsync(ct) is not true) return;
        await using var command = new NpgsqlCommand(Index, connection) { Parameters = { new() { Value = model }, new() { Value = dimensions } } };
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>What another model embedded waits for this one.</summary>
    public static async Task AwaitVectorsAsync(this NpgsqlConnection connection, string model, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Again, connection) { Parameters = { new() { Value = model } } };
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>In the type's own notation; null for a text without a known word, which points nowhere.</summary>
    private static string? Written(float[] vector) => vector.All(v => v == 0) ? null : $"[{string.Join(',', vector.Select(v => v.ToString("R")))}]";
}
