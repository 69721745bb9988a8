using System.Text.Json;
using Npgsql;
using NpgsqlTypes;

namespace CivicPulse.Platform.Search;

/// <summary>A row of the answer as the database gives it.</summary>
internal sealed record FoundRow(
    Guid Id, Guid HitId, Guid? SourceId, string Kind, string Title, string Text, string Url, string? PartOfKind, Guid? PartOfId, string? PartOfTitle,
    int? FirstTurn, int? LastTurn, string[] Facets, DateTimeOffset OccurredAt, double Score);

internal sealed record FoundRows(IReadOnlyList<FoundRow> Rows, int Total, IReadOnlyList<(string Name, string Value, int Count)> Facets, bool MoreWords, bool MoreTitles);

/// <summary>
/// The statement of a search, put together from the parts it needs. Everything asked is a parameter; the one number in the text is
/// a vector's length. Runs on the tenant's own connection: role and search path are already set.
/// </summary>
internal static class SearchSql
{
    /// <summary>Rows that are ranked: beyond them a list of results helps nobody.</summary>
    internal const int Narrow = 250;
    internal const int Broad = 100;
    internal const int Titles = 100;
    internal const int Likely = 40;

    /// <summary>With fewer hits than these, more is looked for.</summary>
    private const int Enough = 100;

    /// <summary>Rows of one hit that are ranked: one long text does not take the place of all others.</summary>
    private const int RowsOfOneHit = 10;

    /// <summary>New titles looked through for a mistyped word, before their words are learned.</summary>
    private const int Unlearned = 1000;

    /// <summary>What a cosine must reach without any word in common.</summary>
    internal const double LeastLikeness = 0.3;

    /// <summary>Words lead; likeness decides among what they leave equal, and adds what they miss.</summary>
    private const double LikenessWeight = 0.35;

    /// <summary>And a plan for what was asked: one made for any question, as a statement kept ready would get, reads far too much for most.</summary>
    public const string Limits = """
        select set_config('statement_timeout', '3000', true), set_config('hnsw.iterative_scan', 'strict_order', true),
               set_config('hnsw.ef_search', '60', true), set_config('hnsw.max_scan_tuples', '5000', true), set_config('pg_trgm.word_similarity_threshold', '0.45', true),
               set_config('jit', 'off', true), set_config('max_parallel_workers_per_gather', '0', true), set_config('random_page_cost', '1.1', true),
               set_config('plan_cache_mode', 'force_custom_plan', true)
        """;

    /// <summary>The words of a query without the little ones, their stems in both languages, and what must or must not occur.</summary>
    public const string Analyse = """
        with asked as (select search.fold($1) as text),
        language as (select case search.language(text) when 'pg_catalog.spanish'::regconfig then 'spanish_stem' else 'english_stem' end::regdictionary as own from asked),
        tokens as (
            select p.token, min(p.n) as n, min(p.tokid) as tokid from asked cross join lateral ts_parse('default', asked.text) with ordinality p(tokid, token, n)
            where p.tokid not in (12, 13, 14, 23) and length(p.token) < 100 group by p.token
        )
        select t.token, case when t.tokid not in (1, 2, 10, 11, 16, 17) then array[t.token]
            else array(select distinct l from unnest(ts_lexize('english_stem', t.token) || ts_lexize('spanish_stem', t.token)) l) end
        from tokens t cross join language
        where t.tokid not in (1, 2, 10, 11, 16, 17) or ts_lexize(own, t.token) <> '{}'
        order by t.n limit 24
        """;

    public const string Must = """
        select string_agg('(' || q || ')', ' & '), clock_timestamp() from (
            select (phraseto_tsquery('english', search.fold(p)) || phraseto_tsquery('spanish', search.fold(p)))::text as q from unnest($1::text[]) p
            union all
            select (!! (phraseto_tsquery('english', search.fold(p)) || phraseto_tsquery('spanish', search.fold(p))))::text from unnest($2::text[]) p
        ) parts where q <> ''
        """;

    public const string Statistics = """
        select greatest(c.reltuples, 0)::float8, s.attname, l.value, l.share
        from pg_class c
        left join pg_stats s on s.schemaname = current_schema() and s.tablename = 'search_entries' and s.attname in ('words', 'title_words', 'facets', 'kind', 'permission')
        left join lateral unnest(
            case when s.attname in ('kind', 'permission') then s.most_common_vals else s.most_common_elems end::text::text[],
            case when s.attname in ('kind', 'permission') then s.most_common_freqs else s.most_common_elem_freqs end) l(value, share) on l.value is not null
        where c.oid = 'search_entries'::regclass
        """;

    /// <summary>
    /// Similar words for those that nothing the asker may read holds; only such that something the asker may read does hold. The newest
    /// titles are looked through too, for their words may not be learned yet.
    /// </summary>
    public static string Correct(Sight sight) => $"""
        with unknown as materialized (
            select t.token from unnest($4::text[], $5::text[]) t(token, query)
            where not exists (select from search_entries e where e.words @@ t.query::tsquery and {Visible(sight)})
        ),
        titles as materialized (
            select e.title_plain from search_entries e where e.awaits_vector and {Visible(sight)} and (select count(*) from unknown) > 0 order by e.changed_at desc limit {Unlearned}
        ),
        alike as materialized (
            select u.token, w.word, similarity(w.word, u.token) as likeness from unknown u
            cross join lateral (select word from search_words where word % u.token order by similarity(word, u.token) desc, word limit 20) w
            union
            select u.token, x.word, similarity(x.word, u.token) from unknown u join titles on u.token <% titles.title_plain
            cross join lateral regexp_split_to_table(titles.title_plain, '[^[:alnum:]]+') x(word) where similarity(x.word, u.token) >= 0.35
        )
        select u.token, c.word, array(select distinct l from unnest(ts_lexize('english_stem', c.word) || ts_lexize('spanish_stem', c.word)) l)
        from unknown u
        cross join lateral (
            select s.word from (
                select word, likeness from alike where token = u.token and word <> u.token and abs(length(word) - length(u.token)) <= 2 order by likeness desc, word limit 20
            ) s
            where exists (select from search_entries e where e.words @@ (plainto_tsquery('english', s.word) || plainto_tsquery('spanish', s.word)) and {Visible(sight)})
            order by s.likeness desc, s.word limit 1
        ) c
        """;

    public static string Find(SearchPlan plan) => $"""
        with narrow as materialized ({Newest(plan, plan.Narrow, "words", "$6", Narrow)}),
        titled as materialized ({Newest(plan, plan.Titles, "title_words", "$21", Titles)}),
        matched as materialized (
            select place from narrow
            union select place from titled
            {More(plan)}
            {Alike(plan)}
        ),
        scored as (
            select e.id, e.hit_id, e.kind, e.facets, words.score as by_words, {Likeness(plan)} as likeness,
                (strpos(e.title_plain, search.fold($10)) > 0)::int as titled
            from matched join search_entries e on e.ctid = matched.place
            cross join lateral (select e.words || ''::tsvector as w offset 0) whole
            cross join lateral (
                select coalesce(sum(r.information * least(1, 4 * ts_rank(array[0.4, 0.5, 0.8, 1]::real[], whole.w, r.lexeme::tsquery, 1))), 0) / $11::float8 as score
                from unnest($8::text[], $9::float8[]) r(lexeme, information)
            ) words
        ),
        best as materialized (
            select distinct on (hit_id) id, hit_id, kind, facets, score from (
                select *, round((by_words + {LikenessWeight} * greatest(0, likeness - 0.15) + 0.1 * titled)::numeric, 6)::float8 as score
                from scored where by_words > 0 or likeness >= {LeastLikeness}
            ) ranked order by hit_id, score desc, id desc
        ),
        counted as (
            select name, value, n, row_number() over (partition by name order by n desc, value) as place from (
                select split_part(f, ':', 1) as name, substr(f, strpos(f, ':') + 1) as value, count(*)::int as n
                from best cross join lateral unnest(best.facets || ('kind:' || best.kind)) f group by 1, 2
            ) facets
        ),
        page as (
            select * from best where $12::float8 is null or (score, id) < ($12::float8, $13::uuid) order by score desc, id desc limit $14
        )
        select s.total, s.facets, e.id, e.hit_id, e.source_id, e.kind, e.title, {Text}, e.url, e.part_of_kind, e.part_of_id, w.title,
            e.first_turn, e.last_turn, e.facets, e.occurred_at, page.score, {MoreWords(plan)}, {MoreTitles(plan)}
        from (select (select count(*)::int from best) as total,
                (select jsonb_agg(jsonb_build_array(name, value, n) order by name, place) from counted where place <= 20)::text as facets) s
        left join page on true
        left join search_entries e on e.id = page.id
        left join search_entries w on w.id = e.part_of_id and {Visible(plan.Sight, "w")}
        order by page.score desc, page.id desc
        """;

    /// <summary>Some rows by their id, for those who found them by other means.</summary>
    public static string Read(Sight sight) => $"""
        select 0, null::text, e.id, e.hit_id, e.source_id, e.kind, e.title, left(e.body, 12000), e.url, e.part_of_kind, e.part_of_id, w.title,
            e.first_turn, e.last_turn, e.facets, e.occurred_at, 0::float8, false, false
        from search_entries e left join search_entries w on w.id = e.part_of_id and {Visible(sight, "w")}
        where e.id = any($4) and {Visible(sight)}
        """;

    public static string Suggest(Sight sight) => $"""
        select title, kind, url from (
            select distinct on (title_plain) title_plain, title, kind, url, occurred_at from (
                select e.title_plain, e.title, e.kind, e.url, e.occurred_at from search_entries e
                where (e.title_plain like search.fold($4) || '%' or e.title_plain like '% ' || search.fold($4) || '%') and e.source_id is null and {Visible(sight)}
                order by e.occurred_at desc limit 200
            ) newest order by title_plain, occurred_at desc
        ) once order by title_plain like search.fold($4) || '%' desc, occurred_at desc, title_plain limit $5
        """;

    /// <summary>The part of a long text where the first match stands; a page's bodies are not sent whole.</summary>
    private const string Text = """
        case when length(e.body) <= 4000 then e.body
            else substr(e.body, greatest(1, coalesce(nullif(regexp_instr(search.fold(e.body), $15), 0), 1) - 300), 4000) end
        """;

    private static string Within(SearchPlan plan) => Visible(plan.Sight)
        + (plan.Kind is null ? "" : " and e.kind = $4")
        + (plan.Facets.Length == 0 ? "" : " and e.facets @> $5::text[]")
        + (plan.PartOf is null ? "" : " and (e.part_of_id = $16 or e.id = $16)")
        + (plan.Must is null ? "" : " and e.words @@ $17::tsquery");

    /// <summary>Inside every branch: what the asker may not read is never a candidate, never counted, never corrected to.</summary>
    internal static string Visible(Sight sight, string row = "e")
    {
        var reached = sight.Reach.Length == 0 ? $"{row}.permission = any($1::text[])" : $"({row}.permission = any($1::text[]) or {row}.reach && $2::text[])";
        return $"{reached} and ({row}.audience is null or {row}.audience && $3::text[])";
    }

    /// <summary>
    /// The newest rows with the query, by their place in the table. Few are all read. Of many, the newest rows of the table are looked
    /// through, as far as promises to find enough. Either way is said in so many words: the planner knows less about it than
    /// <see cref="LexemeStatistics"/> and would often take the way that reads the whole table.
    /// </summary>
    private static string Newest(SearchPlan plan, Choice choice, string column, string query, int limit, string when = "true") => choice.Window is { } window
        ? $"""
            select e.ctid as place, e.hit_id from (select e.ctid, e.* from search_entries e order by e.occurred_at desc limit {window}) e
            where e.{column} @@ {query}::tsquery and {Within(plan)} and {when} order by e.occurred_at desc limit {limit}
            """
        : $"""
            select place, hit_id from (
                select e.ctid as place, e.hit_id, e.occurred_at, row_number() over (partition by e.hit_id order by e.ctid) as n
                from search_entries e where e.{column} @@ {query}::tsquery and {Within(plan)} and {when}
            ) few where n <= {RowsOfOneHit} order by occurred_at desc limit {limit}
            """;

    /// <summary>What is looked for when that found little: everywhere instead of among the newest, and rows with any of the words.</summary>
    private static string More(SearchPlan plan)
    {
        var more = "";
        if (plan.Narrow.Window is not null) more += $"union select place from ({Newest(plan, plan.Narrow with { Window = null }, "words", "$6", Narrow, MoreWords(plan))}) narrow_more\n";
        if (plan.Titles.Window is not null) more += $"union select place from ({Newest(plan, plan.Titles with { Window = null }, "title_words", "$21", Titles, MoreTitles(plan))}) titled_more\n";
        if (plan.Broad.Query != plan.Narrow.Query) more += $"union select place from ({Newest(plan, plan.Broad, "words", "$7", Broad, MoreWords(plan))}) broad\n";
        return more;
    }

    /// <summary>Decided on the first page, for all that follow.</summary>
    private static string MoreWords(SearchPlan plan) => plan.After is { } after ? Literal(after.MoreWords) : $"(select count(distinct hit_id) from narrow) < {Enough}";

    private static string MoreTitles(SearchPlan plan) => plan.After is { } after ? Literal(after.MoreTitles) : $"(select count(distinct hit_id) from titled) < {Enough / 2}";

    private static string Literal(bool value) => value ? "true" : "false";

    /// <summary>The nearest by meaning: all compared where filters leave few, else by the index, which looks at a thousand at most.</summary>
    private static string Alike(SearchPlan plan)
    {
        if (!plan.Alike || plan.Vector is not { Values.Length: var length }) return "";
        var comparable = $"e.embedding_model = $18 and e.embedding_dimensions = {length} and {Within(plan)}";
        return plan.FewWithin
            ? $"""
                union (select place from (select e.ctid as place, e.embedding::halfvec({length}) <=> $19::real[]::halfvec({length}) as distance
                    from search_entries e where {comparable} offset 0) few order by distance limit {Likely})
                """
            : $"""
                union (select e.ctid from search_entries e where {comparable} order by e.embedding::halfvec({length}) <=> $19::real[]::halfvec({length}) limit {Likely})
                """;
    }

    private static string Likeness(SearchPlan plan) => plan.Vector is not { Values.Length: var length } ? "0::float8" : $"""
        case when e.embedding_model = $18 and e.embedding_dimensions = {length} and e.vector_at <= $20
            then coalesce(nullif(1 - (e.embedding::halfvec({length}) <=> $19::real[]::halfvec({length})), 'NaN'), 0) else 0 end
        """;

    public static NpgsqlParameter[] Parameters(SearchPlan plan) =>
    [
        .. Parameters(plan.Sight),
        Of(plan.Kind, NpgsqlDbType.Text),
        List(plan.Facets),
        Of(plan.Narrow.Query, NpgsqlDbType.Text),
        Of(plan.Broad.Query, NpgsqlDbType.Text),
        List(plan.Ranked.Select(r => LexemeStatistics.Quoted(r.Lexeme)).ToArray()),
        List(plan.Ranked.Select(r => r.Information).ToArray()),
        Of(plan.Plain, NpgsqlDbType.Text),
        Of(Math.Max(plan.MostInformation, 0.001), NpgsqlDbType.Double),
        Of(plan.After?.Score, NpgsqlDbType.Double),
        Of(plan.After?.Id, NpgsqlDbType.Uuid),
        Of(plan.Limit + 1, NpgsqlDbType.Integer),
        Of(FirstMatch(plan), NpgsqlDbType.Text),
        Of(plan.PartOf, NpgsqlDbType.Uuid),
        Of(plan.Must, NpgsqlDbType.Text),
        Of(plan.Vector?.Model, NpgsqlDbType.Text),
        List(plan.Vector?.Values),
        Of(plan.AsOf, NpgsqlDbType.TimestampTz),
        Of(plan.Titles.Query, NpgsqlDbType.Text),
    ];

    public static NpgsqlParameter[] Parameters(Sight sight) =>
        [List(sight.Words), List(sight.Reach), List(sight.Audience)];

    public static NpgsqlParameter Of(object? value, NpgsqlDbType type) => new() { Value = value ?? DBNull.Value, NpgsqlDbType = type };

    public static NpgsqlParameter List<T>(T[]? values) => new NpgsqlParameter<T[]> { TypedValue = values ?? [] };

    public static FoundRow? ReadRow(NpgsqlDataReader row) => row.IsDBNull(2) ? null : new FoundRow(
        row.GetGuid(2), row.GetGuid(3), MaybeValue<Guid>(row, 4), row.GetString(5), row.GetString(6), row.GetString(7), row.GetString(8), Maybe<string>(row, 9), MaybeValue<Guid>(row, 10),
        Maybe<string>(row, 11), MaybeValue<int>(row, 12), MaybeValue<int>(row, 13), row.GetFieldValue<string[]>(14), row.GetFieldValue<DateTimeOffset>(15), row.GetDouble(16));

    public static IReadOnlyList<(string, string, int)> ReadFacets(string? json) => json is null
        ? []
        : [.. JsonSerializer.Deserialize<JsonElement[][]>(json)!.Select(f => (f[0].GetString()!, f[1].GetString()!, f[2].GetInt32()))];

    /// <summary>Only letters and digits: nothing of the query reaches the pattern as syntax.</summary>
    private static string FirstMatch(SearchPlan plan)
    {
        var words = plan.Terms.SelectMany(t => t.Lexemes).Where(l => l.All(char.IsLetterOrDigit)).Distinct(StringComparer.Ordinal).ToList();
        return words.Count == 0 ? "^" : $@"\m({string.Join('|', words)})";
    }

    private static T? Maybe<T>(NpgsqlDataReader row, int column) where T : class => row.IsDBNull(column) ? null : row.GetFieldValue<T>(column);

    private static T? MaybeValue<T>(NpgsqlDataReader row, int column) where T : struct => row.IsDBNull(column) ? null : row.GetFieldValue<T>(column);
}
