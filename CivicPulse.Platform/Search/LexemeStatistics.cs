namespace CivicPulse.Platform.Search;

/// <summary>
/// How common values are in a tenant's index, as the database's own statistics know it: the common ones, that is. The rest are rare.
/// </summary>
/// <param name="Entries">Rows of the index; 0 while nothing is known.</param>
/// <param name="Shares">Of the stems in <c>words</c>: 0 to 1.</param>
/// <param name="Titles">Of the stems in <c>title_words</c>.</param>
internal sealed record LexemeStatistics(double Entries, IReadOnlyDictionary<string, float> Shares, IReadOnlyDictionary<string, float> Titles)
{
    /// <summary>A word that fewer rows hold than this picks the candidates by itself.</summary>
    private const double Selective = 1500;

    /// <summary>So many rows are read and sorted; of more only the newest are looked through at first.</summary>
    private const double Few = 3000;

    /// <summary>Rows looked through at most, whatever is asked.</summary>
    private const int WidestWindow = 12_000;

    private const double EnoughTitles = 20;

    private const double Unknown = 0.0002;

    private static readonly Dictionary<string, float> Nothing = [];

    public IReadOnlyDictionary<string, float> Facets { get; init; } = Nothing;

    public IReadOnlyDictionary<string, float> Kinds { get; init; } = Nothing;

    public IReadOnlyDictionary<string, float> Permissions { get; init; } = Nothing;

    /// <summary>As in BM25: what everybody says tells nothing.</summary>
    public double Information(string lexeme)
    {
        var n = Math.Max(Entries, 1);
        var rows = Math.Min(n, n * Share(Shares, lexeme));
        return Math.Log(1 + ((n - rows + 0.5) / (rows + 0.5)));
    }

    /// <summary>
    /// Candidates are chosen by the rare words; common ones only rank them. Where all are common, all of them must occur. The broad
    /// query finds the newest rows with any word, so that few are left out when the narrow one finds few.
    /// </summary>
    /// <param name="within">The share of rows that filters and rights leave.</param>
    /// <param name="together">Whether the words stand together, so that one comes with the other.</param>
    public (Choice Narrow, Choice Broad, Choice Titles) Choose(IReadOnlyList<Term> terms, double within, bool together)
    {
        var broad = Look(Any(terms), Math.Min(1, terms.Sum(t => Share(Shares, t))) * within, SearchSql.Broad);
        var titles = InTitles(terms, within, together) ?? Look(Any(terms), Math.Min(1, terms.Sum(t => Share(Titles, t))) * within, SearchSql.Titles);
        var left = Selective;
        var rare = new List<Term>();
        foreach (var term in terms.OrderBy(t => Share(Shares, t)))
        {
            if ((left -= Entries * Share(Shares, term)) < 0) break;
            rare.Add(term);
        }
        var narrow = rare.Count > 0 ? new Choice(Any(rare), null) : Look(All(terms), Holding(Shares, terms, together) * within, SearchSql.Narrow);
        return (narrow, broad, titles);
    }

    /// <summary>The share of rows whose word an asker holds. Whether it reaches each of them is not known here.</summary>
    public double Readable(Sight sight) => Permissions.Count == 0 ? 1 : Math.Min(1, sight.Words.Concat(sight.Reach.Select(r => r[..r.IndexOf('/', StringComparison.Ordinal)]))
        .Distinct(StringComparer.Ordinal).Sum(p => Permissions.TryGetValue(p, out var share) ? share : 0));

    /// <summary>The share of rows that a kind and facets leave, as if they had nothing to do with each other.</summary>
    public double Within(string? kind, IEnumerable<string> facets) =>
        facets.Aggregate(kind is null ? 1d : Share(Kinds, kind), (share, facet) => share * Share(Facets, facet));

    public bool IsFew(double share) => Entries * share <= Few;

    /// <summary>What it knows of these words, for a cursor.</summary>
    public LexemeStatistics Of(IReadOnlyList<Term> terms)
    {
        var lexemes = terms.SelectMany(t => t.Lexemes).ToHashSet(StringComparer.Ordinal);
        return new(Entries, Known(Shares), Known(Titles));

        Dictionary<string, float> Known(IReadOnlyDictionary<string, float> shares) =>
            lexemes.Where(shares.ContainsKey).ToDictionary(l => l, l => shares[l], StringComparer.Ordinal);
    }

    /// <summary>A lexeme in the notation of tsquery; it is still sent as a parameter.</summary>
    public static string Quoted(string lexeme) =>
        "'" + lexeme.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal) + "'";

    /// <summary>Everywhere, or in twice the rows in which as many as wanted are expected, for they are not spread evenly.</summary>
    private Choice Look(string query, double share, int wanted) =>
        new(query, IsFew(share) ? null : (int)Math.Clamp(2 * wanted / share, wanted, WidestWindow));

    /// <summary>Titles with all the words that titles often hold, when enough of them are to be expected.</summary>
    private Choice? InTitles(IReadOnlyList<Term> terms, double within, bool together)
    {
        var usual = terms.Where(t => t.Lexemes.Any(Titles.ContainsKey)).ToList();
        return usual.Count > 1 && Holding(Titles, usual, together) * within is var share && Entries * share >= EnoughTitles ? Look(All(usual), share, SearchSql.Titles) : null;
    }

    /// <summary>The share of rows with all of the words.</summary>
    private static double Holding(IReadOnlyDictionary<string, float> shares, IEnumerable<Term> terms, bool together) =>
        terms.Select(t => Math.Min(1, Share(shares, t))).DefaultIfEmpty(0).Aggregate((all, share) => together ? Math.Min(all, share) : all * share);

    private static double Share(IReadOnlyDictionary<string, float> shares, Term term) => term.Lexemes.Max(l => Share(shares, l));

    private static double Share(IReadOnlyDictionary<string, float> shares, string value) => shares.TryGetValue(value, out var share) ? share : Unknown;

    private static string All(IReadOnlyList<Term> terms) => terms.Count == 1 ? Any(terms) : string.Join(" & ", terms.Select(t => $"({Any([t])})"));

    private static string Any(IEnumerable<Term> terms) =>
        string.Join(" | ", terms.SelectMany(t => t.Lexemes).Distinct(StringComparer.Ordinal).Select(Quoted));
}

/// <summary>A query for candidates, and where it looks first: everywhere, or among so many of the newest rows.</summary>
internal sealed record Choice(string Query, int? Window);
