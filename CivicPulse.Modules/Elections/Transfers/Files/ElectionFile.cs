using System.Globalization;
using CivicPulse.Modules.Elections.Model;
using CivicPulse.Platform.Http;
using CivicPulse.Platform.Transfers.Datasets;
using Microsoft.AspNetCore.Http;

namespace CivicPulse.Modules.Elections.Transfers.Files;

/// <summary>
/// An election as a VIP or NIST file speaks of it, without its counts: what refers to other parts of the file by ids is known when all was
/// read once. It grows with contests, candidates and places, not with counts.
/// </summary>
internal sealed class ElectionFile(ElectionRow election)
{
    public const int Most = 500_000;

    /// <summary>Who and what can be voted for: both forms say as much of it.</summary>
    public static readonly IReadOnlyList<DatasetPart> Ballot =
    [
        new("parties", "name", "identifier", "abbreviation", "color", "logo_uri"),
        new("contests", "election", "name", "kind", "identifier", "office", "district", "division_id", "incumbent", "number_elected", "votes_allowed", "vote_variation", "primary_party", "ballot_title",
            "summary_text", "full_text", "pro_statement", "con_statement", "passage_threshold", "measure_type", "effect_of_abstain", "sequence_order", "has_rotation"),
        new("selections", "election", "contest", "name", "identifier", "party", "person_name", "person_identifier", "is_incumbent", "is_top_ticket", "is_write_in", "file_date",
            "pre_election_status", "post_election_status", "sequence_order"),
    ];

    public ElectionRow Election => election;

    /// <summary>How other rows name it.</summary>
    public string Reference => election.Identifier ?? election.Name;

    public List<DeadlineRow> Deadlines { get; } = [];

    public List<PartyRow> Parties { get; } = [];

    public List<FileContest> Contests { get; } = [];

    public List<FileUnit> Units { get; } = [];

    public List<PollingPlaceRow> Places { get; } = [];

    /// <summary>Gives each thing a name of its own among its like, the same whenever the file is read.</summary>
    public void Name()
    {
        if (Parties.Count + Contests.Sum(c => 1 + c.Selections.Count) + Units.Count + Places.Count > Most)
            throw new BadInput("elections.too_much_in_a_file", $"The file speaks of more than {Most} different contests, candidates and places.", StatusCodes.Status422UnprocessableEntity);
        Distinct(Contests, c => c.Row.Name, c => c.Row.District, c => c.Row.Identifier, (c, name) => c.Row = c.Row with { Name = name });
        foreach (var contest in Contests)
        {
            Distinct(contest.Selections, s => s.Row.Name, s => s.Row.Party, s => s.Row.Identifier, (s, name) => s.Row = s.Row with { Name = name });
            foreach (var selection in contest.Selections) selection.Row = selection.Row with { Election = Reference, Contest = contest.Row.Name };
        }
        foreach (var unit in Units.Where(u => u is { Parent: not null, IsOurs: false, Row.Type: ReportingUnitType.Precinct or ReportingUnitType.SplitPrecinct or ReportingUnitType.CombinedPrecinct })) unit.Row = unit.Row with { Name = $"{unit.Parent!.Row.Name}: {unit.Row.Name}" };
        Distinct(Units, u => u.Row.Name, u => u.Parent?.Row.Name, u => u.Row.Identifier, (u, name) => u.Row = u.Row with { Name = name });
        foreach (var unit in Units.Where(u => u.Parent is not null)) unit.Row = unit.Row with { Parent = unit.Parent!.Row.Name };
    }

    /// <summary>In the order in which they must come.</summary>
    public IEnumerable<DatasetRow> Rows(string place)
    {
        yield return new("elections", Election, place);
        foreach (var row in Deadlines) yield return new("deadlines", row, $"{place} {row.Kind}");
        foreach (var row in Parties) yield return new("parties", row, $"{place} {row.Name}");
        foreach (var contest in Contests) yield return new("contests", contest.Row, $"{place} {contest.Row.Name}");
        foreach (var (contest, selection) in Contests.SelectMany(c => c.Selections, (c, s) => (c, s))) yield return new("selections", selection.Row, $"{place} {contest.Row.Name}: {selection.Row.Name}");
        foreach (var unit in Units.OrderBy(Depth)) yield return new("reporting_units", unit.Row, $"{place} {unit.Row.Name}");
        foreach (var row in Places) yield return new("polling_places", row, $"{place} {row.Name}");
    }

    /// <summary>Rows of several files, the kinds one after another.</summary>
    public static IEnumerable<DatasetRow> Rows(IEnumerable<(string Place, ElectionFile File)> files, IReadOnlyList<DatasetPart> parts)
    {
        var all = files.ToList();
        return parts.SelectMany(part => all.SelectMany(f => f.File.Rows(f.Place)).Where(r => r.Kind == part.Kind));
    }

    private static int Depth(FileUnit unit)
    {
        var depth = 0;
        for (var at = unit.Parent; at is not null && depth < 20; at = at.Parent) depth++;
        return depth;
    }

    private static void Distinct<T>(List<T> things, Func<T, string> name, Func<T, string?> besides, Func<T, string?> id, Action<T, string> rename)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var thing in things)
        {
            var plain = name(thing);
            string?[] tries = [plain, besides(thing) is { } more ? $"{plain} ({more})" : null, id(thing) is { } known ? $"{plain} ({known})" : null];
            var found = tries.OfType<string>().FirstOrDefault(t => t.Length <= 300 && !taken.Contains(t));
            found ??= Enumerable.Range(2, Most).Select(n => string.Create(CultureInfo.InvariantCulture, $"{FileTerms.Cut(plain, 280)} ({n})")).First(t => !taken.Contains(t));
            taken.Add(found);
            if (found != plain) rename(thing, found);
        }
    }
}

internal sealed class FileContest(ContestRow row)
{
    public ContestRow Row { get; set; } = row;

    public List<FileSelection> Selections { get; } = [];
}

internal sealed class FileSelection(SelectionRow row)
{
    public SelectionRow Row { get; set; } = row;
}

internal sealed class FileUnit(ReportingUnitRow row)
{
    public ReportingUnitRow Row { get; set; } = row;

    public FileUnit? Parent { get; set; }

    /// <summary>Its id in the file.</summary>
    public string? Source { get; init; }

    public bool IsOurs => Source?.StartsWith("unit-", StringComparison.Ordinal) == true;
}
