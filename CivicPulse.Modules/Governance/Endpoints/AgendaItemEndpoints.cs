using System.ComponentModel.DataAnnotations;
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

internal static class AgendaItemEndpoints
{
    private const int LongestAgenda = 500;

    private static readonly Listing<AgendaItem> Listed = Listing.InOrder<AgendaItem>("order", i => i.Order).Filter("title", i => i.Title);

    public static void MapAgendaItems(this IEndpointRouteBuilder routes)
    {
        var items = routes.MapGroup("/api/v1/meetings/{meetingId:guid}/agenda-items").WithTags("Governance");
        items.MapGet("/", List).Needs(GovernancePermissions.Read).Lists(Listed).WithSummary("Lists a meeting's agenda in order");
        items.MapPost("/", Create).Needs(GovernancePermissions.Write).WithSummary("Adds an item at the end of the agenda");
        items.MapDelete("/{id:guid}", Delete).Needs(GovernancePermissions.Write).WithSummary("Removes an item");
    }

    private static async Task<Results<Ok<Page<AgendaItemDetail>>, NotFound>> List(
        Guid meetingId, [AsParameters] PageQuery page, TenantDb db, CancellationToken ct)
    {
        if (!await db.Meetings.AnyAsync(m => m.Id == meetingId, ct)) return TypedResults.NotFound();
        return TypedResults.Ok(await db.AgendaItems.Where(i => i.MeetingId == meetingId)
            .ToPageAsync(page, Listed, i => new AgendaItemDetail(i.Id, i.Order, i.Title, i.Notes), ct));
    }

    private static async Task<Results<Created<AgendaItemDetail>, NotFound>> Create(
        Guid meetingId, CreateAgendaItem asked, TenantDb db, CancellationToken ct)
    {
        if (!await db.Meetings.AnyAsync(m => m.Id == meetingId, ct)) return TypedResults.NotFound();
        var last = await db.AgendaItems.Where(i => i.MeetingId == meetingId).MaxAsync(i => (int?)i.Order, ct) ?? 0;
        RuleBroken.Unless(await db.AgendaItems.CountAsync(i => i.MeetingId == meetingId, ct) < LongestAgenda, "governance.agenda_full", $"An agenda has at most {LongestAgenda} items.");
        var item = new AgendaItem { MeetingId = meetingId, Order = last + 1, Title = asked.Title, Notes = asked.Notes };
        db.AgendaItems.Add(item);
        await db.SaveChangesAsync(ct);
        return TypedResults.Created($"/api/v1/meetings/{meetingId}/agenda-items", new AgendaItemDetail(item.Id, item.Order, item.Title, item.Notes));
    }

    private static async Task<Results<NoContent, NotFound>> Delete(Guid meetingId, Guid id, TenantDb db, CancellationToken ct)
    {
        if (await db.AgendaItems.FirstOrDefaultAsync(i => i.Id == id && i.MeetingId == meetingId, ct) is not { } item) return TypedResults.NotFound();
        db.AgendaItems.Remove(item);
        await db.SaveChangesAsync(ct);
        return TypedResults.NoContent();
    }
}

[Example("""{ "title": "Pump of the swimming pool", "notes": "The offer is attached to the minutes of February." }""")]
public sealed record CreateAgendaItem([Required, MaxLength(500)] string Title, [MaxLength(5000)] string? Notes = null);

public sealed record AgendaItemDetail(Guid Id, int Order, string Title, string? Notes);
