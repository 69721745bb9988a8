using System.ComponentModel.DataAnnotations;
using CivicPulse.Modules.Governance.Model;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace CivicPulse.Modules.Governance.Endpoints;

internal static class MinutesLineEndpoints
{
    public static void MapMinutesLines(this IEndpointRouteBuilder routes)
    {
        var lines = routes.MapGroup("/api/v1/meetings/{meetingId:guid}/minutes/lines").WithTags("Governance");
        lines.MapPost("/", Add).Needs(GovernancePermissions.Write).WithSummary("Adds a line to the minutes; a review is void from then on");
        lines.MapPatch("/{id:guid}", Change).Needs(GovernancePermissions.Write).WithSummary("Words a line anew or moves it; its quotation stays, and a review is void");
        lines.MapDelete("/{id:guid}", Remove).Needs(GovernancePermissions.Write).WithSummary("Removes a line; a review is void from then on");
    }

    private static async Task<Results<Created<MinutesLineDetail>, ProblemHttpResult>> Add(
        Guid meetingId, AddMinutesLine asked, TenantDb db, CurrentAccount account, TimeProvider clock, CancellationToken ct)
    {
        if (await MinutesEndpoints.OfAsync(meetingId, db, ct) is not { } minutes) return MinutesEndpoints.None();
        var line = minutes.Add(asked.Kind, asked.Text, asked.Person, asked.Order, clock.GetUtcNow().AsStored(), account.Known);
        await db.SaveChangesAsync(ct);
        return TypedResults.Created($"/api/v1/meetings/{meetingId}/minutes", MinutesEndpoints.Line(line));
    }

    private static async Task<Results<Ok<MinutesDetail>, NotFound, ProblemHttpResult>> Change(
        Guid meetingId, Guid id, ChangeMinutesLine asked, TenantDb db, CurrentAccount account, TimeProvider clock, CancellationToken ct)
    {
        if (await MinutesEndpoints.OfAsync(meetingId, db, ct) is not { } minutes) return MinutesEndpoints.None();
        if (minutes.Lines.Find(l => l.Id == id) is not { } line) return TypedResults.NotFound();
        var (at, by) = (clock.GetUtcNow().AsStored(), account.Known);
        minutes.Reword(line, asked.Kind ?? line.Kind, asked.Text ?? line.Text, asked.Person.Or(line.Person), at, by);
        if (asked.Order is { } place) minutes.Move(line, place, at, by);
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(MinutesEndpoints.Detail(minutes));
    }

    private static async Task<Results<NoContent, NotFound, ProblemHttpResult>> Remove(
        Guid meetingId, Guid id, TenantDb db, CurrentAccount account, TimeProvider clock, CancellationToken ct)
    {
        if (await MinutesEndpoints.OfAsync(meetingId, db, ct) is not { } minutes) return MinutesEndpoints.None();
        if (minutes.Lines.Find(l => l.Id == id) is not { } line) return TypedResults.NotFound();
        minutes.Remove(line, clock.GetUtcNow().AsStored(), account.Known);
        await db.SaveChangesAsync(ct);
        return TypedResults.NoContent();
    }
}

/// <param name="Person">Who said it, or who is to do it.</param>
/// <param name="Order">Its place among all lines, from 0; the end when left out.</param>
[Example("""{ "kind": "decision", "text": "The permit is tabled until the proof of insurance has arrived." }""")]
public sealed record AddMinutesLine(
    [Required, MinLength(1), MaxLength(10_000)] string Text, LineKind Kind = LineKind.Summary, [MaxLength(300)] string? Person = null, [Range(0, Minutes.MostLines)] int? Order = null);

[Example("""{ "text": "The council approved 40,000 dollars for the roof of the library.", "order": 0 }""")]
public sealed record ChangeMinutesLine(
    [MinLength(1), MaxLength(10_000)] string? Text = null, LineKind? Kind = null, [MaxLength(300)] string? Person = null, [Range(0, Minutes.MostLines)] int? Order = null);
