using System.ComponentModel.DataAnnotations;
using System.Linq.Expressions;
using CivicPulse.Modules.Governance.Model;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Transfers;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Governance.Transfers;

/// <summary>Attendances by meeting and person.</summary>
internal sealed class AttendanceTransfer : Transfer<Attendance, AttendanceRow>
{
    private readonly References _references = new();
    private readonly DeliberationReferences _deliberation = new();

    public override string Kind => "attendances";

    public override string ReadWord => GovernancePermissions.Read;

    public override string WriteWord => GovernancePermissions.Write;

    public override IReadOnlyList<string> Keys => ["meeting", "meeting_start", "person"];

    public override IReadOnlyDictionary<string, string[]> Aliases { get; } = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["meeting_start"] = ["meeting date", "date"],
        ["person"] = ["official", "member", "name"],
        ["status"] = ["attendance"],
    };

    protected override Expression<Func<Attendance, AttendanceRow>> Row => a => new AttendanceRow(
        a.Meeting!.Identifier ?? a.Meeting.Name, a.Meeting.StartDate, a.Official == null ? a.PersonName : a.Official.Identifier ?? a.Official.Name, a.Status, a.ArrivedAt, a.LeftAt, a.Note, a.PersonName);

    protected override IQueryable<Attendance> Records(TenantDb db) => db.Attendances
        .OrderBy(a => a.Meeting!.StartDate).ThenBy(a => a.Meeting!.Identifier ?? a.Meeting.Name).ThenBy(a => a.PersonName)
        .ThenBy(a => a.Official == null ? a.PersonName : a.Official.Identifier ?? a.Official.Name);

    protected override async Task<IQueryable<Attendance>> FindAsync(TenantDb db, IReadOnlyList<AttendanceRow> rows, CancellationToken ct)
    {
        await _deliberation.FindMeetingsAsync(db, rows.Select(r => (r.Meeting, r.MeetingStart)), ct);
        await _references.FindOfficialsAsync(db, rows.Select(r => r.Person), ct);
        Guid[] meetings = [.. _deliberation.Meetings.Select(m => m.Id)];
        return db.Attendances.Include(a => a.Meeting).Include(a => a.Official).Where(a => meetings.Contains(a.MeetingId));
    }

    protected override Attendance Create(AttendanceRow row)
    {
        var official = _references.Official(row.Person);
        var attendance = new Attendance
        {
            MeetingId = _deliberation.Meeting(row.Meeting, row.MeetingStart).Id,
            OfficialId = official?.Id,
            PersonName = official is null ? row.Person : row.PersonName ?? official.Name,
        };
        Change(attendance, row);
        return attendance;
    }

    protected override void Change(Attendance record, AttendanceRow row)
    {
        (record.Status, record.ArrivedAt, record.LeftAt, record.Note) = (row.Status!.Value, row.ArrivedAt, row.LeftAt, row.Note);
        record.Check();
    }
}

/// <param name="Meeting">The meeting's identifier, or its name.</param>
/// <param name="Person">An official's identifier or name, or the name of somebody who is none here.</param>
/// <param name="PersonName">As the source has it.</param>
public sealed record AttendanceRow(
    [Required, MaxLength(300)][property: RefersTo("meetings")] string Meeting, [Required] DateTimeOffset? MeetingStart, [Required, MaxLength(300)][property: RefersTo("officials")] string Person,
    [Required] AttendanceStatus? Status, DateTimeOffset? ArrivedAt = null, DateTimeOffset? LeftAt = null, [MaxLength(1000)] string? Note = null, [MaxLength(300)] string? PersonName = null);
