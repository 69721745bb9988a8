using System.ComponentModel.DataAnnotations;
using System.Linq.Expressions;
using CivicPulse.Modules.Elections.Model;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Http;
using CivicPulse.Platform.Transfers;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Elections.Transfers;

/// <summary>Certifications by their election. They come last: after one, nothing that was counted changes.</summary>
internal sealed class CertificationTransfer : Transfer<Certification, CertificationRow>
{
    private Dictionary<string, Election> _open = [];

    public override string Kind => "certifications";

    public override string ReadWord => ElectionsPermissions.Read;

    public override string WriteWord => ElectionsPermissions.Certify;

    public override IReadOnlyList<string> Keys => ["election"];

    /// <summary>Those who won are marked before the certification stands, which would refuse it.</summary>
    protected override bool InSets => true;

    protected override Expression<Func<Certification, CertificationRow>> Row => c => new CertificationRow(c.Election!.Identifier ?? c.Election.Name, c.CertifiedOn, c.Authority, c.Note);

    protected override IQueryable<Certification> Records(TenantDb db) => db.Certifications.OrderBy(c => c.Election!.Identifier ?? c.Election.Name);

    protected override async Task<IQueryable<Certification>> FindAsync(TenantDb db, IReadOnlyList<CertificationRow> rows, CancellationToken ct)
    {
        var asked = rows.Select(r => r.Election).Distinct(StringComparer.Ordinal).ToArray();
        var elections = await db.Elections.Where(e => asked.Contains(e.Identifier) || (e.Identifier == null && asked.Contains(e.Name))).OrderBy(e => e.Id).ToListAsync(ct);
        var ids = elections.Select(e => e.Id).ToArray();
        var certified = await db.Certifications.Where(c => ids.Contains(c.ElectionId)).Select(c => c.ElectionId).ToListAsync(ct);
        _open = new(StringComparer.Ordinal);
        foreach (var election in elections.Where(e => !certified.Contains(e.Id))) _open.TryAdd(election.Reference, election);
        return db.Certifications.Include(c => c.Election).Where(c => ids.Contains(c.ElectionId));
    }

    protected override Certification Create(CertificationRow row)
    {
        if (!_open.TryGetValue(row.Election, out var election)) throw new BadInput("elections.no_such_election", "There is no election of this identifier or name. Import the elections first.");
        return election.Certify(row.Date!.Value, row.Authority, row.Note);
    }

    protected override void Change(Certification record, CertificationRow row) => (record.CertifiedOn, record.Authority, record.Note) = (row.Date!.Value, row.Authority, row.Note);

    protected override async Task WriteAsync(TenantDb db, IReadOnlyList<Certification> created, IReadOnlyList<Certification> changed, CancellationToken ct)
    {
        foreach (var certification in created)
        {
            // Not counted before nobody can count on.
            await db.LockCountsAsync(certification.ElectionId, ct);
            (await Tallies.CountedAsync(db, certification.ElectionId, ct)).Mark();
        }
        await db.SaveChangesAsync(ct);
        db.Certifications.AddRange(created);
        await db.SaveChangesAsync(ct);
    }
}

/// <param name="Authority">The board or the officer who says so.</param>
public sealed record CertificationRow(
    [Required, MaxLength(300)][property: RefersTo("elections")] string Election, [Required] DateOnly? Date, [Required, MaxLength(300)] string Authority, [MaxLength(5000)] string? Note = null);
