using System.ComponentModel.DataAnnotations;
using System.Linq.Expressions;
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

internal static class MeetingEndpoints
{
    private static readonly Listing<Meeting> Listed = Listing.Of<Meeting>("-start_date")
        .Sort("start_date", m => m.StartDate).Sort("name", m => m.Name)
        .Filter("status", m => m.Status).Filter("body_id", m => m.BodyId).Filter("transcript_state", m => m.TranscriptState);

    public static void MapMeetings(this IEndpointRouteBuilder routes)
    {
        var meetings = routes.MapGroup("/api/v1/meetings").WithTags("Governance");
        meetings.MapGet("/", List).Needs(GovernancePermissions.Read).Lists(Listed).WithSummary("Lists meetings, latest first");
        meetings.MapPost("/", Create).Needs(GovernancePermissions.Write).WithSummary("Schedules a meeting");
        meetings.MapGet("/{id:guid}", Read).Needs(GovernancePermissions.Read).WithSummary("Reads a meeting");
        meetings.MapPatch("/{id:guid}", Change).Needs(GovernancePermissions.Write).WithSummary("Changes the named fields of a meeting");
        meetings.MapDelete("/{id:guid}", Delete).Needs(GovernancePermissions.Write).WithSummary("Deletes a meeting with its transcript and minutes");
    }

    private static Task<Page<MeetingSummary>> List([AsParameters] PageQuery page, TenantDb db, CancellationToken ct) =>
        db.Meetings.ToPageAsync(page, Listed, Summary.In(db), ct);

    private static async Task<Results<Created<MeetingSummary>, ProblemHttpResult>> Create(CreateMeeting asked, TenantDb db, CancellationToken ct)
    {
        var (body, problem) = await BodyName(asked.BodyId, db, ct);
        if (problem is not null) return problem;
        var meeting = new Meeting { Name = asked.Name, StartDate = asked.StartDate!.Value.AsStored(), BodyId = asked.BodyId };
        meeting.Schedule();
        db.Meetings.Add(meeting);
        await db.SaveChangesAsync(ct);
        return TypedResults.Created($"/api/v1/meetings/{meeting.Id}", new MeetingSummary(
            meeting.Id, meeting.Name, meeting.StartDate, meeting.Status, meeting.BodyId, body, meeting.TranscriptState, MinutesStatus.None, meeting.Version));
    }

    private static async Task<Results<Ok<MeetingSummary>, NotFound>> Read(Guid id, TenantDb db, CancellationToken ct) =>
        await Summary.OneAsync(db, id, ct) is { } meeting ? TypedResults.Ok(meeting) : TypedResults.NotFound();

    private static async Task<Results<Ok<MeetingSummary>, NotFound, ProblemHttpResult>> Change(Guid id, ChangeMeeting asked, TenantDb db, CancellationToken ct)
    {
        if (await db.Meetings.FirstOrDefaultAsync(m => m.Id == id, ct) is not { } meeting) return TypedResults.NotFound();
        var (_, problem) = await BodyName(asked.BodyId, db, ct);
        if (problem is not null) return problem;
        meeting.Name = asked.Name ?? meeting.Name;
        meeting.StartDate = asked.StartDate?.AsStored() ?? meeting.StartDate;
        meeting.BodyId = asked.BodyId ?? meeting.BodyId;
        meeting.Status = asked.Status ?? meeting.Status;
        await db.SaveChangesAsync(ct);
        return await Summary.OneAsync(db, id, ct) is { } changed ? TypedResults.Ok(changed) : TypedResults.NotFound();
    }

    private static async Task<Results<NoContent, NotFound>> Delete(Guid id, TenantDb db, CancellationToken ct)
    {
        if (await db.Meetings.FirstOrDefaultAsync(m => m.Id == id, ct) is not { } meeting) return TypedResults.NotFound();
        var transcripts = db.Transcripts;
        if (await transcripts.FirstOrDefaultAsync(t => t.MeetingId == id, ct) is { } transcript) meeting.RemoveTranscript(transcript);
        db.Meetings.Remove(meeting);
        await db.SaveChangesAsync(ct);
        return TypedResults.NoContent();
    }

    /// <summary>The name that the answer shows, asked for together with whether it is there.</summary>
    private static async Task<(string? Name, ProblemHttpResult? Problem)> BodyName(Guid? body, TenantDb db, CancellationToken ct)
    {
        if (body is not { } id) return default;
        return await Named.OneAsync(db, id, ct) is { } found ? (found.Name, null) : (null, Problems.Of(StatusCodes.Status422UnprocessableEntity, "governance.no_such_body", "There is no body with this body_id."));
    }

    private static readonly Projection<Body, NamedBody> Named = new((_, b) => new NamedBody(b.Name));

    private static readonly Projection<Meeting, MeetingSummary> Summary = new((db, m) => new MeetingSummary(
        m.Id, m.Name, m.StartDate, m.Status, m.BodyId, m.Body!.Name, m.TranscriptState,
        db.Set<Minutes>().Where(x => x.MeetingId == m.Id).Select(x => (MinutesStatus?)x.Status).FirstOrDefault() ?? MinutesStatus.None, m.Version));
}

[Example("""{ "name": "Parks committee, March meeting", "start_date": "2026-03-02T18:00:00Z" }""")]
public sealed record CreateMeeting([Required, MaxLength(300)] string Name, [Required] DateTimeOffset? StartDate, Guid? BodyId = null);

[Example("""{ "name": "Parks committee, March meeting (moved)", "start_date": "2026-03-09T18:00:00Z", "status": "confirmed" }""")]
public sealed record ChangeMeeting(
    [MinLength(1), MaxLength(300)] string? Name = null, DateTimeOffset? StartDate = null, Guid? BodyId = null, MeetingStatus? Status = null);

public sealed record MeetingSummary(
    Guid Id, string Name, DateTimeOffset StartDate, MeetingStatus Status, Guid? BodyId, string? BodyName,
    TranscriptState TranscriptState, MinutesStatus MinutesStatus, [property: JsonIgnore] uint RowVersion) : IVersioned;
