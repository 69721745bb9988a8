using System.Globalization;
using CivicPulse.Modules.Elections.Model;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Transfers.Datasets;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Elections.Transfers.OpenElections;

/// <summary>Writes a file for each election and level of counting, a row for each candidate and place, as the counts come from the database.</summary>
internal sealed class OpenElectionsFiles(TenantDb db)
{
    private static readonly (string Level, ReportingUnitType[] Types)[] Levels =
    [
        ("state-level", [ReportingUnitType.State, ReportingUnitType.Country]),
        ("county-level", [ReportingUnitType.County]),
        ("precinct-level", [.. Enum.GetValues<ReportingUnitType>().Except([ReportingUnitType.State, ReportingUnitType.Country, ReportingUnitType.County])]),
    ];

    public async Task WriteAsync(Stream target, CancellationToken ct)
    {
        using var archive = new DatasetArchive(target);
        foreach (var election in await db.Elections.AsNoTracking().OrderBy(e => e.Date).ThenBy(e => e.Name).ThenBy(e => e.Identifier).ToListAsync(ct))
        {
            var name = OpenElectionsName.For(election, await db.Contests.AnyAsync(c => c.ElectionId == election.Id && c.PrimaryPartyId != null, ct));
            foreach (var (level, types) in Levels)
            {
                var counts = db.VoteCounts.Where(v => v.ElectionId == election.Id && types.Contains(v.ReportingUnit!.Type));
                var ways = await counts.Select(v => v.CountItemType).Distinct().ToListAsync(ct);
                // Turnout goes out as totals, in rows of its own.
                var turnout = await db.ReportingUnits.AsNoTracking().Where(u => u.ElectionId == election.Id && types.Contains(u.Type) && (u.RegisteredVoters != null || u.BallotsCast != null))
                    .Include(u => u.Parent).OrderBy(u => u.Name).ToListAsync(ct);
                if (turnout.Count > 0 && !ways.Contains(CountItemType.Total)) ways.Add(CountItemType.Total);
                if (ways.Count > 0) await archive.AddAsync(name.FileOf(level), file => WriteAsync(file, counts, turnout, [.. ways.Order()], ct), ct);
            }
        }
        await archive.FinishAsync(ct);
    }

    private static async Task WriteAsync(Stream file, IQueryable<VoteCount> counts, List<ReportingUnit> turnout, List<CountItemType> ways, CancellationToken ct)
    {
        var table = await CsvRecordWriter.CreateAsync(file, ["county", "precinct", "office", "district", "party", "candidate", .. ways.Select(OpenElectionsTerms.ColumnOf)], ct);
        string?[]? row = null;
        (Guid, Guid) at = default;
        await foreach (var count in Lines(counts).AsAsyncEnumerable().WithCancellation(ct))
        {
            if (row is null || at != (count.SelectionId, count.UnitId))
            {
                if (row is not null) await table.WriteAsync(row, ct);
                (row, at) = (Cells(count, ways.Count), (count.SelectionId, count.UnitId));
            }
            row[6 + ways.IndexOf(count.Way)] = count.Votes.ToString(CultureInfo.InvariantCulture);
        }
        if (row is not null) await table.WriteAsync(row, ct);
        foreach (var unit in turnout)
        {
            foreach (var (office, people) in new[] { ("Registered Voters", unit.RegisteredVoters), ("Ballots Cast", unit.BallotsCast) })
            {
                if (people is { } many) await table.WriteAsync(Cells(unit, office, many, ways), ct);
            }
        }
        await table.FinishAsync(ct);
    }

    private static string?[] Cells(ReportingUnit unit, string office, int people, List<CountItemType> ways)
    {
        var cells = new string?[6 + ways.Count];
        (cells[0], cells[1]) = Place(unit.Type, unit.Name, unit.Number, unit.Parent?.Name);
        cells[2] = office;
        cells[6 + ways.IndexOf(CountItemType.Total)] = people.ToString(CultureInfo.InvariantCulture);
        return cells;
    }

    private static (string? County, string? Precinct) Place(ReportingUnitType type, string name, string? number, string? parent) => type switch
    {
        ReportingUnitType.County => (name, OpenElectionsTerms.NoPrecinct),
        ReportingUnitType.State or ReportingUnitType.Country => (null, OpenElectionsTerms.NoPrecinct),
        _ => (parent, number ?? name),
    };

    /// <summary>The ways of voting of one candidate in one place follow one another.</summary>
    private static IQueryable<Line> Lines(IQueryable<VoteCount> counts) => counts
        .OrderBy(v => v.ReportingUnit!.Parent!.Name ?? v.ReportingUnit.Name).ThenBy(v => v.ReportingUnit!.Name).ThenBy(v => v.Selection!.Contest!.SequenceOrder).ThenBy(v => v.Selection!.Contest!.Name)
        .ThenBy(v => v.Selection!.SequenceOrder).ThenBy(v => v.Selection!.Name)
        .Select(v => new Line(
            v.SelectionId, v.ReportingUnitId, v.ReportingUnit!.Type, v.ReportingUnit.Name, v.ReportingUnit.Number, v.ReportingUnit.Parent!.Name, v.Selection!.Contest!.Office ?? v.Selection.Contest.Name,
            v.Selection.Contest.Office == null ? null : v.Selection.Contest.District, v.Selection.Party!.Name ?? v.Selection.Contest.PrimaryParty!.Name, v.Selection.Name, v.Selection.IsIncumbent, v.Selection.IsWriteIn, v.CountItemType, v.Votes));

    private static string?[] Cells(Line line, int ways)
    {
        var cells = new string?[6 + ways];
        (cells[0], cells[1]) = Place(line.Type, line.UnitName, line.Number, line.ParentName);
        (cells[2], cells[3], cells[4]) = (line.Office, line.District, line.Party);
        cells[5] = OpenElectionsTerms.CandidateText(line.Candidate, line.IsIncumbent, line.IsWriteIn);
        return cells;
    }

    private sealed record Line(
        Guid SelectionId, Guid UnitId, ReportingUnitType Type, string UnitName, string? Number, string? ParentName, string Office, string? District, string? Party, string Candidate,
        bool IsIncumbent, bool IsWriteIn, CountItemType Way, int Votes);
}
