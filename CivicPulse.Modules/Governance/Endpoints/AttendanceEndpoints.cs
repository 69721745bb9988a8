using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using CivicPulse.Modules.Governance.Model;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Governance.Endpoints;

internal static class AttendanceEndpoints
{
    private static readonly Listing<Attendance> Listed = Listing.Of<Attendance>("person_name")
        .Sort("person_name", a => a.PersonName).Filter("status", a => a.Status).Filter("official_id", a => a.OfficialId);

    public static void MapAttendances(this IEndpointRouteBuilder routes)
    {
        var meeting = routes.MapGroup("/api/v1/meetings/{meetingId:guid}").WithTags("Governance");
        meeting.MapGet("/attendances", List).Needs(GovernancePermissions.Read).Lists(Listed).WithSummary("Lists who was at a meeting, and who was not");
        meeting.MapPost("/attendances", Add).Needs(GovernancePermissions.Write).WithSummary("Notes whether somebody was there");
        meeting.MapPatch("/attendances/{id:guid}", Change).Needs(GovernancePermissions.Write).WithSummary("Changes the named fields of an attendance");
        meeting.MapDelete("/attendances/{id:guid}", Delete).Needs(GovernancePermissions.Write).WithSummary("Deletes an attendance");
        meeting.MapGet("/quorum", ReadQuorum).Needs(GovernancePermissions.Read).WithSummary("Tells whether more than half of those who belonged to the body on that day were there");
    }

    private static async Task<Results<Ok<Page<AttendanceDetail>>, NotFound>> List(Guid meetingId, [AsParameters] PageQuery page, TenantDb db, CancellationToken ct)
    {
        if (!await db.Meetings.AnyAsync(m => m.Id == meetingId, ct)) return TypedResults.NotFound();
        return TypedResults.Ok(await db.Attendances.Where(a => a.MeetingId == meetingId).ToPageAsync(page, Listed, Detail.In(db), ct));
    }

    private static async Task<Results<Created<AttendanceDetail>, NotFound, ProblemHttpResult>> Add(Guid meetingId, AddAttendance asked, TenantDb db, CancellationToken ct)
    {
        if (!await db.Meetings.AnyAsync(m => m.Id == meetingId, ct)) return TypedResults.NotFound();
        var (name, problem) = await Known.WhoAsync(asked.OfficialId, asked.PersonName, db, ct);
        if (problem is not null) return problem;
        var attendance = new Attendance { MeetingId = meetingId, OfficialId = asked.OfficialId, PersonName = asked.PersonName ?? name!, Status = asked.Status };
        Describe(attendance, asked.ArrivedAt, asked.LeftAt, asked.Note);
        db.Attendances.Add(attendance);
        await db.SaveChangesAsync(ct);
        return TypedResults.Created($"/api/v1/meetings/{meetingId}/attendances", await Detail.OneAsync(db, attendance.Id, ct));
    }

    private static async Task<Results<Ok<AttendanceDetail>, NotFound>> Change(Guid meetingId, Guid id, ChangeAttendance asked, TenantDb db, CancellationToken ct)
    {
        if (await db.Attendances.FirstOrDefaultAsync(a => a.Id == id && a.MeetingId == meetingId, ct) is not { } attendance) return TypedResults.NotFound();
        attendance.Status = asked.Status ?? attendance.Status;
        Describe(attendance, asked.ArrivedAt, asked.LeftAt, asked.Note);
        await db.SaveChangesAsync(ct);
        return await Detail.OneAsync(db, id, ct) is { } changed ? TypedResults.Ok(changed) : TypedResults.NotFound();
    }

    private static async Task<Results<NoContent, NotFound>> Delete(Guid meetingId, Guid id, TenantDb db, CancellationToken ct)
    {
        if (await db.Attendances.FirstOrDefaultAsync(a => a.Id == id && a.MeetingId == meetingId, ct) is not { } attendance) return TypedResults.NotFound();
        db.Attendances.Remove(attendance);
        await db.SaveChangesAsync(ct);
        return TypedResults.NoContent();
    }

    /// <summary>Staff and guests who were there count for nothing: only members make a quorum.</summary>
    private static async Task<Results<Ok<QuorumDetail>, NotFound>> ReadQuorum(Guid meetingId, TenantDb db, CancellationToken ct)
    {
        var (meetings, attendances) = (db.Meetings, db.Attendances);
        if (await meetings.AsNoTracking().FirstOrDefaultAsync(m => m.Id == meetingId, ct) is not { } meeting) return TypedResults.NotFound();
        var members = await db.Memberships.HeldOn(meeting.DayIn(db.Zone)).Where(m => m.BodyId == meeting.BodyId).Select(m => new { m.OfficialId, m.PersonName }).Distinct().ToListAsync(ct);
        var there = await attendances.Where(a => a.MeetingId == meetingId && (a.Status == AttendanceStatus.Present || a.Status == AttendanceStatus.Late || a.Status == AttendanceStatus.Remote))
            .Select(a => new { a.OfficialId, a.PersonName }).ToListAsync(ct);
        var seats = members.Select(m => m.OfficialId?.ToString() ?? m.PersonName).ToHashSet(StringComparer.Ordinal);
        var quorum = new Quorum(seats.Count, there.Select(a => a.OfficialId?.ToString() ?? a.PersonName).Count(seats.Contains));
        return TypedResults.Ok(new QuorumDetail(meetingId, quorum.Members, quorum.Required, quorum.Present, quorum.IsReached));
    }

    private static void Describe(Attendance attendance, DateTimeOffset? arrived, DateTimeOffset? left, string? note)
    {
        (attendance.ArrivedAt, attendance.LeftAt) = (arrived?.AsStored() ?? attendance.ArrivedAt, left?.AsStored() ?? attendance.LeftAt);
        attendance.Note = note.Or(attendance.Note);
        attendance.Check();
    }

    private static readonly Projection<Attendance, AttendanceDetail> Detail = new((_, a) => new AttendanceDetail(
        a.Id, a.MeetingId, a.OfficialId, a.Official!.Name ?? a.PersonName, a.Status, a.ArrivedAt, a.LeftAt, a.Note, a.Version));
}

/// <param name="PersonName">For somebody who is no official here.</param>
[Example("""{ "person_name": "Ada Alvarez", "status": "late", "arrived_at": "2026-03-02T18:20:00Z" }""")]
public sealed record AddAttendance(
    Guid? OfficialId = null, [MaxLength(300)] string? PersonName = null, AttendanceStatus Status = AttendanceStatus.Present, DateTimeOffset? ArrivedAt = null, DateTimeOffset? LeftAt = null,
    [MaxLength(1000)] string? Note = null);

[Example("""{ "status": "excused", "note": "Ill." }""")]
public sealed record ChangeAttendance(
    AttendanceStatus? Status = null, DateTimeOffset? ArrivedAt = null, DateTimeOffset? LeftAt = null, [MaxLength(1000)] string? Note = null);

public sealed record AttendanceDetail(
    Guid Id, Guid MeetingId, Guid? OfficialId, string PersonName, AttendanceStatus Status, DateTimeOffset? ArrivedAt, DateTimeOffset? LeftAt, string? Note,
    [property: JsonIgnore] uint RowVersion) : IVersioned;

/// <param name="Members">Who belonged to the body on the day of the meeting.</param>
/// <param name="Required">More than half of them.</param>
/// <param name="Reached">Left out when nobody is known to belong to the body.</param>
public sealed record QuorumDetail(Guid MeetingId, int Members, int Required, int Present, bool? Reached);
