using Npgsql;

namespace Raw;

/// <summary>
/// Full-text search as one writes it by hand: the words, PostgreSQL's own rank, the best first. No likeness, no typing errors, no
/// permissions, no facets, no count: what the product adds to it is in the ratio.
/// </summary>
internal sealed class Searches(NpgsqlDataSource source)
{
    public async Task<HitPage> FindAsync(string words, int limit, CancellationToken ct)
    {
        await using var command = source.CreateCommand("""
            select e.id, e.kind, e.title, e.url, e.occurred_at, ts_rank(e.words, q.asked)
            from search_entries e, websearch_to_tsquery('english', $1) as q (asked)
            where e.words @@ q.asked order by 6 desc, e.occurred_at desc limit $2
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = words });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var hits = new List<Hit>(limit);
        while (await reader.ReadAsync(ct))
            hits.Add(new(reader.GetGuid(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetFieldValue<DateTimeOffset>(4), reader.GetFloat(5)));
        return new(hits);
    }
}
