using System.Globalization;
using CivicPulse.Modules.Elections.Model;
using CivicPulse.Platform.Http;

namespace CivicPulse.Modules.Elections.Transfers.OpenElections;

/// <summary>The words of OpenElections files, as they are read and written.</summary>
internal static class OpenElectionsTerms
{
    /// <summary>What a county-level file has where a precinct would stand.</summary>
    public const string NoPrecinct = "not available";

    private const string Incumbent = " (I)";
    private const string WriteIn = " (Write-In)";

    private static readonly HashSet<string> NoPrecincts = new([NoPrecinct, "", "n/a", "na", "total", "totals", "county total", "county totals"], StringComparer.OrdinalIgnoreCase);
    private static readonly HashSet<string> Answers = new(["yes", "no", "for", "against", "approve", "reject", "yes/for", "no/against"], StringComparer.OrdinalIgnoreCase);
    private static readonly HashSet<string> Uncast = new(["over votes", "under votes", "overvotes", "undervotes", "blank votes", "blanks", "total", "total votes", "totals"], StringComparer.OrdinalIgnoreCase);

    /// <summary>Offices that each county elects for itself, whatever stands in the column of districts.</summary>
    private static readonly string[] CountyOffices =
        ["sheriff", "coroner", "tax commissioner", "clerk of", "county", "probate", "magistrate", "surveyor", "board of education", "solicitor", "school board", "assessor", "recorder", "treasurer of"];

    private static readonly string[] Order = ["president", "u.s. senate", "u.s. house", "governor", "lieutenant governor", "secretary of state", "attorney general", "state senate", "state house"];

    private static readonly Dictionary<string, CountItemType> Ways = new(StringComparer.Ordinal)
    {
        ["votes"] = CountItemType.Total,
        ["total"] = CountItemType.Total,
        ["totalvotes"] = CountItemType.Total,
        ["electionday"] = CountItemType.ElectionDay,
        ["polls"] = CountItemType.ElectionDay,
        ["advanced"] = CountItemType.Early,
        ["advance"] = CountItemType.Early,
        ["early"] = CountItemType.Early,
        ["earlyvoting"] = CountItemType.Early,
        ["inpersonearly"] = CountItemType.Early,
        ["absentee"] = CountItemType.Absentee,
        ["absenteefwab"] = CountItemType.AbsenteeFwab,
        ["absenteeinperson"] = CountItemType.AbsenteeInPerson,
        ["absenteebymail"] = CountItemType.AbsenteeMail,
        ["absenteemail"] = CountItemType.AbsenteeMail,
        ["mail"] = CountItemType.AbsenteeMail,
        ["mailin"] = CountItemType.AbsenteeMail,
        ["votebymail"] = CountItemType.AbsenteeMail,
        ["provisional"] = CountItemType.Provisional,
        ["uocava"] = CountItemType.Uocava,
        ["military"] = CountItemType.Uocava,
        ["overseas"] = CountItemType.Uocava,
        ["writein"] = CountItemType.WriteIn,
        ["writeins"] = CountItemType.WriteIn,
        ["other"] = CountItemType.Other,
    };

    /// <returns>The way of voting that a column counts; null when it counts none.</returns>
    public static CountItemType? WayOf(string column)
    {
        var plain = string.Concat(column.Where(char.IsLetterOrDigit)).ToLowerInvariant();
        if (Ways.TryGetValue(plain, out var way)) return way;
        if (!plain.EndsWith("votes", StringComparison.Ordinal)) return null;
        return Ways.GetValueOrDefault(plain[..^5], CountItemType.Other);
    }

    public static string ColumnOf(CountItemType way) => way switch
    {
        CountItemType.Total => "total_votes",
        CountItemType.Early => "advanced_votes",
        CountItemType.AbsenteeMail => "absentee_by_mail_votes",
        _ => Wire.Word(way) + "_votes",
    };

    public static bool IsCounty(string? precinct) => precinct is null || NoPrecincts.Contains(precinct.Trim());

    public static bool IsUncast(string? candidate) => candidate is not null && Uncast.Contains(candidate.Trim());

    /// <summary>Rows that tell how many could vote, or did, stand among those of offices.</summary>
    public static bool IsTurnout(string office) => IsRegistered(office) || office.StartsWith("Ballots Cast", StringComparison.OrdinalIgnoreCase);

    public static bool IsRegistered(string office) => office.StartsWith("Registered Voters", StringComparison.OrdinalIgnoreCase);

    /// <summary>Parts of them, such as blank ballots or the voters of a party, are nothing that is kept.</summary>
    public static bool IsWholeTurnout(string office) => office.Trim().ToUpperInvariant() is "BALLOTS CAST" or "BALLOTS CAST - TOTAL" or "BALLOTS CAST TOTAL" or "REGISTERED VOTERS" or "REGISTERED VOTERS - TOTAL" or "REGISTERED VOTERS TOTAL";

    public static bool AreAnswers(IEnumerable<string> names) => names.All(n => Answers.Contains(n));

    /// <summary>Marks behind a name are no part of it.</summary>
    public static (string Name, bool Incumbent, bool WriteIn) Candidate(string text)
    {
        var (name, incumbent, writeIn) = (text.Trim(), false, text.StartsWith("write-in", StringComparison.OrdinalIgnoreCase) || text.StartsWith("write in", StringComparison.OrdinalIgnoreCase));
        for (var cut = true; cut;)
        {
            cut = false;
            foreach (var mark in (string[])[" (I)", " (Incumbent)", "*"])
            {
                if (name.Length > mark.Length && name.EndsWith(mark, StringComparison.OrdinalIgnoreCase)) (name, incumbent, cut) = (name[..^mark.Length].TrimEnd(), true, true);
            }
            if (name.Length > WriteIn.Length && name.EndsWith(WriteIn, StringComparison.OrdinalIgnoreCase)) (name, writeIn, cut) = (name[..^WriteIn.Length].TrimEnd(), true, true);
        }
        return (name, incumbent, writeIn);
    }

    public static string CandidateText(string name, bool incumbent, bool writeIn)
    {
        var marked = writeIn && !Candidate(name).WriteIn ? name + WriteIn : name;
        return incumbent ? marked + Incumbent : marked;
    }

    public static bool IsOfCounty(string office) =>
        Array.Exists(CountyOffices, o => office.Contains(o, StringComparison.OrdinalIgnoreCase)) && !office.Contains("question", StringComparison.OrdinalIgnoreCase);

    /// <summary>Judges and school boards stand in primaries without a party.</summary>
    public static bool IsNoParty(string? party) => party is null || party.Trim().ToUpperInvariant() is "NON" or "NP" or "NPA" or "NONPARTISAN" or "NON-PARTISAN" or "NON PARTISAN" or "UNAFFILIATED" or "NONE";

    /// <summary>As people would say it; unique, because office, district, county and, in a primary, the party are in it.</summary>
    public static string ContestName(string office, string? district, string? county, string? party)
    {
        string?[] parts = [office, district?.All(char.IsAsciiDigit) == true ? $"district {district}" : district, county, party];
        return string.Join(", ", parts.OfType<string>());
    }

    public static string? DivisionOf(string? state, string office, string? district, string? county)
    {
        if (state is null) return null;
        if (county is not null) return CountyDivision(state, county);
        if (district is null) return state;
        if (!district.All(char.IsAsciiLetterOrDigit) || district.Length > 10) return null;
        return office.ToLowerInvariant() switch
        {
            "u.s. house" => $"{state}/cd:{Divisions.Slug(district)}",
            "state senate" => $"{state}/sldu:{Divisions.Slug(district)}",
            "state house" or "state assembly" => $"{state}/sldl:{Divisions.Slug(district)}",
            _ => null,
        };
    }

    public static string? CountyDivision(string? state, string county)
    {
        if (state is null) return null;
        var level = state.EndsWith("state:la", StringComparison.Ordinal) ? "parish" : "county";
        return $"{state}/{level}:{Divisions.Slug(county)}";
    }

    /// <summary>Its place on the ballot: the widest offices first, districts by their numbers.</summary>
    public static int Place(string office, string? district)
    {
        var rank = Array.IndexOf(Order, office.ToLowerInvariant());
        var number = int.TryParse(district, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n < 1000 ? n : 0;
        return ((rank < 0 ? Order.Length : rank) * 1000) + number;
    }
}
