namespace CivicPulse.Platform.Search;

/// <summary>How the passages of a source ($1 its kind, $2 its id) become entries of the search index.</summary>
public static class SearchPassages
{
    public const string Remove = "delete from search_entries where record_table = 'passages' and kind = $1 and source_id = $2";

    /// <summary>
    /// Before anything else: who confines the whole meanwhile waits, and then finds the passages. The whole first and its parts after it,
    /// as a save has it, or both would wait for each other.
    /// </summary>
    public const string Hold = Wholes + " where p.source_kind = $1 and p.source_id = $2) for share";

    internal const string HoldAll = Wholes + ") for share";

    private const string Wholes = "select 1 from search_entries where id in (select coalesce(p.meeting_id, p.source_id) from passages p";

    public const string Add = From + " where p.source_kind = $1 and p.source_id = $2";

    /// <summary>A transcript is found as a whole until its passages take its place.</summary>
    public const string Replace = "delete from search_entries e where e.id = $2 and e.kind = $1 and $1 = 'transcript' and exists (select from passages p where p.source_id = $2)";

    /// <summary>A passage is shown to those who may read what it is part of.</summary>
    internal const string From = """
        insert into search_entries (id, hit_id, record_table, kind, part_of_kind, part_of_id, source_id, title, body, url, first_turn, last_turn,
            permission, reach, audience, inherits, facets, occurred_at, embedding, embedding_model, embedding_dimensions)
        select p.id, case when p.meeting_id is null then p.source_id else p.id end, 'passages', p.source_kind,
            case when p.meeting_id is null then p.source_kind else 'meeting' end, coalesce(p.meeting_id, p.source_id), p.source_id, left(p.title, 500), p.text,
            case when p.meeting_id is null then '/documents/' || p.source_id else '/meetings/' || p.meeting_id || '?turn=' || p.first_turn end, p.first_turn, p.last_turn,
            p.permission, array(select p.permission || substr(r, strpos(r, '/')) from unnest(w.reach) r), w.audience, true, coalesce(w.facets, '{}'), coalesce(w.occurred_at, p.indexed_at),
            case when vector_norm(p.embedding) > 0 then p.embedding::halfvec end, p.embedding_model, p.embedding_dimensions
        from passages p left join search_entries w on w.id = coalesce(p.meeting_id, p.source_id)
        """;

    internal const string RemoveAll = "delete from search_entries where record_table = 'passages'";

    internal const string ReplaceAll = "delete from search_entries e where e.kind = 'transcript' and e.record_table <> 'passages' and exists (select from passages p where p.source_id = e.id)";
}
