using System.ComponentModel.DataAnnotations;
using System.Linq.Expressions;
using CivicPulse.Modules.Elections.Model;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Transfers;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Elections.Transfers;

/// <summary>Counts by what was voted for, where and how. A state's precincts make tens of thousands: they are written as sets.</summary>
internal sealed class ResultTransfer : Transfer<VoteCount, ResultRow>
{
    private readonly References _references = new();

    public override string Kind => "results";

    public override string ReadWord => ElectionsPermissions.Read;

    public override string WriteWord => ElectionsPermissions.Write;

    public override IReadOnlyList<string> Keys => ["election", "contest", "selection", "reporting_unit", "count_item_type"];

    public override IReadOnlyDictionary<string, string[]> Aliases { get; } = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["contest"] = ["race"],
        ["selection"] = ["candidate", "option"],
        ["reporting_unit"] = ["unit", "precinct"],
        ["count_item_type"] = ["type", "vote type", "way"],
        ["votes"] = ["count"],
    };

    protected override bool InSets => true;

    protected override Expression<Func<VoteCount, ResultRow>> Row => v => new ResultRow(
        v.Selection!.Contest!.Election!.Identifier ?? v.Selection.Contest.Election.Name, v.Selection.Contest.Name, v.Selection.Name, v.ReportingUnit!.Name, v.CountItemType, v.Votes);

    protected override IQueryable<VoteCount> Records(TenantDb db) => db.VoteCounts
        .OrderBy(v => v.Selection!.Contest!.Election!.Identifier ?? v.Selection.Contest.Election.Name).ThenBy(v => v.Selection!.Contest!.SequenceOrder).ThenBy(v => v.Selection!.Contest!.Name)
        .ThenBy(v => v.ReportingUnit!.Name).ThenBy(v => v.Selection!.SequenceOrder).ThenBy(v => v.Selection!.Name).ThenBy(v => v.CountItemType);

    protected override async Task<IQueryable<VoteCount>> FindAsync(TenantDb db, IReadOnlyList<ResultRow> rows, CancellationToken ct)
    {
        await _references.FindElectionsAsync(db, rows.Select(r => r.Election), ct);
        await _references.FindContestsAsync(db, rows.Select(r => ((string?)r.Election, (string?)r.Contest)), ct);
        await _references.FindSelectionsAsync(db, rows.Select(r => (r.Election, r.Contest, r.Selection)), ct);
        await _references.FindUnitsAsync(db, rows.Select(r => ((string?)r.Election, (string?)r.ReportingUnit)), ct);
        var selections = rows.Select(r => _references.KnownSelection(r.Election, r.Contest, r.Selection)?.Id).OfType<Guid>().Distinct().ToArray();
        var units = rows.Select(r => _references.KnownUnit(r.Election, r.ReportingUnit)?.Id).OfType<Guid>().Distinct().ToArray();
        return db.VoteCounts.Where(v => selections.Contains(v.SelectionId) && units.Contains(v.ReportingUnitId));
    }

    /// <summary>Put together from what is known already: reading names along with each count would cost more than the counts.</summary>
    protected override async Task<List<VoteCount>> ReadAsync(TenantDb db, IReadOnlyList<ResultRow> rows, CancellationToken ct)
    {
        var found = await (await FindAsync(db, rows, ct))
            .Select(v => new { v.Id, v.ElectionId, v.SelectionId, v.ReportingUnitId, v.CountItemType, v.Votes, v.CorrectedAt }).ToListAsync(ct);
        var selections = rows.Select(r => _references.KnownSelection(r.Election, r.Contest, r.Selection)).OfType<ContestSelection>().DistinctBy(s => s.Id).ToDictionary(s => s.Id);
        var units = rows.Select(r => _references.KnownUnit(r.Election, r.ReportingUnit)).OfType<ReportingUnit>().DistinctBy(u => u.Id).ToDictionary(u => u.Id);
        return [.. found.Select(v => new VoteCount
        {
            Id = v.Id,
            ElectionId = v.ElectionId,
            SelectionId = v.SelectionId,
            Selection = selections[v.SelectionId],
            ReportingUnitId = v.ReportingUnitId,
            ReportingUnit = units[v.ReportingUnitId],
            CountItemType = v.CountItemType,
            Votes = v.Votes,
            CorrectedAt = v.CorrectedAt,
        })];
    }

    protected override VoteCount Create(ResultRow row)
    {
        var election = _references.OpenElection(row.Election);
        return new VoteCount
        {
            ElectionId = election.Id,
            SelectionId = _references.Selection(row.Election, row.Contest, row.Selection).Id,
            ReportingUnitId = _references.Unit(row.Election, row.ReportingUnit).Id,
            CountItemType = row.CountItemType!.Value,
            Votes = row.Votes!.Value,
        };
    }

    protected override void Change(VoteCount record, ResultRow row)
    {
        _references.OpenElection(row.Election);
        record.Votes = row.Votes!.Value;
    }

    protected override async Task WriteAsync(TenantDb db, IReadOnlyList<VoteCount> created, IReadOnlyList<VoteCount> changed, CancellationToken ct)
    {
        if (created.Count > 0) await db.AddCountsAsync(created, ct);
        if (changed.Count > 0) await db.ChangeCountsAsync(changed, ct);
    }
}

/// <param name="CountItemType">How they were cast; a total is all ways together.</param>
public sealed record ResultRow(
    [Required, MaxLength(300)][property: RefersTo("elections")] string Election, [Required, MaxLength(300)][property: RefersTo("contests")] string Contest,
    [Required, MaxLength(300)][property: RefersTo("selections")] string Selection, [Required, MaxLength(300)][property: RefersTo("reporting_units")] string ReportingUnit,
    [Required] CountItemType? CountItemType, [Required, Range(0, int.MaxValue)] int? Votes);
