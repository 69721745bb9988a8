using CivicPulse.Platform.Access;
using CivicPulse.Platform.Ai;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Http;
using CivicPulse.Platform.Tenancy;
using Microsoft.Extensions.Caching.Memory;
using Npgsql;
using NpgsqlTypes;

namespace CivicPulse.Platform.Search;

/// <summary>What a search found, and how: <see cref="Plan"/> holds the words it was ranked by, <see cref="Corrected"/> what was searched instead.</summary>
internal sealed record SearchOutcome(SearchPlan Plan, FoundRows Found, string? Corrected);

/// <summary>Finds what an account may read: by words, by likeness where vectors are there, and by similar words where both find nothing.</summary>
internal sealed class Searching(TenantConnection connections, CurrentTenant tenant, CurrentAccount account, AiClient ai, QueryVectors vectors, SearchCursors cursors, IMemoryCache cache)
{
    private static readonly TimeSpan StatisticsKept = TimeSpan.FromSeconds(30);

    public Sight Sight => SearchSight.Of(account);

    public async Task<SearchOutcome> FindAsync(SearchQuery query, CancellationToken ct)
    {
        var wording = Wording.Of(query.Q);
        var after = cursors.Read(query.After);
        var vector = after is { Hybrid: false } ? Task.FromResult<QueryVector?>(null) : vectors.FindAsync(ai, wording.Words, ct);
        await using var connection = await connections.OpenAsync(ct);
        try
        {
            var (terms, must, now) = await AnalyseAsync(connection, wording, ct);
            var statistics = after is null ? await StatisticsAsync(connection, ct) : new LexemeStatistics(after.Entries, after.Shares, after.Titles);
            var (used, corrected) = await CorrectAsync(connection, wording, terms, statistics, ct);
            var plan = Plan(query, wording, used, statistics, after) with { Must = must, Vector = await vector, After = after, AsOf = after?.AsOf ?? now };
            return new(plan, await FindAsync(connection, plan, ct), corrected);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.QueryCanceled && !ct.IsCancellationRequested)
        {
            throw new BadInput("search.too_broad", "This search takes too long. Add a word, a kind or a facet.", 422);
        }
    }

    public async Task<IReadOnlyList<FoundRow>> ReadAsync(IReadOnlyList<Guid> ids, CancellationToken ct)
    {
        await using var connection = await connections.OpenAsync(ct);
        return (await RowsAsync(connection, SearchSql.Read(Sight), [.. SearchSql.Parameters(Sight), SearchSql.List(ids.ToArray())], ct)).Rows;
    }

    public async Task<IReadOnlyList<SearchSuggestion>> SuggestAsync(string prefix, int limit, CancellationToken ct)
    {
        var escaped = prefix.Replace('\0', ' ').Trim().Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal);
        await using var connection = await connections.OpenAsync(ct);
        await using var batch = SearchCommands.Bounded(connection, SearchSql.Suggest(Sight),
            [.. SearchSql.Parameters(Sight), SearchSql.Of(escaped, NpgsqlDbType.Text), SearchSql.Of(limit, NpgsqlDbType.Integer)]);
        await using var reader = await batch.ExecuteReaderAsync(ct);
        await reader.NextResultAsync(ct);
        var found = new List<SearchSuggestion>();
        while (await reader.ReadAsync(ct)) found.Add(new(reader.GetString(0), reader.GetString(1), reader.GetString(2)));
        return found;
    }

    private SearchPlan Plan(SearchQuery query, Wording wording, IReadOnlyList<Term> terms, LexemeStatistics statistics, SearchCursor? after)
    {
        var (sight, facets) = (Sight, query.Facets());
        // What belongs to one meeting is next to nothing.
        var within = query.MeetingId is null ? statistics.Readable(sight) * statistics.Within(query.Kind, facets) : 0;
        var (narrow, broad, titles) = statistics.Choose(terms, within, wording.Phrases.Count > 0);
        return new(sight, query.Kind, facets, query.MeetingId, null, terms)
        {
            Narrow = after is null ? narrow : narrow with { Window = after.Windows[0] },
            Broad = after is null ? broad : broad with { Window = after.Windows[1] },
            Titles = after is null ? titles : titles with { Window = after.Windows[2] },
            Alike = wording.Phrases.Count == 0,
            FewWithin = after?.FewWithin ?? (statistics.Entries > 0 && statistics.IsFew(within)),
            Ranked = [.. terms.SelectMany(t => t.Lexemes).Distinct(StringComparer.Ordinal).Select(l => (l, statistics.Information(l)))],
            MostInformation = terms.Sum(t => t.Lexemes.Max(statistics.Information)),
            Statistics = statistics,
            Plain = wording.Words,
            Limit = query.Limit,
        };
    }

    private static async Task<(IReadOnlyList<Term> Terms, string? Must, DateTimeOffset Now)> AnalyseAsync(NpgsqlConnection connection, Wording wording, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new(SearchSql.Analyse) { Parameters = { SearchSql.Of(wording.Words, NpgsqlDbType.Text) } },
                new(SearchSql.Must) { Parameters = { SearchSql.List(wording.Phrases.ToArray()), SearchSql.List(wording.Excluded.ToArray()) } },
            },
        };
        await using var reader = await batch.ExecuteReaderAsync(ct);
        var terms = new List<Term>();
        while (await reader.ReadAsync(ct))
        {
            if (reader.GetFieldValue<string[]>(1) is { Length: > 0 } lexemes) terms.Add(new(reader.GetString(0), lexemes));
        }
        await reader.NextResultAsync(ct);
        await reader.ReadAsync(ct);
        return (terms, reader.IsDBNull(0) ? null : reader.GetString(0), reader.GetFieldValue<DateTimeOffset>(1));
    }

    private async Task<LexemeStatistics> StatisticsAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        var key = (nameof(LexemeStatistics), tenant.Value.Id);
        if (cache.TryGetValue(key, out LexemeStatistics? known)) return known!;
        await using var command = new NpgsqlCommand(SearchSql.Statistics, connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var (entries, shares) = (0d, new Dictionary<string, Dictionary<string, float>>(StringComparer.Ordinal));
        while (await reader.ReadAsync(ct))
        {
            entries = reader.GetDouble(0);
            if (reader.IsDBNull(2)) continue;
            if (!shares.TryGetValue(reader.GetString(1), out var column)) shares[reader.GetString(1)] = column = new(StringComparer.Ordinal);
            // Rounded before anything is ranked by it, for it is also written into cursors.
            column[reader.GetString(2)] = MathF.Round(reader.GetFloat(3), 5);
        }
        Dictionary<string, float> Of(string column) => shares.GetValueOrDefault(column) ?? [];
        return cache.Set(key, new LexemeStatistics(entries, Of("words"), Of("title_words")) { Facets = Of("facets"), Kinds = Of("kind"), Permissions = Of("permission") }, StatisticsKept);
    }

    /// <summary>A word that nothing readable holds gives its place to the most similar one that something readable does hold.</summary>
    private async Task<(IReadOnlyList<Term> Terms, string? Corrected)> CorrectAsync(
        NpgsqlConnection connection, Wording wording, IReadOnlyList<Term> terms, LexemeStatistics statistics, CancellationToken ct)
    {
        var doubtful = terms.Where(t => t.MayBeMistyped && !t.Lexemes.Any(statistics.Shares.ContainsKey)).ToList();
        if (doubtful.Count == 0 || wording.Phrases.Count > 0) return (terms, null);
        await using var batch = SearchCommands.Bounded(connection, SearchSql.Correct(Sight),
        [
            .. SearchSql.Parameters(Sight),
            SearchSql.List(doubtful.Select(t => t.Token).ToArray()),
            SearchSql.List(doubtful.Select(t => string.Join(" | ", t.Lexemes.Select(LexemeStatistics.Quoted))).ToArray()),
        ]);
        await using var reader = await batch.ExecuteReaderAsync(ct);
        await reader.NextResultAsync(ct);
        var better = new Dictionary<string, Term>(StringComparer.Ordinal);
        while (await reader.ReadAsync(ct)) better[reader.GetString(0)] = new(reader.GetString(1), reader.GetFieldValue<string[]>(2));
        if (better.Count == 0) return (terms, null);
        List<Term> used = [.. terms.Select(t => better.GetValueOrDefault(t.Token, t))];
        return (used, string.Join(' ', used.Select(t => t.Token)));
    }

    private static async Task<FoundRows> FindAsync(NpgsqlConnection connection, SearchPlan plan, CancellationToken ct) =>
        await RowsAsync(connection, SearchSql.Find(plan), SearchSql.Parameters(plan), ct);

    private static async Task<FoundRows> RowsAsync(NpgsqlConnection connection, string sql, NpgsqlParameter[] parameters, CancellationToken ct)
    {
        await using var batch = SearchCommands.Bounded(connection, sql, parameters);
        await using var reader = await batch.ExecuteReaderAsync(ct);
        await reader.NextResultAsync(ct);
        var (rows, found) = (new List<FoundRow>(), new FoundRows([], 0, [], false, false));
        while (await reader.ReadAsync(ct))
        {
            // Said beside every row, and once when there is none.
            if (rows.Count == 0) found = new(rows, reader.GetInt32(0), SearchSql.ReadFacets(reader.IsDBNull(1) ? null : reader.GetString(1)), reader.GetBoolean(17), reader.GetBoolean(18));
            if (SearchSql.ReadRow(reader) is { } row) rows.Add(row);
        }
        return found;
    }
}
