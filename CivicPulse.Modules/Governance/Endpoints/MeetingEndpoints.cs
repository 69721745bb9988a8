using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using CivicPulse.Modules.Governance.Model;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Http;
using CivicPulse.Platform.Portal;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Governance.Endpoints;

internal static class MeetingEndpoints
{
    private static readonly Listing<Meeting> Listed = Listing.Of<Meeting>("-start_date")
        .Sort("start_date", m => m.StartDate).Sort("name", m => m.Name).Filter("status", m => m.Status).Filter("body_id", m => m.BodyId)
        .Filter("classification", m => m.Classification).Filter("transcript_state", m => m.TranscriptState).Filter("identifier", m => m.Identifier).Filter("published_at", m => m.PublishedAt);

    public static void MapMeetings(this IEndpointRouteBuilder routes)
    {
        var meetings = routes.MapGroup("/api/v1/meetings").WithTags("Governance");
        meetings.MapGet("/", List).Needs(GovernancePermissions.Read).Lists(Listed).WithSummary("Lists meetings, latest first");
        meetings.MapPost("/", Create).Needs(GovernancePermissions.Write).WithSummary("Schedules a meeting");
        meetings.MapGet("/{id:guid}", Read).Needs(GovernancePermissions.Read).WithSummary("Reads a meeting");
        meetings.MapPatch("/{id:guid}", Change).Needs(GovernancePermissions.Write).WithSummary("Changes the named fields of a meeting; imports leave them alone from then on");
        meetings.MapDelete("/{id:guid}", Delete).Needs(GovernancePermissions.Write).WithSummary("Deletes a meeting with its agenda, motions, votes, transcript and minutes");
        meetings.MapPublication<Meeting>(GovernancePermissions.Publish);
    }

    private static Task<Page<MeetingSummary>> List([AsParameters] PageQuery page, TenantDb db, CancellationToken ct) =>
        db.Meetings.ToPageAsync(page, Listed, Summary, ct);

    private static async Task<Results<Created<MeetingDetail>, ProblemHttpResult>> Create(CreateMeeting asked, TenantDb db, CancellationToken ct)
    {
        var (body, problem) = await BodyName(asked.BodyId, db, ct);
        if (problem is not null) return problem;
        var meeting = new Meeting { Name = asked.Name, StartDate = asked.StartDate!.Value.AsStored(), BodyId = asked.BodyId, Identifier = asked.Identifier };
        Describe(meeting, asked);
        meeting.Schedule();
        db.Meetings.Add(meeting);
        await db.SaveChangesAsync(ct);
        return TypedResults.Created($"/api/v1/meetings/{meeting.Id}", Told(meeting, body));
    }

    private static async Task<Results<Ok<MeetingDetail>, NotFound>> Read(Guid id, TenantDb db, CancellationToken ct) =>
        await Detail.OneAsync(db, id, ct) is { } meeting ? TypedResults.Ok(meeting) : TypedResults.NotFound();

    private static async Task<Results<Ok<MeetingDetail>, NotFound, ProblemHttpResult>> Change(Guid id, ChangeMeeting asked, TenantDb db, CancellationToken ct)
    {
        if (await db.Meetings.FirstOrDefaultAsync(m => m.Id == id, ct) is not { } meeting) return TypedResults.NotFound();
        var (_, problem) = await BodyName(asked.BodyId, db, ct);
        if (problem is not null) return problem;
        if (asked.LockedFields is { } locked) meeting.Unlock(locked);
        meeting.Name = asked.Name ?? meeting.Name;
        meeting.StartDate = asked.StartDate?.AsStored() ?? meeting.StartDate;
        meeting.BodyId = asked.BodyId ?? meeting.BodyId;
        Describe(meeting, asked);
        await db.SaveChangesAsync(ct);
        return await Detail.OneAsync(db, id, ct) is { } changed ? TypedResults.Ok(changed) : TypedResults.NotFound();
    }

    private static async Task<Results<NoContent, NotFound>> Delete(Guid id, TenantDb db, CancellationToken ct)
    {
        var (meetings, transcripts) = (db.Meetings, db.Transcripts);
        if (await meetings.FirstOrDefaultAsync(m => m.Id == id, ct) is not { } meeting) return TypedResults.NotFound();
        if (await db.Minutes.FirstOrDefaultAsync(m => m.MeetingId == id, ct) is { } minutes) minutes.RefuseWhenPublished();
        if (await transcripts.FirstOrDefaultAsync(t => t.MeetingId == id, ct) is { } transcript) meeting.RemoveTranscript(transcript);
        await db.ForgetFilesOfMeetingsAsync(meetings.Where(m => m.Id == id).Select(m => m.Id), ct);
        meetings.Remove(meeting);
        await db.SaveChangesAsync(ct);
        return TypedResults.NoContent();
    }

    private static void Describe(Meeting meeting, IMeetingFields asked)
    {
        meeting.Status = asked.Status ?? meeting.Status;
        (meeting.EndDate, meeting.AllDay) = (asked.EndDate?.AsStored() ?? meeting.EndDate, asked.AllDay ?? meeting.AllDay);
        (meeting.Classification, meeting.Description) = (asked.Classification.Or(meeting.Classification), asked.Description.Or(meeting.Description));
        (meeting.LocationName, meeting.LocationAddress) = (asked.LocationName.Or(meeting.LocationName), asked.LocationAddress.Or(meeting.LocationAddress));
        meeting.LocationUrl = asked.LocationUrl.Or(meeting.LocationUrl);
        (meeting.Latitude, meeting.Longitude) = (asked.Latitude ?? meeting.Latitude, asked.Longitude ?? meeting.Longitude);
        (meeting.VideoUrl, meeting.AgendaUrl) = (asked.VideoUrl.Or(meeting.VideoUrl), asked.AgendaUrl.Or(meeting.AgendaUrl));
        if (asked.Sources is { } sources) meeting.Sources = WebLink.Kept(sources);
        meeting.Check();
    }

    /// <summary>The name that the answer shows, asked for together with whether it is there.</summary>
    private static async Task<(string? Name, ProblemHttpResult? Problem)> BodyName(Guid? body, TenantDb db, CancellationToken ct)
    {
        if (body is not { } id) return default;
        return await Named.OneAsync(db, id, ct) is { } found ? (found.Name, null) : (null, Problems.Of(StatusCodes.Status422UnprocessableEntity, "governance.no_such_body", "There is no body with this body_id."));
    }

    private static readonly Projection<Body, NamedBody> Named = new((_, b) => new NamedBody(b.Name));

    private static readonly Projection<Meeting, MeetingSummary> Summary = new((db, m) => new MeetingSummary(
        m.Id, m.Name, m.StartDate, m.EndDate, m.AllDay, m.Status, m.Classification, m.BodyId, m.Body!.Name, m.LocationName, m.TranscriptState,
        db.Set<Minutes>().Where(x => x.MeetingId == m.Id).Select(x => (MinutesStatus?)x.Status).FirstOrDefault() ?? MinutesStatus.None, m.Slug, m.PublishedAt, m.Version));

    private static readonly Projection<Meeting, MeetingDetail> Detail = new((db, m) => new MeetingDetail(
        m.Id, m.Name, m.StartDate, m.EndDate, m.AllDay, m.Status, m.Classification, m.BodyId, m.Body!.Name, m.Description, m.LocationName, m.LocationAddress, m.LocationUrl,
        m.Latitude, m.Longitude, m.VideoUrl, m.AgendaUrl, m.TranscriptState,
        db.Set<Minutes>().Where(x => x.MeetingId == m.Id).Select(x => (MinutesStatus?)x.Status).FirstOrDefault() ?? MinutesStatus.None,
        m.Identifier, WebLink.Of(m.Sources), m.LastSeen, m.LockedFields, m.Slug, m.PublishedAt, m.Version));

    /// <summary>A new one, as it was just saved.</summary>
    private static MeetingDetail Told(Meeting m, string? body) => new(
        m.Id, m.Name, m.StartDate, m.EndDate, m.AllDay, m.Status, m.Classification, m.BodyId, body, m.Description, m.LocationName, m.LocationAddress, m.LocationUrl,
        m.Latitude, m.Longitude, m.VideoUrl, m.AgendaUrl, m.TranscriptState, MinutesStatus.None, m.Identifier, WebLink.Of(m.Sources), m.LastSeen, m.LockedFields, m.Slug, m.PublishedAt, m.Version);
}

internal interface IMeetingFields
{
    MeetingStatus? Status { get; }

    DateTimeOffset? EndDate { get; }

    bool? AllDay { get; }

    string? Classification { get; }

    string? Description { get; }

    string? LocationName { get; }

    string? LocationAddress { get; }

    string? LocationUrl { get; }

    double? Latitude { get; }

    double? Longitude { get; }

    string? VideoUrl { get; }

    string? AgendaUrl { get; }

    IReadOnlyList<WebLink>? Sources { get; }
}

/// <param name="AllDay">Only the day of start_date counts.</param>
/// <param name="Classification">regular, special, hearing, work_session, ...</param>
/// <param name="LocationUrl">Where to take part from afar.</param>
/// <param name="VideoUrl">The recording; agenda items, motions and votes name seconds in it.</param>
/// <param name="Identifier">The id under which its source knows it; unique.</param>
[Example("""{ "name": "Parks committee, March meeting", "start_date": "2026-03-02T18:00:00Z", "end_date": "2026-03-02T20:00:00Z", "classification": "regular", "location_name": "Town hall" }""")]
public sealed record CreateMeeting(
    [Required, MaxLength(300)] string Name, [Required] DateTimeOffset? StartDate, Guid? BodyId = null, MeetingStatus? Status = null, DateTimeOffset? EndDate = null, bool? AllDay = null,
    [MaxLength(60), RegularExpression("[a-z_]*")] string? Classification = null, [MaxLength(20000)] string? Description = null, [MaxLength(300)] string? LocationName = null,
    [MaxLength(500)] string? LocationAddress = null, [WebAddress] string? LocationUrl = null, [Range(-90.0, 90.0)] double? Latitude = null, [Range(-180.0, 180.0)] double? Longitude = null,
    [WebAddress] string? VideoUrl = null, [WebAddress] string? AgendaUrl = null, [MaxLength(300)] string? Identifier = null, [MaxLength(100)] IReadOnlyList<WebLink>? Sources = null) : IMeetingFields;

/// <param name="LockedFields">Fields to keep locked; the others are given back to the imports.</param>
[Example("""{ "name": "Parks committee, March meeting (moved)", "start_date": "2026-03-09T18:00:00Z", "status": "confirmed" }""")]
public sealed record ChangeMeeting(
    [MinLength(1), MaxLength(300)] string? Name = null, DateTimeOffset? StartDate = null, Guid? BodyId = null, MeetingStatus? Status = null, DateTimeOffset? EndDate = null, bool? AllDay = null,
    [MaxLength(60), RegularExpression("[a-z_]*")] string? Classification = null, [MaxLength(20000)] string? Description = null, [MaxLength(300)] string? LocationName = null,
    [MaxLength(500)] string? LocationAddress = null, [WebAddress] string? LocationUrl = null, [Range(-90.0, 90.0)] double? Latitude = null, [Range(-180.0, 180.0)] double? Longitude = null,
    [WebAddress] string? VideoUrl = null, [WebAddress] string? AgendaUrl = null, [MaxLength(100)] IReadOnlyList<WebLink>? Sources = null, IReadOnlyList<string>? LockedFields = null) : IMeetingFields;

public sealed record MeetingSummary(
    Guid Id, string Name, DateTimeOffset StartDate, DateTimeOffset? EndDate, bool AllDay, MeetingStatus Status, string? Classification, Guid? BodyId, string? BodyName, string? LocationName,
    TranscriptState TranscriptState, MinutesStatus MinutesStatus, string Slug, DateTimeOffset? PublishedAt, [property: JsonIgnore] uint RowVersion) : IVersioned;

/// <param name="LastSeen">When a source last said the same.</param>
/// <param name="LockedFields">Changed by a person: imports leave these alone.</param>
/// <param name="Slug">Its name in the portal's addresses.</param>
public sealed record MeetingDetail(
    Guid Id, string Name, DateTimeOffset StartDate, DateTimeOffset? EndDate, bool AllDay, MeetingStatus Status, string? Classification, Guid? BodyId, string? BodyName, string? Description,
    string? LocationName, string? LocationAddress, string? LocationUrl, double? Latitude, double? Longitude, string? VideoUrl, string? AgendaUrl, TranscriptState TranscriptState,
    MinutesStatus MinutesStatus, string? Identifier, IReadOnlyList<WebLink> Sources, DateTimeOffset? LastSeen, IReadOnlyList<string> LockedFields, string Slug, DateTimeOffset? PublishedAt,
    [property: JsonIgnore] uint RowVersion) : IVersioned;
