using System.Globalization;
using CivicPulse.Modules.Elections.Model;

namespace CivicPulse.Modules.Elections.Transfers.OpenElections;

/// <summary>What the name of an OpenElections file says: <c>20241105__ga__general__county-level.csv</c>.</summary>
internal sealed record OpenElectionsName(DateOnly Date, string State, IReadOnlyList<string> Kind, string? Slug)
{
    private const string Prefix = "openelections:";
    private const string Ours = "election-";

    /// <summary>Words that say what kind of election it is; others, such as a county's name, only tell files of one election apart.</summary>
    private static readonly HashSet<string> Kinds = new(
        ["general", "primary", "runoff", "special", "president", "democratic", "republican", "libertarian", "green", "nonpartisan", "municipal", "recall"], StringComparer.Ordinal);

    private static readonly Dictionary<string, string> States = (
        "al Alabama|ak Alaska|az Arizona|ar Arkansas|ca California|co Colorado|ct Connecticut|de Delaware|dc District of Columbia|fl Florida|ga Georgia|hi Hawaii|id Idaho|il Illinois|in Indiana|"
        + "ia Iowa|ks Kansas|ky Kentucky|la Louisiana|me Maine|md Maryland|ma Massachusetts|mi Michigan|mn Minnesota|ms Mississippi|mo Missouri|mt Montana|ne Nebraska|nv Nevada|nh New Hampshire|"
        + "nj New Jersey|nm New Mexico|ny New York|nc North Carolina|nd North Dakota|oh Ohio|ok Oklahoma|or Oregon|pa Pennsylvania|ri Rhode Island|sc South Carolina|sd South Dakota|tn Tennessee|"
        + "tx Texas|ut Utah|vt Vermont|va Virginia|wa Washington|wv West Virginia|wi Wisconsin|wy Wyoming|pr Puerto Rico|gu Guam|vi Virgin Islands|as American Samoa|mp Northern Mariana Islands")
        .Split('|').ToDictionary(s => s[..2], s => s[3..], StringComparer.Ordinal);

    public string Identifier => Prefix + string.Join("__", Parts);

    public string ElectionName => $"{States.GetValueOrDefault(State, "Local")} {string.Join(' ', Kind)} election, {Day("yyyy-MM-dd")}";

    public string? Division => State switch
    {
        "xx" => null,
        "dc" => "ocd-division/country:us/district:dc",
        "pr" or "gu" or "vi" or "as" or "mp" => $"ocd-division/country:us/territory:{State}",
        _ => $"ocd-division/country:us/state:{State}",
    };

    /// <summary>Whether the parties vote apart. In some states all stand on one ballot in a primary, but for president; in Louisiana until 2025.</summary>
    public bool IsByParty(string office) => Kind.Contains("primary") && !Kind.Contains("nonpartisan")
        && (!IsOneBallot || office.StartsWith("President", StringComparison.OrdinalIgnoreCase));

    private bool IsOneBallot => State is "ak" or "ca" or "wa" || (State == "la" && Date.Year < 2026);

    public ElectionType Type
    {
        get
        {
            if (Kind.Contains("special")) return ElectionType.Special;
            if (Kind.Contains("runoff")) return ElectionType.Runoff;
            if (Kind.Contains("primary")) return ElectionType.Primary;
            return Kind.Contains("general") ? ElectionType.General : ElectionType.Other;
        }
    }

    public static OpenElectionsName? Read(string path)
    {
        var name = path[(path.LastIndexOf('/') + 1)..].ToLowerInvariant();
        if (!name.EndsWith(".csv", StringComparison.Ordinal)) return null;
        return Of(name[..^4].Split("__"));
    }

    /// <summary>How files of an election are named: as it came, or after its own name when it came otherwise.</summary>
    /// <param name="byParty">Contests of it say whose primary they are.</param>
    public static OpenElectionsName For(Election election, bool byParty)
    {
        if (election.Identifier is { } id && id.StartsWith(Prefix, StringComparison.Ordinal) && Of(id[Prefix.Length..].Split("__")) is { } came) return came;
        var at = election.DivisionId?.IndexOf("state:", StringComparison.Ordinal) ?? -1;
        var state = at > 0 && election.DivisionId!.Length >= at + 8 ? election.DivisionId.Substring(at + 6, 2) : "xx";
        var kind = election.ElectionType switch
        {
            ElectionType.Special or ElectionType.Runoff or ElectionType.General => Platform.Http.Wire.Word(election.ElectionType),
            ElectionType.Other => "municipal",
            _ => "primary",
        };
        return new(election.Date, state, kind == "primary" && !byParty ? ["nonpartisan", kind] : [kind], election.Slug);
    }

    public string FileOf(string level) => string.Join("__", Parts.Append(level)) + ".csv";

    private IEnumerable<string> Parts => [Day("yyyyMMdd"), State, .. Kind, .. Slug is null ? Array.Empty<string>() : [Ours + Slug]];

    private string Day(string format) => Date.ToString(format, CultureInfo.InvariantCulture);

    private static OpenElectionsName? Of(string[] parts) =>
        parts.Length >= 3 && DateOnly.TryParseExact(parts[0], "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) && (States.ContainsKey(parts[1]) || parts[1] == "xx")
            ? new(date, parts[1], [.. parts[2..].Where(Kinds.Contains)], parts.FirstOrDefault(p => p.StartsWith(Ours, StringComparison.Ordinal))?[Ours.Length..])
            : null;
}
