using System.Collections.Frozen;

namespace CivicPulse.Modules.Governance.Datasets;

/// <summary>
/// The states and territories of the United States as their legislatures need them. Seats of the House are those of the apportionment after
/// the census of 2020, in force since 2023-01-03; classes of senators are those of the Senate's own list (Article I, section 3).
/// </summary>
/// <param name="Code">The postal code.</param>
/// <param name="Seats">In the House of Representatives; 0 for those who send a delegate.</param>
/// <param name="Classes">The classes of its two senators.</param>
internal sealed record UsState(string Code, string Name, int Seats, string Classes = "")
{
    private static readonly FrozenSet<string> Assemblies = "AR CO CT DE GA IL IN IA KY MD MO NC OH PA RI SC TN VT VA".Split(' ').ToFrozenSet(StringComparer.Ordinal);

    public static readonly FrozenDictionary<string, UsState> All = new UsState[]
    {
        new("AL", "Alabama", 7, "23"), new("AK", "Alaska", 1, "23"), new("AZ", "Arizona", 9, "13"), new("AR", "Arkansas", 4, "23"), new("CA", "California", 52, "13"),
        new("CO", "Colorado", 8, "23"), new("CT", "Connecticut", 5, "13"), new("DE", "Delaware", 1, "12"), new("FL", "Florida", 28, "13"), new("GA", "Georgia", 14, "23"),
        new("HI", "Hawaii", 2, "13"), new("ID", "Idaho", 2, "23"), new("IL", "Illinois", 17, "23"), new("IN", "Indiana", 9, "13"), new("IA", "Iowa", 4, "23"),
        new("KS", "Kansas", 4, "23"), new("KY", "Kentucky", 6, "23"), new("LA", "Louisiana", 6, "23"), new("ME", "Maine", 2, "12"), new("MD", "Maryland", 8, "13"),
        new("MA", "Massachusetts", 9, "12"), new("MI", "Michigan", 13, "12"), new("MN", "Minnesota", 8, "12"), new("MS", "Mississippi", 4, "12"), new("MO", "Missouri", 8, "13"),
        new("MT", "Montana", 2, "12"), new("NE", "Nebraska", 3, "12"), new("NV", "Nevada", 4, "13"), new("NH", "New Hampshire", 2, "23"), new("NJ", "New Jersey", 12, "12"),
        new("NM", "New Mexico", 3, "12"), new("NY", "New York", 26, "13"), new("NC", "North Carolina", 14, "23"), new("ND", "North Dakota", 1, "13"), new("OH", "Ohio", 15, "13"),
        new("OK", "Oklahoma", 5, "23"), new("OR", "Oregon", 6, "23"), new("PA", "Pennsylvania", 17, "13"), new("RI", "Rhode Island", 2, "12"), new("SC", "South Carolina", 7, "23"),
        new("SD", "South Dakota", 1, "23"), new("TN", "Tennessee", 9, "12"), new("TX", "Texas", 38, "12"), new("UT", "Utah", 4, "13"), new("VT", "Vermont", 1, "13"),
        new("VA", "Virginia", 11, "12"), new("WA", "Washington", 10, "13"), new("WV", "West Virginia", 2, "12"), new("WI", "Wisconsin", 8, "13"), new("WY", "Wyoming", 1, "12"),
        new("DC", "District of Columbia", 0), new("AS", "American Samoa", 0), new("GU", "Guam", 0), new("MP", "Northern Mariana Islands", 0), new("PR", "Puerto Rico", 0),
        new("VI", "United States Virgin Islands", 0),
    }.ToFrozenDictionary(s => s.Code, StringComparer.Ordinal);

    /// <summary>The division as Open Civic Data names it.</summary>
    public string Division => $"ocd-division/country:us/{Level}:{Code.ToLowerInvariant()}";

    private string Level => (Code, Seats) switch
    {
        ("DC", _) => "district",
        (_, 0) => "territory",
        _ => "state",
    };

    public string Legislature => Code switch
    {
        "MA" or "NH" => "General Court",
        "ND" or "OR" => "Legislative Assembly",
        "DC" => "Council",
        _ => Assemblies.Contains(Code) ? "General Assembly" : "Legislature",
    };

    public string LowerHouse => Code switch
    {
        "CA" or "NV" or "NY" or "WI" => "Assembly",
        "MD" or "VA" or "WV" => "House of Delegates",
        "NJ" => "General Assembly",
        _ => "House of Representatives",
    };
}
