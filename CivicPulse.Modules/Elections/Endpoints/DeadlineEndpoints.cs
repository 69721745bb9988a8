using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using CivicPulse.Modules.Elections.Model;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Elections.Endpoints;

internal static class DeadlineEndpoints
{
    private static readonly Listing<ElectionDeadline> Listed = Listing.Of<ElectionDeadline>("date")
        .Sort("date", d => d.Date).Filter("election_id", d => d.ElectionId).Filter("kind", d => d.Kind);

    public static void MapDeadlines(this IEndpointRouteBuilder routes)
    {
        var deadlines = routes.MapGroup("/api/v1/election-deadlines").WithTags("Elections");
        deadlines.MapGet("/", List).Needs(ElectionsPermissions.Read).Lists(Listed).WithSummary("Lists deadlines of elections, earliest first");
        deadlines.MapPost("/", Create).Needs(ElectionsPermissions.Write).WithSummary("Adds a deadline to an election");
        deadlines.MapGet("/{id:guid}", Read).Needs(ElectionsPermissions.Read).WithSummary("Reads a deadline");
        deadlines.MapPatch("/{id:guid}", Change).Needs(ElectionsPermissions.Write).WithSummary("Changes the named fields of a deadline");
        deadlines.MapDelete("/{id:guid}", Delete).Needs(ElectionsPermissions.Write).WithSummary("Deletes a deadline");
    }

    private static Task<Page<DeadlineDetail>> List([AsParameters] PageQuery page, TenantDb db, CancellationToken ct) =>
        db.ElectionDeadlines.ToPageAsync(page, Listed, Detail, ct);

    private static async Task<Created<DeadlineDetail>> Create(CreateDeadline asked, TenantDb db, CancellationToken ct)
    {
        var election = await Found.ElectionAsync(db, asked.ElectionId!.Value, ct);
        var deadline = new ElectionDeadline { ElectionId = election.Id, Kind = asked.Kind!.Value, Label = asked.Label, Date = asked.Date!.Value, Time = asked.Time, Note = asked.Note };
        db.ElectionDeadlines.Add(deadline);
        await db.SaveChangesAsync(ct);
        return TypedResults.Created($"/api/v1/election-deadlines/{deadline.Id}", await Detail.OneAsync(db, deadline.Id, ct));
    }

    private static async Task<Results<Ok<DeadlineDetail>, NotFound>> Read(Guid id, TenantDb db, CancellationToken ct) =>
        await Detail.OneAsync(db, id, ct) is { } deadline ? TypedResults.Ok(deadline) : TypedResults.NotFound();

    private static async Task<Results<Ok<DeadlineDetail>, NotFound>> Change(Guid id, ChangeDeadline asked, TenantDb db, CancellationToken ct)
    {
        if (await db.ElectionDeadlines.FirstOrDefaultAsync(d => d.Id == id, ct) is not { } deadline) return TypedResults.NotFound();
        (deadline.Kind, deadline.Label) = (asked.Kind ?? deadline.Kind, asked.Label.Or(deadline.Label));
        (deadline.Date, deadline.Time, deadline.Note) = (asked.Date ?? deadline.Date, asked.Time ?? deadline.Time, asked.Note.Or(deadline.Note));
        await db.SaveChangesAsync(ct);
        return await Detail.OneAsync(db, id, ct) is { } changed ? TypedResults.Ok(changed) : TypedResults.NotFound();
    }

    private static async Task<Results<NoContent, NotFound>> Delete(Guid id, TenantDb db, CancellationToken ct)
    {
        if (await db.ElectionDeadlines.FirstOrDefaultAsync(d => d.Id == id, ct) is not { } deadline) return TypedResults.NotFound();
        db.ElectionDeadlines.Remove(deadline);
        await db.SaveChangesAsync(ct);
        return TypedResults.NoContent();
    }

    private static readonly Projection<ElectionDeadline, DeadlineDetail> Detail = new((_, d) => new DeadlineDetail(
        d.Id, d.ElectionId, d.Election!.Name, d.Kind, d.Label, d.Date, d.Time, d.Note, d.Version));
}

/// <param name="Label">Tells several of a kind apart: online, by mail.</param>
/// <param name="Time">Until when on that day, where the election is.</param>
[Example("""{ "election_id": "01890a5d-ac96-774b-bcce-b302099a8057", "kind": "registration", "label": "online", "date": "2026-10-05", "time": "23:59:00" }""")]
public sealed record CreateDeadline(
    [Required] Guid? ElectionId, [Required] DeadlineKind? Kind, [Required] DateOnly? Date, [MaxLength(100)] string? Label = null, TimeOnly? Time = null, [MaxLength(2000)] string? Note = null);

[Example("""{ "date": "2026-10-06" }""")]
public sealed record ChangeDeadline(
    DeadlineKind? Kind = null, DateOnly? Date = null, [MaxLength(100)] string? Label = null, TimeOnly? Time = null, [MaxLength(2000)] string? Note = null);

public sealed record DeadlineDetail(
    Guid Id, Guid ElectionId, string ElectionName, DeadlineKind Kind, string? Label, DateOnly Date, TimeOnly? Time, string? Note, [property: JsonIgnore] uint RowVersion) : IVersioned;
