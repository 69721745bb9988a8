using CivicPulse.Modules.Elections.Model;
using CivicPulse.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Elections.Transfers.Files;

/// <summary>An election as it is written into a file: everything but its counts, with the ids that hold in that file.</summary>
internal sealed class ElectionBook
{
    public const string NoDistrict = "district-local-0";

    private readonly Dictionary<Guid, string> _ids = [];
    private readonly Dictionary<(string? Division, string? District), string> _districts = [];

    private ElectionBook(Election election) => Election = election;

    public Election Election { get; }

    public List<ElectionDeadline> Deadlines { get; private set; } = [];

    public List<Party> Parties { get; private set; } = [];

    public List<Contest> Contests { get; private set; } = [];

    public ILookup<Guid, ContestSelection> Selections { get; private set; } = Array.Empty<ContestSelection>().ToLookup(s => s.ContestId);

    public List<ReportingUnit> Units { get; private set; } = [];

    public List<PollingPlace> Places { get; private set; } = [];

    /// <summary>Who may vote in what: a division, the office's own name for it, or nothing that is known.</summary>
    public IReadOnlyDictionary<(string? Division, string? District), string> Districts => _districts;

    /// <summary>When anything in it last changed: two files of the same records are the same bytes.</summary>
    public DateTimeOffset ChangedAt { get; private set; }

    public static async IAsyncEnumerable<ElectionBook> AllAsync(TenantDb db, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        var elections = await db.Elections.AsNoTracking().OrderBy(e => e.Date).ThenBy(e => e.Name).ThenBy(e => e.Identifier).ToListAsync(ct);
        foreach (var election in elections) yield return await OfAsync(db, election, ct);
    }

    /// <summary>The order is that of the counts too, so that both can be written along.</summary>
    private static async Task<ElectionBook> OfAsync(TenantDb db, Election election, CancellationToken ct)
    {
        var selections = await db.ContestSelections.AsNoTracking().Where(s => s.ElectionId == election.Id).OrderBy(s => s.SequenceOrder).ThenBy(s => s.Name).ToListAsync(ct);
        var contests = await db.Contests.AsNoTracking().Where(c => c.ElectionId == election.Id).OrderBy(c => c.SequenceOrder).ThenBy(c => c.Name).ToListAsync(ct);
        var parties = selections.Select(s => s.PartyId).Concat(contests.Select(c => c.PrimaryPartyId)).OfType<Guid>().Distinct().ToArray();
        var book = new ElectionBook(election)
        {
            Deadlines = await db.ElectionDeadlines.AsNoTracking().Where(d => d.ElectionId == election.Id).OrderBy(d => d.Date).ThenBy(d => d.Kind).ToListAsync(ct),
            Parties = await db.Parties.AsNoTracking().Where(p => parties.Contains(p.Id)).OrderBy(p => p.Name).ThenBy(p => p.Identifier).ToListAsync(ct),
            Contests = contests,
            Selections = selections.ToLookup(s => s.ContestId),
            Units = await db.ReportingUnits.AsNoTracking().Where(u => u.ElectionId == election.Id).OrderBy(u => u.Name).ToListAsync(ct),
            Places = await db.PollingPlaces.AsNoTracking().Where(p => p.ElectionId == election.Id).OrderBy(p => p.Name).ToListAsync(ct),
        };
        book.GiveIds();
        return book;
    }

    public string IdOf(Guid record) => _ids[record];

    public string? IdOf(Guid? record) => record is { } known ? _ids.GetValueOrDefault(known) : null;

    public string DistrictOf(Contest contest) => contest.DivisionId is null && contest.District is null ? NoDistrict : _districts[(contest.DivisionId, contest.District)];

    /// <summary>The district of the election as a whole.</summary>
    public string Scope => Election.DivisionId is null ? NoDistrict : _districts[(Election.DivisionId, null)];

    private void GiveIds()
    {
        Give("party", Parties, p => p.Identifier);
        Give("contest", Contests, c => c.Identifier);
        Give("selection", Contests.SelectMany(c => Selections[c.Id]), s => s.Identifier);
        Give("unit", Units, u => u.Identifier);
        Give("place", Places, p => p.Identifier);
        var districts = Contests.Select(c => (c.DivisionId, c.District)).Prepend((Election.DivisionId, null)).Where(d => d.DivisionId is not null || d.District is not null).Distinct();
        foreach (var district in districts) _districts[district] = FileTerms.Id("district", null, _districts.Count + 1);
        ChangedAt = new[] { Election.ChangedAt }.Concat(Contests.Select(c => c.ChangedAt)).Concat(Units.Select(u => u.ChangedAt)).Concat(Places.Select(p => p.ChangedAt)).Max();
    }

    private void Give<T>(string kind, IEnumerable<T> records, Func<T, string?> identifier) where T : Entity
    {
        var (place, taken) = (0, new HashSet<string>(StringComparer.Ordinal));
        foreach (var record in records)
        {
            var id = FileTerms.Id(kind, identifier(record), ++place);
            // An identifier of a source may come twice in an election; an id may not.
            _ids[record.Id] = taken.Add(id) ? id : FileTerms.Id(kind, null, place);
        }
    }
}
