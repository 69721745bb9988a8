namespace CivicPulse.Platform.Search;

/// <summary>How common words are in a tenant's index, as the database's own statistics know it: the common ones, that is. The rest are rare.</summary>
internal sealed record LexemeStatistics(double Entries, IReadOnlyDictionary<string, float> Shares)
{
    /// <summary>A word that fewer rows hold than this picks the candidates by itself.</summary>
    private const double Selective = 1500;

    private const double Unknown = 0.0002;

    public double Rows(Term term) => Entries * term.Lexemes.Max(Share);

    /// <summary>As in BM25: what everybody says tells nothing.</summary>
    public double Information(string lexeme)
    {
        var n = Math.Max(Entries, 1);
        var rows = Math.Min(n, n * Share(lexeme));
        return Math.Log(1 + ((n - rows + 0.5) / (rows + 0.5)));
    }

    /// <summary>
    /// Candidates are chosen by the rare words; common ones only rank them. Where all are common, all of them must occur. The broad
    /// query finds the newest rows with any word, so that few are left out when the narrow one finds few.
    /// </summary>
    public (string Narrow, string Broad) Choose(IReadOnlyList<Term> terms)
    {
        var broad = Any(terms);
        var left = Selective;
        var rare = new List<Term>();
        foreach (var term in terms.OrderBy(Rows))
        {
            if ((left -= Rows(term)) < 0) break;
            rare.Add(term);
        }
        if (rare.Count > 0) return (Any(rare), broad);
        return (string.Join(" & ", terms.Select(t => $"({Any([t])})")), broad);
    }

    /// <summary>What it knows of these words, for a cursor.</summary>
    public IReadOnlyDictionary<string, float> Of(IReadOnlyList<Term> terms) => terms.SelectMany(t => t.Lexemes).Distinct(StringComparer.Ordinal)
        .Where(Shares.ContainsKey).ToDictionary(l => l, l => Shares[l], StringComparer.Ordinal);

    private float Share(string lexeme) => Shares.TryGetValue(lexeme, out var share) ? share : (float)Unknown;

    private static string Any(IEnumerable<Term> terms) =>
        string.Join(" | ", terms.SelectMany(t => t.Lexemes).Distinct(StringComparer.Ordinal).Select(Quoted));

    /// <summary>A lexeme in the notation of tsquery; it is still sent as a parameter.</summary>
    public static string Quoted(string lexeme) =>
        "'" + lexeme.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal) + "'";
}
