using CivicPulse.Modules.Elections.Model;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Http;
using CivicPulse.Platform.Portal;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Elections.Endpoints;

internal static class ContestEndpoints
{
    private static readonly Listing<Contest> Listed = Listing.Of<Contest>("sequence_order")
        .Sort("sequence_order", c => c.SequenceOrder).Sort("name", c => c.Name).Filter("election_id", c => c.ElectionId).Filter("kind", c => c.Kind).Filter("office", c => c.Office)
        .Filter("district", c => c.District).Filter("division_id", c => c.DivisionId).Filter("identifier", c => c.Identifier).Filter("published_at", c => c.PublishedAt);

    public static void MapContests(this IEndpointRouteBuilder routes)
    {
        var contests = routes.MapGroup("/api/v1/contests").WithTags("Elections");
        contests.MapGet("/", List).Needs(ElectionsPermissions.Read).Lists(Listed).WithSummary("Lists contests in the order of the ballot");
        contests.MapPost("/", Create).Needs(ElectionsPermissions.Write).WithSummary("Adds a contest to an election");
        contests.MapGet("/{id:guid}", Read).Needs(ElectionsPermissions.Read).WithSummary("Reads a contest");
        contests.MapPatch("/{id:guid}", Change).Needs(ElectionsPermissions.Write).WithSummary("Changes the named fields of a contest; imports leave them alone from then on");
        contests.MapDelete("/{id:guid}", Delete).Needs(ElectionsPermissions.Write).WithSummary("Deletes a contest with what can be voted for in it and its counts");
        contests.MapPublication<Contest>(ElectionsPermissions.Publish);
    }

    private static Task<Page<ContestDetail>> List([AsParameters] PageQuery page, TenantDb db, CancellationToken ct) =>
        db.Contests.ToPageAsync(page, Listed, Detail, ct);

    private static async Task<Created<ContestDetail>> Create(CreateContest asked, TenantDb db, CancellationToken ct)
    {
        var election = await Found.OpenElectionAsync(db, asked.ElectionId!.Value, ct);
        var contest = new Contest { ElectionId = election.Id, Name = asked.Name, Kind = asked.Kind, Identifier = asked.Identifier };
        await DescribeAsync(contest, asked, db, ct);
        db.Contests.Add(contest);
        await db.SaveChangesAsync(ct);
        return TypedResults.Created($"/api/v1/contests/{contest.Id}", await Detail.OneAsync(db, contest.Id, ct));
    }

    private static async Task<Results<Ok<ContestDetail>, NotFound>> Read(Guid id, TenantDb db, CancellationToken ct) =>
        await Detail.OneAsync(db, id, ct) is { } contest ? TypedResults.Ok(contest) : TypedResults.NotFound();

    private static async Task<Results<Ok<ContestDetail>, NotFound>> Change(Guid id, ChangeContest asked, TenantDb db, CancellationToken ct)
    {
        if (await db.Contests.FirstOrDefaultAsync(c => c.Id == id, ct) is not { } contest) return TypedResults.NotFound();
        await Found.OpenElectionAsync(db, contest.ElectionId, ct);
        if (asked.LockedFields is { } locked) contest.Unlock(locked);
        contest.Name = asked.Name ?? contest.Name;
        await DescribeAsync(contest, asked, db, ct);
        await db.SaveChangesAsync(ct);
        return await Detail.OneAsync(db, id, ct) is { } changed ? TypedResults.Ok(changed) : TypedResults.NotFound();
    }

    /// <summary>Its selections go by name, so that they leave what is searched too.</summary>
    private static async Task<Results<NoContent, NotFound>> Delete(Guid id, TenantDb db, CancellationToken ct)
    {
        if (await db.Contests.FirstOrDefaultAsync(c => c.Id == id, ct) is not { } contest) return TypedResults.NotFound();
        await Found.OpenElectionAsync(db, contest.ElectionId, ct);
        db.ContestSelections.RemoveRange(await db.ContestSelections.Where(s => s.ContestId == id).ToListAsync(ct));
        db.Contests.Remove(contest);
        await db.SaveChangesAsync(ct);
        return TypedResults.NoContent();
    }

    private static async Task DescribeAsync(Contest contest, IContestFields asked, TenantDb db, CancellationToken ct)
    {
        await Found.PartyAsync(db, asked.PrimaryPartyId, ct);
        if (asked.RunoffForId is { } before) await Found.ContestAsync(db, before, ct);
        RuleBroken.Unless(asked.RunoffForId != contest.Id, "elections.runoff_for_itself", "A contest is no runoff for itself.");
        (contest.PrimaryPartyId, contest.RunoffForId) = (asked.PrimaryPartyId ?? contest.PrimaryPartyId, asked.RunoffForId ?? contest.RunoffForId);
        (contest.Office, contest.District) = (asked.Office.Or(contest.Office), asked.District.Or(contest.District));
        (contest.DivisionId, contest.Incumbent) = (asked.DivisionId.Or(contest.DivisionId), asked.Incumbent.Or(contest.Incumbent));
        (contest.NumberElected, contest.VotesAllowed) = (asked.NumberElected ?? contest.NumberElected, asked.VotesAllowed ?? contest.VotesAllowed);
        (contest.VoteVariation, contest.MeasureType) = (asked.VoteVariation ?? contest.VoteVariation, asked.MeasureType ?? contest.MeasureType);
        (contest.BallotTitle, contest.SummaryText) = (asked.BallotTitle.Or(contest.BallotTitle), asked.SummaryText.Or(contest.SummaryText));
        (contest.FullText, contest.ProStatement) = (asked.FullText.Or(contest.FullText), asked.ProStatement.Or(contest.ProStatement));
        (contest.ConStatement, contest.PassageThreshold) = (asked.ConStatement.Or(contest.ConStatement), asked.PassageThreshold.Or(contest.PassageThreshold));
        contest.EffectOfAbstain = asked.EffectOfAbstain.Or(contest.EffectOfAbstain);
        (contest.SequenceOrder, contest.HasRotation) = (asked.SequenceOrder ?? contest.SequenceOrder, asked.HasRotation ?? contest.HasRotation);
        if (asked.Links is { } links) contest.Links = WebLink.Kept(links);
        if (asked.Sources is { } sources) contest.Sources = WebLink.Kept(sources);
    }

    private static readonly Projection<Contest, ContestDetail> Detail = new((_, c) => new ContestDetail(
        c.Id, c.ElectionId, c.Election!.Name, c.Name, c.Kind, c.Office, c.District, c.DivisionId, c.Incumbent, c.NumberElected, c.VotesAllowed, c.VoteVariation,
        c.PrimaryPartyId, c.PrimaryParty!.Name, c.RunoffForId, c.BallotTitle, c.SummaryText, c.FullText, c.ProStatement, c.ConStatement, c.PassageThreshold, c.MeasureType,
        c.EffectOfAbstain, c.SequenceOrder, c.HasRotation, c.Identifier, WebLink.Of(c.Links), WebLink.Of(c.Sources), c.LastSeen, c.LockedFields, c.Slug, c.PublishedAt, c.Version));
}
