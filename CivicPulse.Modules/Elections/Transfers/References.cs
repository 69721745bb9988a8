using CivicPulse.Modules.Elections.Model;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Http;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Elections.Transfers;

/// <summary>
/// Elections, parties, contests, selections and units as rows of files name them: by identifier, or else by name, and what belongs to an
/// election by its name in it. What was found once is remembered while the file lasts; whether an election is certified meanwhile, the
/// database notices.
/// </summary>
internal sealed class References
{
    private const int Most = 100_000;

    private readonly Dictionary<string, Election> _elections = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Party> _parties = new(StringComparer.Ordinal);
    private readonly Dictionary<(Guid Election, string Name), Contest> _contests = [];
    private readonly Dictionary<(Guid Contest, string Name), ContestSelection> _selections = [];
    private readonly Dictionary<(Guid Election, string Name), ReportingUnit> _units = [];

    public async Task FindElectionsAsync(TenantDb db, IEnumerable<string?> references, CancellationToken ct)
    {
        var asked = New(_elections, references);
        if (asked.Length == 0) return;
        foreach (var election in await db.Elections.AsNoTracking().Where(e => asked.Contains(e.Identifier) || (e.Identifier == null && asked.Contains(e.Name))).OrderBy(e => e.Id).ToListAsync(ct))
            _elections.TryAdd(election.Reference, election);
    }

    public async Task FindPartiesAsync(TenantDb db, IEnumerable<string?> references, CancellationToken ct)
    {
        var asked = New(_parties, references);
        if (asked.Length == 0) return;
        foreach (var party in await db.Parties.AsNoTracking().Where(p => asked.Contains(p.Identifier) || (p.Identifier == null && asked.Contains(p.Name))).OrderBy(p => p.Id).ToListAsync(ct))
            _parties.TryAdd(party.Reference, party);
    }

    public async Task FindContestsAsync(TenantDb db, IEnumerable<(string? Election, string? Name)> asked, CancellationToken ct)
    {
        var (elections, names) = Missing(_contests, asked);
        if (names.Length == 0) return;
        foreach (var contest in await db.Contests.AsNoTracking().Include(c => c.Election).Where(c => elections.Contains(c.ElectionId) && names.Contains(c.Name)).ToListAsync(ct))
            _contests.TryAdd((contest.ElectionId, contest.Name), contest);
    }

    public async Task FindUnitsAsync(TenantDb db, IEnumerable<(string? Election, string? Name)> asked, CancellationToken ct)
    {
        var (elections, names) = Missing(_units, asked);
        if (names.Length == 0) return;
        foreach (var unit in await db.ReportingUnits.AsNoTracking().Where(u => elections.Contains(u.ElectionId) && names.Contains(u.Name)).ToListAsync(ct))
            _units.TryAdd((unit.ElectionId, unit.Name), unit);
    }

    /// <summary>Of contests that were found before.</summary>
    public async Task FindSelectionsAsync(TenantDb db, IEnumerable<(string Election, string Contest, string Name)> asked, CancellationToken ct)
    {
        if (_selections.Count > Most) _selections.Clear();
        var missing = asked.Distinct().Select(a => (Contest: KnownContest(a.Election, a.Contest)?.Id, a.Name))
            .Where(a => a.Contest is { } contest && !_selections.ContainsKey((contest, a.Name))).ToList();
        if (missing.Count == 0) return;
        var (contests, names) = (missing.Select(m => m.Contest!.Value).Distinct().ToArray(), missing.Select(m => m.Name).Distinct(StringComparer.Ordinal).ToArray());
        var found = await db.ContestSelections.AsNoTracking().Include(s => s.Contest).ThenInclude(c => c!.Election)
            .Where(s => contests.Contains(s.ContestId) && names.Contains(s.Name)).ToListAsync(ct);
        foreach (var selection in found) _selections.TryAdd((selection.ContestId, selection.Name), selection);
    }

    /// <summary>One that this very file creates.</summary>
    public void Add(ReportingUnit unit) => _units[(unit.ElectionId, unit.Name)] = unit;

    /// <exception cref="BadInput">There is none.</exception>
    public Election Election(string reference) => _elections.GetValueOrDefault(reference)
        ?? throw new BadInput("elections.no_such_election", "There is no election of this identifier or name. Import the elections first.");

    /// <summary>One whose counts may change.</summary>
    public Election OpenElection(string reference)
    {
        var election = Election(reference);
        election.CheckOpen();
        return election;
    }

    public Party? Party(string? reference) => reference is null ? null : _parties.GetValueOrDefault(reference)
        ?? throw new BadInput("elections.no_such_party", "There is no party of this identifier or name. Import the parties first.");

    public Contest Contest(string election, string name) => KnownContest(election, name)
        ?? throw new BadInput("elections.no_such_contest", "The election has no contest of this name. Import the contests first.");

    public ContestSelection Selection(string election, string contest, string name) => KnownSelection(election, contest, name)
        ?? throw new BadInput("elections.no_such_selection", "The contest has no selection of this name. Import the selections first.");

    public ReportingUnit Unit(string election, string name) => KnownUnit(election, name)
        ?? throw new BadInput("elections.no_such_unit", "The election has no reporting unit of this name. Import the units first.");

    public Election? KnownElection(string reference) => _elections.GetValueOrDefault(reference);

    public Contest? KnownContest(string election, string name) => _elections.TryGetValue(election, out var known) ? _contests.GetValueOrDefault((known.Id, name)) : null;

    public ReportingUnit? KnownUnit(string election, string name) => _elections.TryGetValue(election, out var known) ? _units.GetValueOrDefault((known.Id, name)) : null;

    public ContestSelection? KnownSelection(string election, string contest, string name) =>
        KnownContest(election, contest) is { } known ? _selections.GetValueOrDefault((known.Id, name)) : null;

    private static string[] New<T>(Dictionary<string, T> known, IEnumerable<string?> references)
    {
        if (known.Count > Most) known.Clear();
        return [.. references.OfType<string>().Distinct(StringComparer.Ordinal).Where(r => !known.ContainsKey(r))];
    }

    /// <summary>Of elections that were found before.</summary>
    private (Guid[] Elections, string[] Names) Missing<T>(Dictionary<(Guid, string), T> known, IEnumerable<(string? Election, string? Name)> asked)
    {
        if (known.Count > Most) known.Clear();
        var missing = new HashSet<(Guid Election, string Name)>();
        foreach (var (election, name) in asked)
        {
            if (election is not null && name is not null && _elections.TryGetValue(election, out var found) && !known.ContainsKey((found.Id, name))) missing.Add((found.Id, name));
        }
        return ([.. missing.Select(m => m.Election).Distinct()], [.. missing.Select(m => m.Name).Distinct(StringComparer.Ordinal)]);
    }
}
