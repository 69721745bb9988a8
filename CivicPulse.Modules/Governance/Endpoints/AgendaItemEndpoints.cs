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

internal static class AgendaItemEndpoints
{
    private const int LongestAgenda = 500;

    private static readonly Listing<AgendaItem> Listed = Listing.InOrder<AgendaItem>("order", i => i.Order).Filter("title", i => i.Title).Filter("matter_id", i => i.MatterId);

    public static void MapAgendaItems(this IEndpointRouteBuilder routes)
    {
        var items = routes.MapGroup("/api/v1/meetings/{meetingId:guid}/agenda-items").WithTags("Governance");
        items.MapGet("/", List).Needs(GovernancePermissions.Read).Lists(Listed).WithSummary("Lists a meeting's agenda in order");
        items.MapPost("/", Create).Needs(GovernancePermissions.Write).WithSummary("Adds an item at the end of the agenda");
        items.MapPatch("/{id:guid}", Change).Needs(GovernancePermissions.Write).WithSummary("Changes the named fields of an item; `order` moves it, and the others make room");
        items.MapDelete("/{id:guid}", Delete).Needs(GovernancePermissions.Write).WithSummary("Removes an item");
    }

    private static async Task<Results<Ok<Page<AgendaItemDetail>>, NotFound>> List(
        Guid meetingId, [AsParameters] PageQuery page, TenantDb db, CancellationToken ct)
    {
        if (!await db.Meetings.AnyAsync(m => m.Id == meetingId, ct)) return TypedResults.NotFound();
        return TypedResults.Ok(await db.AgendaItems.Where(i => i.MeetingId == meetingId).ToPageAsync(page, Listed, Detail.In(db), ct));
    }

    private static async Task<Results<Created<AgendaItemDetail>, NotFound, ProblemHttpResult>> Create(
        Guid meetingId, CreateAgendaItem asked, TenantDb db, CancellationToken ct)
    {
        if (!await db.Meetings.AnyAsync(m => m.Id == meetingId, ct)) return TypedResults.NotFound();
        if (await Known.MatterAsync(asked.MatterId, db, ct) is { } problem) return problem;
        var last = await db.AgendaItems.Where(i => i.MeetingId == meetingId).MaxAsync(i => (int?)i.Order, ct) ?? 0;
        RuleBroken.Unless(await db.AgendaItems.CountAsync(i => i.MeetingId == meetingId, ct) < LongestAgenda, "governance.agenda_full", $"An agenda has at most {LongestAgenda} items.");
        var item = new AgendaItem { MeetingId = meetingId, Order = last + 1, Title = asked.Title };
        Describe(item, asked);
        db.AgendaItems.Add(item);
        await db.SaveChangesAsync(ct);
        return TypedResults.Created($"/api/v1/meetings/{meetingId}/agenda-items", await Detail.OneAsync(db, item.Id, ct));
    }

    private static async Task<Results<Ok<AgendaItemDetail>, NotFound, ProblemHttpResult>> Change(Guid meetingId, Guid id, ChangeAgendaItem asked, TenantDb db, CancellationToken ct)
    {
        var items = db.AgendaItems.Where(i => i.MeetingId == meetingId && (asked.Order != null || i.Id == id));
        var agenda = await items.OrderBy(i => i.Order).ToListAsync(ct);
        if (agenda.Find(i => i.Id == id) is not { } item) return TypedResults.NotFound();
        if (await Known.MatterAsync(asked.MatterId, db, ct) is { } problem) return problem;
        item.Title = asked.Title ?? item.Title;
        Describe(item, asked);
        if (asked.Order is { } order) AgendaItem.Move(agenda, item, order);
        await db.SaveChangesAsync(ct);
        return await Detail.OneAsync(db, id, ct) is { } changed ? TypedResults.Ok(changed) : TypedResults.NotFound();
    }

    private static async Task<Results<NoContent, NotFound>> Delete(Guid meetingId, Guid id, TenantDb db, CancellationToken ct)
    {
        var items = db.AgendaItems;
        if (await items.FirstOrDefaultAsync(i => i.Id == id && i.MeetingId == meetingId, ct) is not { } item) return TypedResults.NotFound();
        await db.ForgetFilesAsync<AgendaItemAttachment>(items.Where(i => i.Id == id).Select(i => i.Id), ct);
        items.Remove(item);
        await db.SaveChangesAsync(ct);
        return TypedResults.NoContent();
    }

    private static void Describe(AgendaItem item, IAgendaItemFields asked)
    {
        (item.Notes, item.Classification) = (asked.Notes.Or(item.Notes), asked.Classification.Or(item.Classification));
        (item.MatterId, item.VideoSeconds) = (asked.MatterId ?? item.MatterId, asked.VideoSeconds ?? item.VideoSeconds);
        if (asked.Subjects is { } subjects) item.Subjects = Lines.Checked(subjects);
        if (asked.Links is { } links) item.Links = WebLink.Kept(links);
    }

    private static readonly Projection<AgendaItem, AgendaItemDetail> Detail = new((_, i) => new AgendaItemDetail(
        i.Id, i.Order, i.Title, i.Notes, i.MatterId, i.Matter!.Identifier, i.Matter.Name, i.Classification, i.Subjects, WebLink.Of(i.Links), i.VideoSeconds, i.Version));
}

internal interface IAgendaItemFields
{
    string? Notes { get; }

    Guid? MatterId { get; }

    string? Classification { get; }

    IReadOnlyList<string>? Subjects { get; }

    IReadOnlyList<WebLink>? Links { get; }

    int? VideoSeconds { get; }
}

/// <param name="VideoSeconds">Where it begins in the recording.</param>
[Example("""{ "title": "Pump of the swimming pool", "notes": "The offer is attached to the minutes of February.", "subjects": ["Parks"] }""")]
public sealed record CreateAgendaItem(
    [Required, MaxLength(500)] string Title, [MaxLength(5000)] string? Notes = null, Guid? MatterId = null, [MaxLength(60), RegularExpression("[a-z_]*")] string? Classification = null,
    [MaxLength(50)] IReadOnlyList<string>? Subjects = null, [MaxLength(50)] IReadOnlyList<WebLink>? Links = null, [Range(0, 1_000_000)] int? VideoSeconds = null) : IAgendaItemFields;

/// <param name="Order">Its new place, from 1.</param>
[Example("""{ "order": 2, "video_seconds": 310 }""")]
public sealed record ChangeAgendaItem(
    [MinLength(1), MaxLength(500)] string? Title = null, [MaxLength(5000)] string? Notes = null, Guid? MatterId = null, [MaxLength(60), RegularExpression("[a-z_]*")] string? Classification = null,
    [MaxLength(50)] IReadOnlyList<string>? Subjects = null, [MaxLength(50)] IReadOnlyList<WebLink>? Links = null, [Range(0, 1_000_000)] int? VideoSeconds = null,
    [Range(1, 500)] int? Order = null) : IAgendaItemFields;

public sealed record AgendaItemDetail(
    Guid Id, int Order, string Title, string? Notes, Guid? MatterId, string? MatterIdentifier, string? MatterTitle, string? Classification, IReadOnlyList<string> Subjects,
    IReadOnlyList<WebLink> Links, int? VideoSeconds, [property: JsonIgnore] uint RowVersion) : IVersioned;
