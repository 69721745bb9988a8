using CivicPulse.Modules.Elections.Model;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Http;
using CivicPulse.Platform.Portal;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Elections.Endpoints;

/// <summary>Results as others see them, for staff and for visitors alike: what the asker may not see is not asked for.</summary>
internal static class Results
{
    /// <summary>Enough for every precinct of a large county; a state's precincts come in several parts.</summary>
    public const int MostUnits = 5000;

    public static readonly Listing<Contest> Listed = Listing.Of<Contest>("sequence_order").Sort("sequence_order", c => c.SequenceOrder);

    /// <summary>A contest before its votes are added up.</summary>
    public static readonly Projection<Contest, ContestResults> Head = new((_, c) => new ContestResults(
        c.Id, c.Slug, c.Name, c.Kind, c.Office, c.District, c.DivisionId, c.NumberElected, 0, Array.Empty<SelectionResult>()));

    public static async Task<Page<ContestResults>> PageAsync(TenantDb db, Guid election, PageQuery page, CancellationToken ct)
    {
        var heads = await db.Contests.Where(c => c.ElectionId == election).ToPageAsync(page, Listed, Head.In(db), ct);
        return heads with { Items = await CountedAsync(db, heads.Items, ct) };
    }

    /// <summary>Two queries for all of them: what can be voted for, and the sums.</summary>
    public static async Task<IReadOnlyList<ContestResults>> CountedAsync(TenantDb db, IReadOnlyList<ContestResults> contests, CancellationToken ct)
    {
        var ids = contests.Select(c => c.Id).ToArray();
        var all = db.ContestSelections;
        var selections = await all.Where(s => ids.Contains(s.ContestId)).OrderBy(s => s.SequenceOrder).ThenBy(s => s.Name).Select(s => new
        {
            s.ContestId,
            Shown = new SelectionResult(s.Id, s.Name, s.Party!.Name, s.Party.Abbreviation, s.Party.Color, s.IsIncumbent, s.IsWriteIn, s.PreElectionStatus, s.PostElectionStatus, 0, 0, null, null),
        }).ToListAsync(ct);
        var tallies = await Tallies.OfAsync(db, selections.Select(s => s.Shown.Id), ct);
        var byContest = selections.ToLookup(s => s.ContestId, s => s.Shown with
        {
            Votes = tallies.Votes(s.Shown.Id),
            ByCountType = tallies.ByWay(s.Shown.Id),
            ByUnitType = tallies.ByUnitType(s.Shown.Id),
        });
        return [.. contests.Select(c => Summed(c, [.. byContest[c.Id]]))];
    }

    /// <summary>A row for each unit of a type; without one, of the widest type that counted.</summary>
    public static async Task<ContestMatrix> MatrixAsync(TenantDb db, ContestResults contest, MatrixQuery asked, CancellationToken ct)
    {
        var (type, way) = (Found.Word<ReportingUnitType>(asked.UnitType, "unit_type"), Found.Word<CountItemType>(asked.CountItemType, "count_item_type"));
        var all = db.ContestSelections;
        var selections = await all.Where(s => s.ContestId == contest.Id).OrderBy(s => s.SequenceOrder).ThenBy(s => s.Name)
            .Select(s => new MatrixSelection(s.Id, s.Name, s.Party!.Name, s.Party.Color)).ToListAsync(ct);
        var ids = selections.Select(s => s.Id).ToArray();
        var (counts, units) = (db.VoteCounts, db.ReportingUnits);
        var counted = units.Where(u => counts.Any(v => v.ReportingUnitId == u.Id && ids.Contains(v.SelectionId)));
        var types = await counted.Select(u => u.Type).Distinct().ToListAsync(ct);
        type ??= types.OrderBy(Narrowness).Cast<ReportingUnitType?>().FirstOrDefault();
        var rows = await UnitsAsync(counted.Where(u => u.Type == type), asked, ct);
        var next = rows.Count > asked.Limit ? rows[asked.Limit - 1].Id : (Guid?)null;
        rows = [.. rows.Take(asked.Limit)];
        var votes = (await db.UnitVotesAsync(ids, [.. rows.Select(r => r.Id)], way is { } one ? Wire.Word(one) : null, ct)).ToDictionary(v => (v.UnitId, v.SelectionId), v => v.Votes);
        return new(contest.Id, contest.Slug, contest.Name, type, [.. types.OrderBy(Narrowness)], selections,
            [.. rows.Select(r => r with { Votes = [.. ids.Select(s => votes.TryGetValue((r.Id, s), out var v) ? v : (long?)null)] })], next);
    }

    private static async Task<List<MatrixUnit>> UnitsAsync(IQueryable<ReportingUnit> units, MatrixQuery asked, CancellationToken ct)
    {
        if (asked.After is { } after)
        {
            var last = await units.Where(u => u.Id == after).Select(u => u.Name).FirstOrDefaultAsync(ct) ?? throw new BadInput("bad_cursor", "`after` is no unit of this table.");
            units = units.Where(u => string.Compare(u.Name, last) > 0);
        }
        // A name is unique in an election: it alone is the place.
        return await units.OrderBy(u => u.Name).Take(asked.Limit + 1)
            .Select(u => new MatrixUnit(u.Id, u.Name, u.Number, u.Parent!.Name, u.DivisionId, u.CountStatus, u.RegisteredVoters, u.BallotsCast, Array.Empty<long?>())).ToListAsync(ct);
    }

    private static ContestResults Summed(ContestResults contest, IReadOnlyList<SelectionResult> selections)
    {
        var all = selections.Sum(s => s.Votes);
        return contest with
        {
            Votes = all,
            Selections = [.. selections.OrderByDescending(s => s.Votes).Select(s => s with { Percent = all == 0 ? 0 : Math.Round(100.0 * s.Votes / all, 2) })],
        };
    }

    /// <summary>From wide to narrow, as far as types have an order.</summary>
    private static int Narrowness(ReportingUnitType type) => type switch
    {
        ReportingUnitType.Country => 0,
        ReportingUnitType.State => 1,
        ReportingUnitType.County => 3,
        ReportingUnitType.Precinct or ReportingUnitType.CombinedPrecinct => 8,
        ReportingUnitType.SplitPrecinct or ReportingUnitType.BallotBatch or ReportingUnitType.DropBox or ReportingUnitType.VoteCenter or ReportingUnitType.PollingPlace => 9,
        ReportingUnitType.Congressional or ReportingUnitType.StateSenate or ReportingUnitType.StateHouse => 2,
        _ => 5,
    };
}
