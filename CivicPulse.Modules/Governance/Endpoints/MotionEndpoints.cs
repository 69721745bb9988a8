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

internal static class MotionEndpoints
{
    private static readonly Listing<Motion> Listed = Listing.Of<Motion>("-created_at")
        .Sort("created_at", m => m.CreatedAt).Filter("meeting_id", m => m.MeetingId).Filter("agenda_item_id", m => m.AgendaItemId).Filter("matter_id", m => m.MatterId)
        .Filter("classification", m => m.Classification).Filter("requirement", m => m.Requirement).Filter("mover_id", m => m.MoverId).Filter("text", m => m.Text)
        .Filter("identifier", m => m.Identifier).Filter("published_at", m => m.PublishedAt);

    public static void MapMotions(this IEndpointRouteBuilder routes)
    {
        var motions = routes.MapGroup("/api/v1/motions").WithTags("Governance");
        motions.MapGet("/", List).Needs(GovernancePermissions.Read).Lists(Listed).WithSummary("Lists motions, newest first");
        motions.MapPost("/", Create).Needs(GovernancePermissions.Write).WithSummary("Adds a motion to a meeting");
        motions.MapGet("/{id:guid}", Read).Needs(GovernancePermissions.Read).WithSummary("Reads a motion");
        motions.MapPatch("/{id:guid}", Change).Needs(GovernancePermissions.Write).WithSummary("Changes the named fields of a motion; another requirement decides its votes anew");
        motions.MapDelete("/{id:guid}", Delete).Needs(GovernancePermissions.Write).WithSummary("Deletes a motion with its votes");
        motions.MapPublication<Motion>(GovernancePermissions.Publish);
    }

    private static Task<Page<MotionDetail>> List([AsParameters] PageQuery page, TenantDb db, CancellationToken ct) => db.Motions.ToPageAsync(page, Listed, Detail, ct);

    private static async Task<Results<Created<MotionDetail>, ProblemHttpResult>> Create(CreateMotion asked, TenantDb db, CancellationToken ct)
    {
        if (!await db.Meetings.AnyAsync(m => m.Id == asked.MeetingId, ct))
            return Problems.Of(StatusCodes.Status422UnprocessableEntity, "governance.no_such_meeting", "There is no meeting with this meeting_id.");
        var motion = new Motion { MeetingId = asked.MeetingId!.Value, Text = asked.Text, Identifier = asked.Identifier, Requirement = asked.Requirement };
        if (await DescribeAsync(motion, asked, db, ct) is { } problem) return problem;
        db.Motions.Add(motion);
        await db.SaveChangesAsync(ct);
        return TypedResults.Created($"/api/v1/motions/{motion.Id}", await Detail.OneAsync(db, motion.Id, ct));
    }

    private static async Task<Results<Ok<MotionDetail>, NotFound>> Read(Guid id, TenantDb db, CancellationToken ct) =>
        await Detail.OneAsync(db, id, ct) is { } motion ? TypedResults.Ok(motion) : TypedResults.NotFound();

    private static async Task<Results<Ok<MotionDetail>, NotFound, ProblemHttpResult>> Change(Guid id, ChangeMotion asked, TenantDb db, CancellationToken ct)
    {
        if (await db.Motions.Include(m => m.VoteEvents).ThenInclude(v => v.Votes).AsSplitQuery().FirstOrDefaultAsync(m => m.Id == id, ct) is not { } motion) return TypedResults.NotFound();
        if (asked.LockedFields is { } locked) motion.Unlock(locked);
        motion.Text = asked.Text ?? motion.Text;
        motion.Require(asked.Requirement ?? motion.Requirement);
        if (await DescribeAsync(motion, asked, db, ct) is { } problem) return problem;
        await db.SaveChangesAsync(ct);
        return await Detail.OneAsync(db, id, ct) is { } changed ? TypedResults.Ok(changed) : TypedResults.NotFound();
    }

    private static async Task<Results<NoContent, NotFound>> Delete(Guid id, TenantDb db, CancellationToken ct)
    {
        var motions = db.Motions;
        if (await motions.FirstOrDefaultAsync(m => m.Id == id, ct) is not { } motion) return TypedResults.NotFound();
        await db.ForgetFilesAsync<MotionAttachment>(motions.Where(m => m.Id == id).Select(m => m.Id), ct);
        motions.Remove(motion);
        await db.SaveChangesAsync(ct);
        return TypedResults.NoContent();
    }

    private static async Task<ProblemHttpResult?> DescribeAsync(Motion motion, IMotionFields asked, TenantDb db, CancellationToken ct)
    {
        if (await Known.MatterAsync(asked.MatterId, db, ct) is { } missing) return missing;
        if (asked.AgendaItemId is { } item && !await db.AgendaItems.AnyAsync(a => a.Id == item && a.MeetingId == motion.MeetingId, ct))
            return Problems.Of(StatusCodes.Status422UnprocessableEntity, "governance.no_such_agenda_item", "The meeting has no agenda item with this agenda_item_id.");
        var (mover, unknown) = await Known.MaybeAsync(asked.MoverId, asked.MoverName, db, ct);
        if (unknown is not null) return unknown;
        var (seconder, nobody) = await Known.MaybeAsync(asked.SeconderId, asked.SeconderName, db, ct);
        if (nobody is not null) return nobody;
        if (mover is not null) (motion.MoverId, motion.MoverName) = (asked.MoverId, mover);
        if (seconder is not null) (motion.SeconderId, motion.SeconderName) = (asked.SeconderId, seconder);
        (motion.AgendaItemId, motion.MatterId) = (asked.AgendaItemId ?? motion.AgendaItemId, asked.MatterId ?? motion.MatterId);
        (motion.Classification, motion.VideoSeconds) = (asked.Classification ?? motion.Classification, asked.VideoSeconds ?? motion.VideoSeconds);
        if (asked.Sources is { } sources) motion.Sources = WebLink.Kept(sources);
        motion.State(asked.Result);
        return null;
    }

    private static readonly Projection<Motion, MotionDetail> Detail = new((_, m) => new MotionDetail(
        m.Id, m.MeetingId, m.Meeting!.Name, m.Meeting.StartDate, m.AgendaItemId, m.AgendaItem!.Title, m.MatterId, m.Matter!.Identifier, m.Matter.Name, m.Text, m.Classification, m.Requirement,
        m.MoverId, m.Mover!.Name ?? m.MoverName, m.SeconderId, m.Seconder!.Name ?? m.SeconderName,
        m.VoteEvents.Where(v => v.Result != null).OrderByDescending(v => v.StartDate).Select(v => v.Result).FirstOrDefault() ?? m.Result, m.VideoSeconds,
        m.Identifier, WebLink.Of(m.Sources), m.LastSeen, m.LockedFields, m.Slug, m.PublishedAt, m.CreatedAt, m.Version));
}

internal interface IMotionFields
{
    Guid? AgendaItemId { get; }

    Guid? MatterId { get; }

    MotionClassification? Classification { get; }

    Guid? MoverId { get; }

    string? MoverName { get; }

    Guid? SeconderId { get; }

    string? SeconderName { get; }

    VoteResult? Result { get; }

    int? VideoSeconds { get; }

    IReadOnlyList<WebLink>? Sources { get; }
}

/// <param name="Classification">What a yes means: of passage, reading and veto_override it speaks for the matter.</param>
/// <param name="Requirement">How many of the votes cast it needs.</param>
/// <param name="Result">For what is decided without a recorded vote.</param>
/// <param name="VideoSeconds">Where it is made in the recording.</param>
[Example("""{ "meeting_id": "01890a5d-ac96-774b-bcce-b302099a8057", "text": "To buy a new pump for the swimming pool", "mover_name": "Ada Alvarez", "requirement": "majority", "video_seconds": 431 }""")]
public sealed record CreateMotion(
    [Required] Guid? MeetingId, [Required, MaxLength(5000)] string Text, Guid? AgendaItemId = null, Guid? MatterId = null, MotionClassification? Classification = null,
    Requirement Requirement = Requirement.Majority, Guid? MoverId = null, [MaxLength(300)] string? MoverName = null, Guid? SeconderId = null, [MaxLength(300)] string? SeconderName = null,
    VoteResult? Result = null, [Range(0, 1_000_000)] int? VideoSeconds = null, [MaxLength(300)] string? Identifier = null, [MaxLength(100)] IReadOnlyList<WebLink>? Sources = null) : IMotionFields;

/// <param name="LockedFields">Fields to keep locked; the others are given back to the imports.</param>
[Example("""{ "requirement": "two_thirds", "seconder_name": "Ben Boone" }""")]
public sealed record ChangeMotion(
    [MinLength(1), MaxLength(5000)] string? Text = null, Guid? AgendaItemId = null, Guid? MatterId = null, MotionClassification? Classification = null, Requirement? Requirement = null,
    Guid? MoverId = null, [MaxLength(300)] string? MoverName = null, Guid? SeconderId = null, [MaxLength(300)] string? SeconderName = null, VoteResult? Result = null,
    [Range(0, 1_000_000)] int? VideoSeconds = null, [MaxLength(100)] IReadOnlyList<WebLink>? Sources = null, IReadOnlyList<string>? LockedFields = null) : IMotionFields;

/// <param name="Result">Of the last vote that has one; else as it was stated.</param>
public sealed record MotionDetail(
    Guid Id, Guid MeetingId, string MeetingName, DateTimeOffset MeetingStart, Guid? AgendaItemId, string? AgendaItemTitle, Guid? MatterId, string? MatterIdentifier, string? MatterTitle, string Text,
    MotionClassification Classification, Requirement Requirement, Guid? MoverId, string? MoverName, Guid? SeconderId, string? SeconderName, VoteResult? Result, int? VideoSeconds,
    string? Identifier, IReadOnlyList<WebLink> Sources, DateTimeOffset? LastSeen, IReadOnlyList<string> LockedFields, string Slug, DateTimeOffset? PublishedAt, DateTimeOffset CreatedAt,
    [property: JsonIgnore] uint RowVersion) : IVersioned;
