using CivicPulse.Modules.Elections.Model;
using CivicPulse.Platform.Http;
using CivicPulse.Platform.Transfers;
using CivicPulse.Platform.Transfers.Datasets;
using Microsoft.AspNetCore.Http;

namespace CivicPulse.Modules.Elections.Transfers.OpenElections;

/// <summary>
/// What the rows of the files speak of, each thing once: elections, parties, contests, candidates and places, found in a first passage. It
/// grows with these, not with the rows.
/// </summary>
internal sealed class OpenElectionsSurvey
{
    private const int Most = 500_000;

    private readonly Dictionary<string, OpenElectionsName> _elections = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _parties = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Election, string Contest), SurveyedContest> _contests = [];
    private readonly Dictionary<(string Election, string Unit), ReportingUnitRow> _units = [];
    private readonly Dictionary<(string Election, string Race, string Candidate), SortedSet<string>> _primaries = [];
    private readonly HashSet<(string Election, string Race)> _partisan = [];
    private int _things;

    public static async Task<OpenElectionsSurvey> OfAsync(DatasetFiles files, CancellationToken ct)
    {
        var survey = new OpenElectionsSurvey();
        await foreach (var line in OpenElectionsLine.ReadAsync(files, ct))
        {
            if (line.Problem is null) survey.Add(line);
        }
        foreach (var key in survey._contests.Where(c => c.Value.LacksParty && survey._partisan.Contains(c.Key)).Select(c => c.Key).ToList()) survey._contests.Remove(key);
        return survey;
    }

    /// <summary>In the order in which they must come.</summary>
    public IEnumerable<(string Kind, object Row, string Place)> Rows()
    {
        foreach (var (id, name) in _elections)
        {
            yield return ("elections", new ElectionRow(name.ElectionName, name.Date, id, name.Type, ElectionPhase.Held, true, name.Division), id);
        }
        foreach (var party in _parties) yield return ("parties", new PartyRow(party), party);
        foreach (var ((election, name), c) in _contests)
        {
            var kind = OpenElectionsTerms.AreAnswers(c.Candidates.Keys) ? ContestKind.BallotMeasure : ContestKind.Candidate;
            yield return ("contests", new ContestRow(election, name, kind, Office: c.Office, District: c.District, DivisionId: c.Division, PrimaryParty: c.PrimaryParty, SequenceOrder: c.Order), name);
        }
        foreach (var ((election, name), contest) in _contests)
        {
            foreach (var row in contest.Selections(election, name)) yield return ("selections", row, $"{name}: {row.Name}");
        }
        foreach (var unit in _units.Values.Where(u => u.Parent is null)) yield return ("reporting_units", unit, unit.Name);
        foreach (var unit in _units.Values.Where(u => u.Parent is not null)) yield return ("reporting_units", unit, unit.Name);
    }

    /// <summary>The contest of a line. In a primary a row without a party is of the one that other rows name for the candidate; null when none or several do.</summary>
    public string? ContestOf(OpenElectionsLine line)
    {
        if (!line.LacksParty || !_partisan.Contains((line.Election.Identifier, line.Race))) return line.Contest;
        var candidate = OpenElectionsTerms.Candidate(line.Candidate!).Name;
        return _primaries.TryGetValue((line.Election.Identifier, line.Race, candidate), out var contests) && contests.Count == 1 ? contests.Min : null;
    }

    /// <summary>How the candidate of a line is called: with the party where one name stands for several.</summary>
    public string SelectionOf(OpenElectionsLine line)
    {
        var contest = _contests[(line.Election.Identifier, ContestOf(line)!)];
        return contest.NameOf(OpenElectionsTerms.Candidate(line.Candidate!).Name, line.Party);
    }

    private void Add(OpenElectionsLine line)
    {
        var election = line.Election.Identifier;
        _elections.TryAdd(election, line.Election);
        if (line.IsTurnout)
        {
            AddUnits(line, election);
            if (OpenElectionsTerms.IsWholeTurnout(line.Office!)) AddTurnout(line, election);
            return;
        }
        if (line.Party is not null && _parties.Add(line.Party)) _things++;
        if (!_contests.TryGetValue((election, line.Contest), out var contest))
        {
            _contests[(election, line.Contest)] = contest = new(line.Office!, line.District, line.Division, line.PrimaryParty, line.LacksParty, OpenElectionsTerms.Place(line.Office!, line.District));
            _things++;
        }
        if (contest.Add(line)) _things++;
        if (line.PrimaryParty is not null)
        {
            _partisan.Add((election, line.Race));
            var candidate = (election, line.Race, OpenElectionsTerms.Candidate(line.Candidate!).Name);
            if (!_primaries.TryGetValue(candidate, out var contests)) _primaries[candidate] = contests = new(StringComparer.Ordinal);
            contests.Add(line.Contest);
        }
        AddUnits(line, election);
        if (_things > Most) throw new BadInput("elections.too_much_in_a_file", $"The files speak of more than {Most} different contests, candidates and places. Import them in parts.", StatusCodes.Status422UnprocessableEntity);
    }

    private void AddTurnout(OpenElectionsLine line, string election)
    {
        var unit = _units[(election, line.Unit)];
        var people = (int)Math.Min(int.MaxValue, line.Votes.FirstOrDefault(v => v.Way == CountItemType.Total) is { Votes: > 0 } total ? total.Votes : line.Votes.Sum(v => (long)v.Votes));
        _units[(election, line.Unit)] = OpenElectionsTerms.IsRegistered(line.Office!) ? unit with { RegisteredVoters = people } : unit with { BallotsCast = people };
    }

    private void AddUnits(OpenElectionsLine line, string election)
    {
        if (line.County is { } county && !_units.ContainsKey((election, county)))
        {
            _units.Add((election, county), new(election, county, ReportingUnitType.County, DivisionId: OpenElectionsTerms.CountyDivision(line.Election.Division, county)));
            _things++;
        }
        if (!_units.ContainsKey((election, line.Unit)))
        {
            _units.Add((election, line.Unit), line.Precinct is null
                ? new(election, line.Unit, ReportingUnitType.State, DivisionId: line.Election.Division)
                : new(election, line.Unit, ReportingUnitType.Precinct, line.Precinct, line.County));
            _things++;
        }
    }
}

/// <summary>A contest with those who stand in it and the parties that each stands for.</summary>
internal sealed record SurveyedContest(string Office, string? District, string? Division, string? PrimaryParty, bool LacksParty, int Order)
{
    public Dictionary<string, (SortedSet<string> Parties, bool Incumbent, bool WriteIn)> Candidates { get; } = new(StringComparer.Ordinal);

    /// <returns>Whether it is new.</returns>
    public bool Add(OpenElectionsLine line)
    {
        var (name, incumbent, writeIn) = OpenElectionsTerms.Candidate(line.Candidate!);
        var known = Candidates.TryGetValue(name, out var before);
        var parties = known ? before.Parties : new SortedSet<string>(StringComparer.Ordinal);
        var added = parties.Add(line.Party ?? "") || !known;
        Candidates[name] = (parties, before.Incumbent || incumbent, before.WriteIn || writeIn);
        return added;
    }

    /// <summary>Rows that name no party are of the one that others name.</summary>
    public string NameOf(string candidate, string? party) => party is not null && Named(candidate).Count > 1 ? $"{candidate} ({party})" : candidate;

    public IEnumerable<SelectionRow> Selections(string election, string contest) =>
        from candidate in Candidates
        let named = Named(candidate.Key)
        from stands in named.Count == 1 ? named : [.. candidate.Value.Parties.Select(p => p.Length == 0 ? null : p)]
        select new SelectionRow(election, contest, NameOf(candidate.Key, stands), Party: stands, IsIncumbent: candidate.Value.Incumbent, IsWriteIn: candidate.Value.WriteIn);

    private List<string?> Named(string candidate) => [.. Candidates[candidate].Parties.Where(p => p.Length > 0)];
}
