using System.ComponentModel.DataAnnotations;
using System.Linq.Expressions;
using CivicPulse.Modules.Governance.Model;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Http;
using CivicPulse.Platform.Transfers;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Governance.Transfers;

/// <summary>Meetings by name, start and body; the body is named, not numbered, so that files travel between installations.</summary>
internal sealed class MeetingTransfer : Transfer<Meeting, MeetingRow>
{
    private Dictionary<string, Body> _bodies = [];

    public override string Kind => "meetings";

    public override string ReadWord => GovernancePermissions.Read;

    public override string WriteWord => GovernancePermissions.Write;

    public override IReadOnlyList<string> Keys => ["name", "start_date", "body"];

    public override IReadOnlyDictionary<string, string[]> Aliases { get; } = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["name"] = ["meeting", "meeting name", "title"],
        ["start_date"] = ["start", "date", "starts", "start time", "meeting date", "when"],
        ["body"] = ["body name", "organization", "committee"],
        ["status"] = ["state"],
    };

    protected override Expression<Func<Meeting, MeetingRow>> Row =>
        m => new MeetingRow(m.Name, m.StartDate, m.Body == null ? null : m.Body.Name, m.Status);

    protected override IQueryable<Meeting> Records(TenantDb db) =>
        db.Meetings.OrderBy(m => m.StartDate).ThenBy(m => m.Name).ThenBy(m => m.Body!.Name).ThenBy(m => m.Status);

    protected override async Task<List<Meeting>> FindAsync(TenantDb db, IReadOnlyList<MeetingRow> rows, CancellationToken ct)
    {
        var bodies = rows.Select(r => r.Body).Distinct(StringComparer.Ordinal).ToArray();
        _bodies = await db.Bodies.Where(b => bodies.Contains(b.Name)).ToDictionaryAsync(b => b.Name, StringComparer.Ordinal, ct);
        var starts = rows.Where(r => r.StartDate is not null).Select(r => r.StartDate!.Value).Distinct().ToArray();
        var names = rows.Select(r => r.Name).Distinct(StringComparer.Ordinal).ToArray();
        return await db.Meetings.Include(m => m.Body).Where(m => starts.Contains(m.StartDate) && names.Contains(m.Name)).ToListAsync(ct);
    }

    protected override Meeting Create(MeetingRow row) => new()
    {
        Name = row.Name,
        StartDate = row.StartDate!.Value,
        BodyId = BodyOf(row)?.Id,
        Status = row.Status ?? MeetingStatus.Confirmed,
    };

    protected override void Change(Meeting record, MeetingRow row) => record.Status = row.Status ?? record.Status;

    private Body? BodyOf(MeetingRow row)
    {
        if (row.Body is null) return null;
        return _bodies.GetValueOrDefault(row.Body)
            ?? throw new BadInput("governance.no_such_body", "There is no body of this name. Import the bodies first.");
    }
}

/// <param name="Body">The body's name.</param>
public sealed record MeetingRow(
    [Required, MaxLength(300)] string Name, [Required] DateTimeOffset? StartDate, [MaxLength(300)] string? Body = null, MeetingStatus? Status = null);
