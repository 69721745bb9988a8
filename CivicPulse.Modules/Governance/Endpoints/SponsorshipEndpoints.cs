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

internal static class SponsorshipEndpoints
{
    private const int Most = 500;

    private static readonly Listing<Sponsorship> Listed = Listing.Of<Sponsorship>("name")
        .Sort("name", s => s.Name).Filter("classification", s => s.Classification).Filter("official_id", s => s.OfficialId);

    public static void MapSponsorships(this IEndpointRouteBuilder routes)
    {
        var sponsorships = routes.MapGroup("/api/v1/matters/{matterId:guid}/sponsorships").WithTags("Governance");
        sponsorships.MapGet("/", List).Needs(GovernancePermissions.Read).Lists(Listed).WithSummary("Lists who stands behind a matter");
        sponsorships.MapPost("/", Add).Needs(GovernancePermissions.Write).WithSummary("Adds a sponsor");
        sponsorships.MapDelete("/{id:guid}", Delete).Needs(GovernancePermissions.Write).WithSummary("Removes a sponsor");
    }

    private static async Task<Results<Ok<Page<SponsorshipDetail>>, NotFound>> List(Guid matterId, [AsParameters] PageQuery page, TenantDb db, CancellationToken ct)
    {
        if (!await db.Matters.AnyAsync(m => m.Id == matterId, ct)) return TypedResults.NotFound();
        return TypedResults.Ok(await db.Sponsorships.Where(s => s.MatterId == matterId)
            .ToPageAsync(page, Listed, s => new SponsorshipDetail(s.Id, s.OfficialId, s.Official!.Name ?? s.Name, s.Classification), ct));
    }

    private static async Task<Results<Created<SponsorshipDetail>, NotFound, ProblemHttpResult>> Add(Guid matterId, AddSponsorship asked, TenantDb db, CancellationToken ct)
    {
        if (!await db.Matters.AnyAsync(m => m.Id == matterId, ct)) return TypedResults.NotFound();
        var (name, problem) = await Known.WhoAsync(asked.OfficialId, asked.Name, db, ct);
        if (problem is not null) return problem;
        RuleBroken.Unless(await db.Sponsorships.CountAsync(s => s.MatterId == matterId, ct) < Most, "governance.too_many_sponsors", $"A matter has at most {Most} sponsors.");
        var sponsorship = new Sponsorship { MatterId = matterId, OfficialId = asked.OfficialId, Name = asked.Name ?? name!, Classification = asked.Classification };
        db.Sponsorships.Add(sponsorship);
        await db.SaveChangesAsync(ct);
        return TypedResults.Created($"/api/v1/matters/{matterId}/sponsorships", new SponsorshipDetail(sponsorship.Id, sponsorship.OfficialId, name!, sponsorship.Classification));
    }

    private static async Task<Results<NoContent, NotFound>> Delete(Guid matterId, Guid id, TenantDb db, CancellationToken ct)
    {
        if (await db.Sponsorships.FirstOrDefaultAsync(s => s.Id == id && s.MatterId == matterId, ct) is not { } sponsorship) return TypedResults.NotFound();
        db.Sponsorships.Remove(sponsorship);
        await db.SaveChangesAsync(ct);
        return TypedResults.NoContent();
    }
}

/// <param name="Name">For somebody who is no official here.</param>
[Example("""{ "name": "Ada Alvarez", "classification": "primary" }""")]
public sealed record AddSponsorship(Guid? OfficialId = null, [MaxLength(300)] string? Name = null, SponsorClassification Classification = SponsorClassification.Primary);

public sealed record SponsorshipDetail(Guid Id, Guid? OfficialId, string Name, SponsorClassification Classification);
