using System.ComponentModel.DataAnnotations;
using System.Linq.Expressions;
using CivicPulse.Modules.Elections.Model;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Transfers;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Elections.Transfers;

/// <summary>Deadlines by their election, kind and label.</summary>
internal sealed class DeadlineTransfer : Transfer<ElectionDeadline, DeadlineRow>
{
    private readonly References _references = new();

    public override string Kind => "deadlines";

    public override string ReadWord => ElectionsPermissions.Read;

    public override string WriteWord => ElectionsPermissions.Write;

    public override IReadOnlyList<string> Keys => ["election", "kind", "label"];

    protected override Expression<Func<ElectionDeadline, DeadlineRow>> Row => d => new DeadlineRow(d.Election!.Identifier ?? d.Election.Name, d.Kind, d.Date, d.Label, d.Time, d.Note);

    protected override IQueryable<ElectionDeadline> Records(TenantDb db) =>
        db.ElectionDeadlines.OrderBy(d => d.Election!.Identifier ?? d.Election.Name).ThenBy(d => d.Date).ThenBy(d => d.Kind).ThenBy(d => d.Label);

    protected override async Task<IQueryable<ElectionDeadline>> FindAsync(TenantDb db, IReadOnlyList<DeadlineRow> rows, CancellationToken ct)
    {
        await _references.FindElectionsAsync(db, rows.Select(r => r.Election), ct);
        var elections = rows.Select(r => _references.KnownElection(r.Election)?.Id).OfType<Guid>().Distinct().ToArray();
        return db.ElectionDeadlines.Include(d => d.Election).Where(d => elections.Contains(d.ElectionId));
    }

    protected override ElectionDeadline Create(DeadlineRow row)
    {
        var deadline = new ElectionDeadline { ElectionId = _references.Election(row.Election).Id, Kind = row.Kind!.Value, Label = row.Label, Date = row.Date!.Value };
        Change(deadline, row);
        return deadline;
    }

    protected override void Change(ElectionDeadline record, DeadlineRow row) => (record.Date, record.Time, record.Note) = (row.Date!.Value, row.Time, row.Note);
}

/// <param name="Label">Tells several of a kind apart: online, by mail.</param>
public sealed record DeadlineRow(
    [Required, MaxLength(300)][property: RefersTo("elections")] string Election, [Required] DeadlineKind? Kind, [Required] DateOnly? Date, [MaxLength(100)] string? Label = null,
    TimeOnly? Time = null, [MaxLength(2000)] string? Note = null);
