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

internal static class MatterActionEndpoints
{
    private const int Most = 500;

    private static readonly Listing<MatterAction> Listed = Listing.InOrder<MatterAction>("order", a => a.Order).Filter("date", a => a.Date);

    public static void MapMatterActions(this IEndpointRouteBuilder routes)
    {
        var actions = routes.MapGroup("/api/v1/matters/{matterId:guid}/actions").WithTags("Governance");
        actions.MapGet("/", List).Needs(GovernancePermissions.Read).Lists(Listed).WithSummary("Lists what happened to a matter, in order");
        actions.MapPost("/", Create).Needs(GovernancePermissions.Write).WithSummary("Adds what happened last");
        actions.MapPatch("/{id:guid}", Change).Needs(GovernancePermissions.Write).WithSummary("Changes the named fields of an action");
        actions.MapDelete("/{id:guid}", Delete).Needs(GovernancePermissions.Write).WithSummary("Deletes an action");
    }

    private static async Task<Results<Ok<Page<MatterActionDetail>>, NotFound>> List(Guid matterId, [AsParameters] PageQuery page, TenantDb db, CancellationToken ct)
    {
        if (!await db.Matters.AnyAsync(m => m.Id == matterId, ct)) return TypedResults.NotFound();
        return TypedResults.Ok(await db.MatterActions.Where(a => a.MatterId == matterId).ToPageAsync(page, Listed, Detail.In(db), ct));
    }

    private static async Task<Results<Created<MatterActionDetail>, NotFound, ProblemHttpResult>> Create(Guid matterId, AddMatterAction asked, TenantDb db, CancellationToken ct)
    {
        if (!await db.Matters.AnyAsync(m => m.Id == matterId, ct)) return TypedResults.NotFound();
        if (await Known.BodyAsync(asked.BodyId, db, ct) is { } problem) return problem;
        var last = await db.MatterActions.Where(a => a.MatterId == matterId).MaxAsync(a => (int?)a.Order, ct) ?? 0;
        RuleBroken.Unless(await db.MatterActions.CountAsync(a => a.MatterId == matterId, ct) < Most, "governance.too_many_actions", $"A matter has at most {Most} actions.");
        var action = new MatterAction
        {
            MatterId = matterId,
            Order = last + 1,
            Date = asked.Date!.Value,
            Description = asked.Description,
            Classification = MatterAction.Known(asked.Classification),
            BodyId = asked.BodyId,
        };
        db.MatterActions.Add(action);
        await db.SaveChangesAsync(ct);
        return TypedResults.Created($"/api/v1/matters/{matterId}/actions", await Detail.OneAsync(db, action.Id, ct));
    }

    private static async Task<Results<Ok<MatterActionDetail>, NotFound, ProblemHttpResult>> Change(Guid matterId, Guid id, ChangeMatterAction asked, TenantDb db, CancellationToken ct)
    {
        if (await db.MatterActions.FirstOrDefaultAsync(a => a.Id == id && a.MatterId == matterId, ct) is not { } action) return TypedResults.NotFound();
        if (await Known.BodyAsync(asked.BodyId, db, ct) is { } problem) return problem;
        (action.Date, action.Description, action.BodyId) = (asked.Date ?? action.Date, asked.Description ?? action.Description, asked.BodyId ?? action.BodyId);
        if (asked.Classification is { } words) action.Classification = MatterAction.Known(words);
        await db.SaveChangesAsync(ct);
        return await Detail.OneAsync(db, id, ct) is { } changed ? TypedResults.Ok(changed) : TypedResults.NotFound();
    }

    private static async Task<Results<NoContent, NotFound>> Delete(Guid matterId, Guid id, TenantDb db, CancellationToken ct)
    {
        if (await db.MatterActions.FirstOrDefaultAsync(a => a.Id == id && a.MatterId == matterId, ct) is not { } action) return TypedResults.NotFound();
        db.MatterActions.Remove(action);
        await db.SaveChangesAsync(ct);
        return TypedResults.NoContent();
    }

    private static readonly Projection<MatterAction, MatterActionDetail> Detail = new((_, a) => new MatterActionDetail(
        a.Id, a.Order, a.Date, a.Description, a.Classification, a.BodyId, a.Body!.Name, a.Version));
}

/// <param name="Classification">Open Civic Data's words with underscores, such as introduction, referral_committee, passage.</param>
/// <param name="BodyId">Who acted, when it was not the matter's own body.</param>
[Example("""{ "date": "2026-02-03", "description": "Introduced and referred to the parks committee", "classification": ["introduction", "referral_committee"] }""")]
public sealed record AddMatterAction(
    [Required] DateOnly? Date, [Required, MaxLength(2000)] string Description, [MaxLength(10)] IReadOnlyList<string>? Classification = null, Guid? BodyId = null);

[Example("""{ "date": "2026-02-04" }""")]
public sealed record ChangeMatterAction(
    DateOnly? Date = null, [MinLength(1), MaxLength(2000)] string? Description = null, [MaxLength(10)] IReadOnlyList<string>? Classification = null, Guid? BodyId = null);

public sealed record MatterActionDetail(
    Guid Id, int Order, DateOnly Date, string Description, IReadOnlyList<string> Classification, Guid? BodyId, string? BodyName, [property: JsonIgnore] uint RowVersion) : IVersioned;
