using System.ComponentModel.DataAnnotations;
using System.Linq.Expressions;
using CivicPulse.Modules.Elections.Model;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Portal;
using CivicPulse.Platform.Transfers;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Elections.Transfers;

/// <summary>Reporting units by their election and name; a unit comes after the one that it lies in.</summary>
internal sealed class ReportingUnitTransfer : Transfer<ReportingUnit, ReportingUnitRow>
{
    private readonly References _references = new();

    public override string Kind => "reporting_units";

    public override string ReadWord => ElectionsPermissions.Read;

    public override string WriteWord => ElectionsPermissions.Write;

    public override IReadOnlyList<string> Keys => ["election", "name"];

    public override IReadOnlyDictionary<string, string[]> Aliases { get; } = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["name"] = ["unit", "precinct", "reporting unit"],
        ["parent"] = ["part of", "county"],
        ["registered_voters"] = ["registered", "voters registered"],
        ["ballots_cast"] = ["ballots", "turnout"],
    };

    protected override Expression<Func<ReportingUnit, ReportingUnitRow>> Row => u => new ReportingUnitRow(
        u.Election!.Identifier ?? u.Election.Name, u.Name, u.Type, u.Number, u.Parent == null ? null : u.Parent.Name, u.DivisionId, u.Identifier, u.RegisteredVoters, u.BallotsCast, u.CountStatus);

    protected override IQueryable<ReportingUnit> Records(TenantDb db) => db.ReportingUnits
        .OrderBy(u => u.Parent == null ? 0 : u.Parent.Parent == null ? 1 : u.Parent.Parent.Parent == null ? 2 : 3)
        .ThenBy(u => u.Election!.Identifier ?? u.Election.Name).ThenBy(u => u.Name);

    protected override async Task<IQueryable<ReportingUnit>> FindAsync(TenantDb db, IReadOnlyList<ReportingUnitRow> rows, CancellationToken ct)
    {
        await _references.FindElectionsAsync(db, rows.Select(r => r.Election), ct);
        await _references.FindUnitsAsync(db, rows.Select(r => ((string?)r.Election, r.Parent)), ct);
        var elections = rows.Select(r => _references.KnownElection(r.Election)?.Id).OfType<Guid>().Distinct().ToArray();
        var names = rows.Select(r => r.Name).Distinct(StringComparer.Ordinal).ToArray();
        return db.ReportingUnits.Include(u => u.Election).Include(u => u.Parent).Where(u => elections.Contains(u.ElectionId) && names.Contains(u.Name));
    }

    protected override ReportingUnit Create(ReportingUnitRow row)
    {
        var unit = new ReportingUnit { ElectionId = _references.OpenElection(row.Election).Id, Name = row.Name, Type = row.Type!.Value };
        Change(unit, row);
        _references.Add(unit);
        return unit;
    }

    protected override void Change(ReportingUnit record, ReportingUnitRow row)
    {
        _references.OpenElection(row.Election);
        record.PutWithin(row.Parent is null ? [] : [_references.Unit(row.Election, row.Parent)]);
        (record.Type, record.Number, record.DivisionId, record.Identifier) = (row.Type!.Value, row.Number, row.DivisionId, row.Identifier);
        (record.RegisteredVoters, record.BallotsCast, record.CountStatus) = (row.RegisteredVoters, row.BallotsCast, row.CountStatus);
    }
}

/// <param name="Name">Unique in its election.</param>
/// <param name="Number">What its parent calls it.</param>
public sealed record ReportingUnitRow(
    [Required, MaxLength(300)][property: RefersTo("elections")] string Election, [Required, MaxLength(300)] string Name, [Required] ReportingUnitType? Type, [MaxLength(100)] string? Number = null,
    [property: RefersTo("reporting_units")] string? Parent = null, [DivisionId] string? DivisionId = null, [MaxLength(300)] string? Identifier = null,
    [Range(0, int.MaxValue)] int? RegisteredVoters = null, [Range(0, int.MaxValue)] int? BallotsCast = null, CountStatus? CountStatus = null);
