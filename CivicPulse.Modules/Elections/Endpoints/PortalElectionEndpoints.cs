using System.ComponentModel.DataAnnotations;
using CivicPulse.Modules.Elections.Model;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Http;
using CivicPulse.Platform.Portal;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Elections.Endpoints;

/// <summary>What the public reads of elections. Whoever asks is a visitor: the filters of the tables leave only what is published.</summary>
internal static class PortalElectionEndpoints
{
    /// <summary>More elections than an organization has in a lifetime.</summary>
    private const int MostElections = 2000;

    public static void MapPortalElections(this IEndpointRouteBuilder routes)
    {
        var portal = routes.MapPortal("elections");
        portal.MapGet("/elections", List).WithName("listElectionsOnPortal").WithSummary("Lists published elections: those that come up, next one first, then those that were, latest first");
        portal.MapGet("/elections/{slug}", Read).WithName("readElectionOnPortal").WithSummary("Reads a published election with its deadlines and contests");
        portal.MapGet("/elections/{slug}/results", ElectionResults).WithName("readElectionResultsOnPortal").WithSummary("Adds up the votes of a published election, contest by contest");
        portal.MapGet("/elections/{slug}/polling-places", PollingPlaces).WithName("listPollingPlacesOnPortal").WithSummary("Lists the polling places of a published election by name");
        portal.MapGet("/contests/{slug}", ReadContest).WithName("readContestOnPortal").WithSummary("Reads a published contest with its results");
        portal.MapGet("/contests/{slug}/results", OfContest).WithName("readContestResultsOnPortal").WithSummary("The votes of a published contest unit by unit, for tables and maps");
    }

    private static readonly Listing<PollingPlace> Places = Listing.Of<PollingPlace>("name").Sort("name", p => p.Name);

    private static async Task<Page<ElectionCard>> List([AsParameters] PageQuery page, TenantDb db, TimeProvider clock, CancellationToken ct)
    {
        var (all, today) = (db.Elections, Ballots.Today(clock));
        var cards = await all.OrderByDescending(e => e.Date).ThenBy(e => e.Id).Take(MostElections).Select(Ballots.Card).ToListAsync(ct);
        return Pages.Of([.. cards.Where(c => c.Date >= today).Reverse(), .. cards.Where(c => c.Date < today)], page);
    }

    private static async Task<Results<Ok<PortalElection>, NotFound>> Read(string slug, TenantDb db, CancellationToken ct)
    {
        var (all, deadlines, certifications) = (db.Elections, db.ElectionDeadlines, db.Certifications);
        var found = await all.Where(e => e.Slug == slug).Select(e => new PortalElection(
            e.Id, e.Slug, e.Name, e.Date, e.ElectionType, e.Status, e.IsStatewide, e.DivisionId, e.HasElectionDayRegistration, e.RegistrationInfo, e.AbsenteeInfo, e.ResultsUri,
            WebLink.Of(e.Links), WebLink.Of(e.Sources), e.LastSeen, null, Array.Empty<DeadlineCard>(), Array.Empty<ContestCard>())).FirstOrDefaultAsync(ct);
        if (found is null) return TypedResults.NotFound();
        var contests = await Ballots.ContestsAsync(db, c => c.ElectionId == found.Id, ct);
        return TypedResults.Ok(found with
        {
            Certification = await certifications.Where(c => c.ElectionId == found.Id).Select(c => new CertificationCard(c.CertifiedOn, c.Authority, c.Note)).FirstOrDefaultAsync(ct),
            Deadlines = await deadlines.Where(d => d.ElectionId == found.Id).OrderBy(d => d.Date).ThenBy(d => d.Id).Select(Ballots.Deadline).ToListAsync(ct),
            Contests = [.. contests[found.Id]],
        });
    }

    private static async Task<Results<Ok<Page<ContestResults>>, NotFound>> ElectionResults(string slug, [AsParameters] PageQuery page, TenantDb db, CancellationToken ct) =>
        await IdOfAsync(db, slug, ct) is { } id ? TypedResults.Ok(await Results.PageAsync(db, id, page, ct)) : TypedResults.NotFound();

    private static async Task<Results<Ok<Page<PollingPlaceCard>>, NotFound>> PollingPlaces(string slug, [AsParameters] PageQuery page, TenantDb db, CancellationToken ct)
    {
        if (await IdOfAsync(db, slug, ct) is not { } id) return TypedResults.NotFound();
        return TypedResults.Ok(await db.PollingPlaces.Where(p => p.ElectionId == id).ToPageAsync(page, Places, Ballots.Place, ct));
    }

    private static async Task<Results<Ok<PortalContest>, NotFound>> ReadContest(string slug, TenantDb db, CancellationToken ct)
    {
        var all = db.Contests;
        var found = await all.Where(c => c.Slug == slug).Select(c => new PortalContest(
            c.Id, c.Slug, c.Name, new ElectionCard(c.Election!.Id, c.Election.Slug, c.Election.Name, c.Election.Date, c.Election.ElectionType, c.Election.Status, c.Election.IsStatewide, c.Election.DivisionId),
            c.Kind, c.Office, c.District, c.DivisionId, c.NumberElected, c.VotesAllowed, c.VoteVariation, c.BallotTitle, c.SummaryText, c.FullText, c.ProStatement, c.ConStatement,
            c.PassageThreshold, c.EffectOfAbstain, WebLink.Of(c.Links), WebLink.Of(c.Sources), c.LastSeen, null)).FirstOrDefaultAsync(ct);
        if (found is null || await Results.Head.OneAsync(db, found.Id, ct) is not { } head) return TypedResults.NotFound();
        return TypedResults.Ok(found with { Results = (await Results.CountedAsync(db, [head], ct))[0] });
    }

    private static async Task<Results<Ok<ContestMatrix>, NotFound>> OfContest(string slug, [AsParameters] MatrixQuery asked, TenantDb db, CancellationToken ct)
    {
        var all = db.Contests;
        var id = await all.Where(c => c.Slug == slug).Select(c => (Guid?)c.Id).FirstOrDefaultAsync(ct);
        return id is { } known && await Results.Head.OneAsync(db, known, ct) is { } contest ? TypedResults.Ok(await Results.MatrixAsync(db, contest, asked, ct)) : TypedResults.NotFound();
    }

    private static Task<Guid?> IdOfAsync(TenantDb db, string slug, CancellationToken ct)
    {
        var all = db.Elections;
        return all.Where(e => e.Slug == slug).Select(e => (Guid?)e.Id).FirstOrDefaultAsync(ct);
    }
}

/// <param name="LastSeen">When a source last said the same.</param>
public sealed record PortalElection(
    Guid Id, string Slug, string Name, DateOnly Date, ElectionType ElectionType, ElectionStatus Status, bool IsStatewide, string? DivisionId, bool? HasElectionDayRegistration,
    string? RegistrationInfo, string? AbsenteeInfo, string? ResultsUri, IReadOnlyList<WebLink> Links, IReadOnlyList<WebLink> Sources, DateTimeOffset? LastSeen,
    CertificationCard? Certification, IReadOnlyList<DeadlineCard> Deadlines, IReadOnlyList<ContestCard> Contests);

public sealed record CertificationCard(DateOnly Date, string Authority, string? Note);

/// <param name="LastSeen">When a source last said the same.</param>
public sealed record PortalContest(
    Guid Id, string Slug, string Name, ElectionCard Election, ContestKind Kind, string? Office, string? District, string? DivisionId, int NumberElected, int VotesAllowed,
    VoteVariation? VoteVariation, string? BallotTitle, string? SummaryText, string? FullText, string? ProStatement, string? ConStatement, string? PassageThreshold,
    string? EffectOfAbstain, IReadOnlyList<WebLink> Links, IReadOnlyList<WebLink> Sources, DateTimeOffset? LastSeen, ContestResults? Results);
