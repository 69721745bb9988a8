using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text;
using CivicPulse.Platform.Http;
using Microsoft.AspNetCore.Mvc;

namespace CivicPulse.Platform.Search;

/// <summary>What to look for, and where.</summary>
public sealed record SearchQuery(
    [property: FromQuery(Name = "q"), Required, MaxLength(2000), Description("Words or a question; \"a phrase\" must occur, -word must not")] string Q,
    [property: FromQuery(Name = "kind"), RegularExpression("[a-z_]{1,40}"), Description("Only this kind, such as meeting, document or transcript")] string? Kind = null,
    [property: FromQuery(Name = "facet"), MaxLength(10), Description("name:value of a facet of the answer; given twice, both must hold")] string[]? Facet = null,
    [property: FromQuery(Name = "meeting_id"), Description("Only what belongs to this meeting")] Guid? MeetingId = null,
    [property: FromQuery(Name = "limit"), Range(1, 100), Description("1 to 100")] int Limit = 20,
    [property: FromQuery(Name = "after"), MaxLength(4000), Description("The `next` of the page before")] string? After = null)
{
    internal const int LongestFacet = 120;

    internal string[] Facets()
    {
        foreach (var facet in Facet ?? [])
        {
            if (facet is null || facet.Length > LongestFacet || facet.IndexOf(':', StringComparison.Ordinal) < 1)
                throw new BadInput("search.bad_facet", "A facet is given as name:value.");
        }
        return [.. (Facet ?? []).Select(f => f.Replace('\0', ' ')).Distinct(StringComparer.Ordinal)];
    }
}

/// <summary>A query taken apart: running words, quoted phrases that must occur, and what must not.</summary>
internal sealed record Wording(string Words, IReadOnlyList<string> Phrases, IReadOnlyList<string> Excluded)
{
    private const int MostParts = 8;

    /// <summary>Everything asked for, in the order it was written, without quotation marks and exclusions.</summary>
    public string Plain => Words;

    public static Wording Of(string text)
    {
        text = text.Replace('\0', ' ').Trim();
        var (words, phrases, excluded) = (new StringBuilder(), new List<string>(), new List<string>());
        for (var i = 0; i < text.Length;)
        {
            var starts = i == 0 || char.IsWhiteSpace(text[i - 1]);
            var not = starts && text[i] == '-' && i + 1 < text.Length && !char.IsWhiteSpace(text[i + 1]);
            var from = not ? i + 1 : i;
            if (text[from] == '"' && text.IndexOf('"', from + 1) is var end && end > from)
            {
                var phrase = text[(from + 1)..end];
                (not ? excluded : phrases).Add(phrase);
                if (!not) words.Append(' ').Append(phrase).Append(' ');
                i = end + 1;
            }
            else if (not)
            {
                var stop = from;
                while (stop < text.Length && !char.IsWhiteSpace(text[stop])) stop++;
                excluded.Add(text[from..stop]);
                i = stop;
            }
            else
            {
                words.Append(text[i++]);
            }
        }
        if (phrases.Count > MostParts || excluded.Count > MostParts)
            throw new BadInput("search.too_many_parts", $"A search takes at most {MostParts} phrases and {MostParts} exclusions.");
        var plain = words.ToString().Trim();
        if (plain.Length == 0) throw new BadInput("search.nothing_asked", "Say what to look for, not only what to leave out.");
        return new(plain, phrases, excluded);
    }
}

/// <summary>A word of the query as the index knows it: its stems in the languages of the index.</summary>
internal sealed record Term(string Token, string[] Lexemes)
{
    /// <summary>Long enough to be a word that can be mistyped.</summary>
    public bool MayBeMistyped => Token.Length >= 4 && Token.All(char.IsLetter);
}

/// <summary>What an asker may find: words that reach everything, word-and-reach pairs where they reach less, and the audiences they belong to.</summary>
internal sealed record Sight(string[] Words, string[] Reach, string[] Audience);

/// <summary>A search made ready for the database.</summary>
internal sealed record SearchPlan(Sight Sight, string? Kind, string[] Facets, Guid? PartOf, string? Must, IReadOnlyList<Term> Terms)
{
    public required Choice Narrow { get; init; }

    public required Choice Broad { get; init; }

    public required Choice Titles { get; init; }

    /// <summary>Whether rows without any of the words may be found; not beside a phrase, which must occur.</summary>
    public required bool Alike { get; init; }

    /// <summary>Whether filters and words held leave so few rows that all of them can be compared.</summary>
    public required bool FewWithin { get; init; }

    /// <summary>Stems for ranking, each with what it tells.</summary>
    public required (string Lexeme, double Information)[] Ranked { get; init; }

    /// <summary>The sum of what every word could tell at most.</summary>
    public required double MostInformation { get; init; }

    public required string Plain { get; init; }

    public QueryVector? Vector { get; init; }

    public SearchCursor? After { get; init; }

    public required LexemeStatistics Statistics { get; init; }

    /// <summary>Vectors made later do not count.</summary>
    public DateTimeOffset AsOf { get; init; }

    public required int Limit { get; init; }
}

internal sealed record QueryVector(string Model, float[] Values);

/// <summary>
/// Where the page before ended, and what it was found and ranked by: whether and until when vectors counted, how common the words were,
/// and how far was looked. The same search goes on, so a page neither repeats nor skips what was there before.
/// </summary>
/// <param name="Windows">Of the narrow query, the broad one and titles.</param>
internal sealed record SearchCursor(
    double Score, Guid Id, bool Hybrid, DateTimeOffset AsOf, double Entries, IReadOnlyDictionary<string, float> Shares, IReadOnlyDictionary<string, float> Titles,
    int?[] Windows, bool FewWithin, bool MoreWords, bool MoreTitles);
