using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using CivicPulse.Modules.Elections.Model;
using CivicPulse.Modules.Gis.Public;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Http;
using CivicPulse.Platform.Portal;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace CivicPulse.Modules.Elections.Endpoints;

/// <summary>What comes up: for everybody, and for those who live in one place.</summary>
internal static class BallotEndpoints
{
    private static readonly Listing<Election> Upcoming = Listing.Of<Election>("date").Sort("date", e => e.Date);

    public static void MapBallots(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/v1").WithTags("Elections");
        api.MapGet("/elections/upcoming", ListUpcoming).Needs(ElectionsPermissions.Read).Lists(Upcoming).WithSummary("Lists elections from today on, next one first");
        api.MapGet("/ballots", Read).Needs(ElectionsPermissions.Read).WithSummary("What can be voted on in a place: contests, deadlines and polling places of the elections that come up");
        var portal = routes.MapPortal("elections");
        portal.MapGet("/elections/upcoming", ListUpcoming).WithName("listUpcomingOnPortal").WithSummary("Lists published elections from today on, next one first");
        portal.MapGet("/ballots", Read).WithName("readBallotOnPortal").WithSummary("What can be voted on in a place, as far as it is published");
    }

    private static Task<Page<ElectionCard>> ListUpcoming([AsParameters] PageQuery page, TenantDb db, TimeProvider clock, CancellationToken ct)
    {
        var today = Ballots.Today(clock);
        return db.Elections.Where(e => e.Date >= today && e.Status != ElectionStatus.Cancelled).ToPageAsync(page, Upcoming, Ballots.Card, ct);
    }

    private static async Task<Ballot> Read([AsParameters] BallotQuery asked, TenantDb db, IPlaceDivisions places, TimeProvider clock, CancellationToken ct) =>
        await Ballots.ReadAsync(db, await DivisionsAsync(asked, places, ct), asked.ElectionId, Ballots.Today(clock), ct);

    /// <summary>The one place that knows how somebody says where they live.</summary>
    private static async Task<string[]> DivisionsAsync(BallotQuery asked, IPlaceDivisions places, CancellationToken ct)
    {
        if (asked.DivisionId is { Length: > 0 and <= 50 } named && new DivisionIdsAttribute().IsValid(named)) return Divisions.WithWider(named);
        var place = new AskedPlace(asked.Lat, asked.Lon, asked.Address);
        if (asked.DivisionId is { Length: > 0 } || !place.IsNamed)
            throw new BadInput("elections.no_place", "Say where: 1 to 50 `division_id`, such as ocd-division/country:us/state:ga/county:bibb, or `lat` and `lon`, or an `address`.");
        var found = await places.FindAsync(place, ct) ?? throw new BadInput("elections.place_unknown", "Nobody here knows this place. Try coordinates, or the name of a county, city or precinct.", StatusCodes.Status422UnprocessableEntity);
        return Divisions.WithWider([.. found.Divisions]);
    }
}

public sealed record BallotQuery(
    [property: FromQuery(Name = "division_id"), Description("An OCD division that the place lies in; several may be named. What they lie in themselves counts too")] string[]? DivisionId = null,
    [property: FromQuery(Name = "lat"), Range(-90, 90)] double? Lat = null,
    [property: FromQuery(Name = "lon"), Range(-180, 180)] double? Lon = null,
    [property: FromQuery(Name = "address"), MaxLength(AskedPlace.LongestAddress)] string? Address = null,
    [property: FromQuery(Name = "election_id"), Description("This election only, even a past one")] Guid? ElectionId = null);

/// <summary>An election in short, as lists and pages show it.</summary>
public sealed record ElectionCard(Guid Id, string Slug, string Name, DateOnly Date, ElectionType ElectionType, ElectionStatus Status, bool IsStatewide, string? DivisionId);

/// <param name="Divisions">The places that were looked in, with all that they lie in.</param>
public sealed record Ballot(IReadOnlyList<string> Divisions, IReadOnlyList<BallotElection> Elections);

public sealed record BallotElection(
    ElectionCard Election, IReadOnlyList<DeadlineCard> Deadlines, IReadOnlyList<ContestCard> Contests, IReadOnlyList<PollingPlaceCard> PollingPlaces);

public sealed record DeadlineCard(DeadlineKind Kind, string? Label, DateOnly Date, TimeOnly? Time, string? Note);

public sealed record ContestCard(
    Guid Id, string Slug, string Name, ContestKind Kind, string? Office, string? District, string? DivisionId, int NumberElected, int VotesAllowed, string? BallotTitle, string? SummaryText,
    IReadOnlyList<SelectionCard> Selections);

public sealed record SelectionCard(
    Guid Id, string Name, string? PartyName, string? PartyColor, bool IsIncumbent, bool IsWriteIn, PreElectionStatus? PreElectionStatus, PostElectionStatus? PostElectionStatus);

public sealed record PollingPlaceCard(
    Guid Id, string Slug, string Name, IReadOnlyList<string> AddressLines, double? Latitude, double? Longitude, bool IsDropBox, bool IsEarlyVoting, string? Directions,
    IReadOnlyList<string> Precincts, IReadOnlyList<OpeningHours> Hours);
