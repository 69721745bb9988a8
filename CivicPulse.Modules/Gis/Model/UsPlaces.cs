using System.Collections.Frozen;
using System.Globalization;

namespace CivicPulse.Modules.Gis.Model;

/// <summary>Census codes of the United States and what Open Civic Data calls the same places. What is not certain has no id.</summary>
internal static class UsPlaces
{
    public const string Country = "ocd-division/country:us";

    /// <summary>Independent cities are numbered from here on among the counties of their state.</summary>
    private const int FirstCity = 510;

    /// <summary>Of boroughs, municipalities and census areas only their full name tells which they are; planning regions are too young.</summary>
    private static readonly string[] Uncertain = ["02", "09", "11"];

    /// <summary>The fifty states and the capital: census code, postal code, name.</summary>
    public static readonly IReadOnlyList<(string Fips, string Postal, string Name)> States =
    [
        ("01", "al", "Alabama"), ("02", "ak", "Alaska"), ("04", "az", "Arizona"), ("05", "ar", "Arkansas"), ("06", "ca", "California"), ("08", "co", "Colorado"),
        ("09", "ct", "Connecticut"), ("10", "de", "Delaware"), ("11", "dc", "District of Columbia"), ("12", "fl", "Florida"), ("13", "ga", "Georgia"), ("15", "hi", "Hawaii"),
        ("16", "id", "Idaho"), ("17", "il", "Illinois"), ("18", "in", "Indiana"), ("19", "ia", "Iowa"), ("20", "ks", "Kansas"), ("21", "ky", "Kentucky"),
        ("22", "la", "Louisiana"), ("23", "me", "Maine"), ("24", "md", "Maryland"), ("25", "ma", "Massachusetts"), ("26", "mi", "Michigan"), ("27", "mn", "Minnesota"),
        ("28", "ms", "Mississippi"), ("29", "mo", "Missouri"), ("30", "mt", "Montana"), ("31", "ne", "Nebraska"), ("32", "nv", "Nevada"), ("33", "nh", "New Hampshire"),
        ("34", "nj", "New Jersey"), ("35", "nm", "New Mexico"), ("36", "ny", "New York"), ("37", "nc", "North Carolina"), ("38", "nd", "North Dakota"), ("39", "oh", "Ohio"),
        ("40", "ok", "Oklahoma"), ("41", "or", "Oregon"), ("42", "pa", "Pennsylvania"), ("44", "ri", "Rhode Island"), ("45", "sc", "South Carolina"), ("46", "sd", "South Dakota"),
        ("47", "tn", "Tennessee"), ("48", "tx", "Texas"), ("49", "ut", "Utah"), ("50", "vt", "Vermont"), ("51", "va", "Virginia"), ("53", "wa", "Washington"),
        ("54", "wv", "West Virginia"), ("55", "wi", "Wisconsin"), ("56", "wy", "Wyoming"),
    ];

    private static readonly FrozenDictionary<string, string> Divisions =
        States.ToFrozenDictionary(s => s.Fips, s => $"{Country}/{(s.Postal == "dc" ? "district" : "state")}:{s.Postal}", StringComparer.Ordinal);

    public static string StateOf(string fips) => Divisions[fips];

    /// <param name="classification">Of the set.</param>
    /// <param name="identifier">A census GEOID, for these kinds.</param>
    public static string? DivisionOf(string classification, string identifier, string name)
    {
        if (identifier.Length < 2 || !identifier.All(char.IsAsciiDigit) || !Divisions.TryGetValue(identifier[..2], out var state)) return null;
        return (classification, identifier.Length) switch
        {
            ("state", 2) => state,
            ("county", 5) => County(identifier, state, name),
            ("congressional", 4) => Numbered(state, "cd", identifier[2..]),
            ("state-house", 5) => Numbered(state, "sldl", identifier[2..]),
            ("state-senate", 5) => Numbered(state, "sldu", identifier[2..]),
            _ => null,
        };
    }

    /// <summary>What a set holds, as far as its name tells.</summary>
    public static string KindOf(string slug) => slug switch
    {
        _ when slug.Contains("count", StringComparison.Ordinal) && !slug.Contains("council", StringComparison.Ordinal) => "county",
        _ when slug.Contains("precinct", StringComparison.Ordinal) => "precinct",
        _ when slug.Contains("ward", StringComparison.Ordinal) => "ward",
        _ when slug.Contains("congress", StringComparison.Ordinal) => "congressional",
        _ when slug.Contains("senate", StringComparison.Ordinal) || slug.Contains("sldu", StringComparison.Ordinal) => "state-senate",
        _ when slug.Contains("house", StringComparison.Ordinal) || slug.Contains("sldl", StringComparison.Ordinal) => "state-house",
        _ when slug.Contains("school", StringComparison.Ordinal) => "school",
        _ when slug.Contains("council", StringComparison.Ordinal) => "city-council",
        _ when slug.Contains("state", StringComparison.Ordinal) => "state",
        _ => "other",
    };

    private static string? County(string geoid, string state, string name)
    {
        if (Array.Exists(Uncertain, geoid.StartsWith)) return null;
        var kind = geoid.StartsWith("22", StringComparison.Ordinal) ? "parish" : "county";
        if (int.Parse(geoid[2..], CultureInfo.InvariantCulture) >= FirstCity) kind = "place";
        return Plain(name, kind) is { Length: > 0 } plain ? $"{state}/{kind}:{plain}" : null;
    }

    private static string Numbered(string state, string kind, string number) =>
        number.TrimStart('0') is { Length: > 0 } plain ? $"{state}/{kind}:{plain}" : state;

    /// <summary>Open Civic Data's spelling: lower case, spaces become _, what is no letter, digit or -._ becomes ~.</summary>
    private static string Plain(string name, string kind)
    {
        var words = name.Trim().ToLowerInvariant();
        foreach (var ending in (string[])[$" {kind}", " city"])
            if (words.EndsWith(ending, StringComparison.Ordinal) && (ending != " city" || kind == "place")) words = words[..^ending.Length];
        return string.Concat(words.Select(c => c switch
        {
            ' ' => '_',
            _ when char.IsLetterOrDigit(c) || c is '-' or '.' or '_' => c,
            _ => '~',
        }));
    }
}
