using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using CivicPulse.Modules.Gis.Public;
using CivicPulse.Modules.Governance.Model;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Http;
using CivicPulse.Platform.Portal;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Governance.Endpoints.Portal;

/// <summary>Officials as the public sees them, and who represents a place.</summary>
internal static class PortalOfficialEndpoints
{
    private const int MostTerms = 200;
    private const int MostSeats = 500;
    private const int MostDivisions = 50;

    private static readonly Listing<Official> Listed = Listing.Of<Official>("sort_name").Sort("sort_name", o => o.SortName).Filter("name", o => o.Name).Filter("party", o => o.Party);

    public static void MapPortalOfficials(this IEndpointRouteBuilder routes)
    {
        var officials = routes.MapPortal("officials");
        officials.MapGet("/officials", List).Lists(Listed).WithSummary("Lists the officials who are shown to the public, by name");
        officials.MapGet("/officials/{slug}", Read).WithSummary("Shows an official with what they hold and held");
        officials.MapGet("/representatives", Represent).Costly().NotKept().WithSummary("Lists who represents a place: the holders of posts for its divisions and for those around them");
    }

    private static Task<Page<PortalOfficial>> List([AsParameters] PageQuery page, TenantDb db, TimeProvider clock, CancellationToken ct)
    {
        var held = db.Memberships.HeldOn(Membership.Today(clock, db.Zone));
        return db.Officials.ToPageAsync(page, Listed, o => new PortalOfficial(
            o.Id, o.Slug, o.Name, o.Image, o.Party,
            held.Where(m => m.OfficialId == o.Id && m.PostId != null).Max(m => m.Post!.Label), o.LastSeen), ct);
    }

    private static async Task<Results<Ok<PortalOfficialPage>, NotFound>> Read(string slug, TenantDb db, CancellationToken ct)
    {
        var memberships = db.Memberships;
        var found = await db.Officials.Where(o => o.Slug == slug).Select(o => new PortalOfficialPage(
            o.Id, o.Slug, o.Name, o.HonorificPrefix, o.HonorificSuffix, o.Gender, o.BirthDate, o.DeathDate, o.Image, o.Summary, o.Biography, o.Email, o.Party,
            memberships.Where(m => m.OfficialId == o.Id).OrderByDescending(m => m.StartDate).ThenBy(m => m.Id).Take(MostTerms)
                .Select(m => new PortalTerm(m.Body!.Slug, m.Body.Name, m.Post!.Label, m.Role, m.OnBehalfOf, m.Mandate, m.StartDate, m.EndDate)).ToList(),
            o.OtherNames, ExternalId.Of(o.Identifiers), ContactDetail.Of(o.ContactDetails), WebLink.Of(o.Links), WebLink.Of(o.Sources), o.LastSeen, o.PublishedAt)).FirstOrDefaultAsync(ct);
        return found is null ? TypedResults.NotFound() : TypedResults.Ok(found);
    }

    private static async Task<Results<Ok<PortalRepresentatives>, ProblemHttpResult>> Represent([AsParameters] PlaceAsked asked, TenantDb db, IPlaceDivisions places, TimeProvider clock, CancellationToken ct)
    {
        if (await DivisionsAsync(asked, places, ct) is not var (divisions, matched)) return Problems.Of(StatusCodes.Status404NotFound, "governance.unknown_place", "Nobody here knows this place. Try coordinates, or the name of a county, city or precinct.");
        var around = divisions.SelectMany(Around).Distinct(StringComparer.Ordinal).ToArray();
        var held = db.Memberships.HeldOn(Membership.Today(clock, db.Zone));
        var seats = await db.Posts.Where(p => around.Contains(p.DivisionId) && p.EndDate == null).OrderBy(p => p.Body!.Name).ThenBy(p => p.Label).Take(MostSeats).Select(p => new PortalSeat(
            p.Body!.Slug, p.Body.Name, p.Label, p.Role, p.DivisionId!,
            held.Where(m => m.PostId == p.Id)
                .Select(m => new PortalHolder(m.Official!.Slug, m.Official.Name ?? m.PersonName, m.Official.Image, m.OnBehalfOf)).ToList())).ToListAsync(ct);
        return TypedResults.Ok(new PortalRepresentatives(around, matched, seats));
    }

    private static async Task<(IReadOnlyList<string> Divisions, string? Matched)?> DivisionsAsync(PlaceAsked asked, IPlaceDivisions places, CancellationToken ct)
    {
        if (asked.Divisions is { Length: > 0 and <= MostDivisions } named && Array.TrueForAll(named, d => d.Length <= 300)) return (named, null);
        var place = new AskedPlace(asked.Lat, asked.Lon, asked.Address);
        return place.IsNamed
            ? await places.FindAsync(place, ct)
            : throw new BadInput("governance.no_place", $"Name 1 to {MostDivisions} `division_id`, or `lat` and `lon`, or an `address`.", StatusCodes.Status422UnprocessableEntity);
    }

    /// <summary>A division and those that it lies in: a county, its state, the country.</summary>
    private static IEnumerable<string> Around(string division)
    {
        var parts = division.Split('/');
        for (var length = parts.Length; length >= 2; length--) yield return string.Join('/', parts[..length]);
    }
}

public sealed record PortalOfficial(Guid Id, string Slug, string Name, string? Image, string? Party, string? PostLabel, DateTimeOffset? LastSeen);

/// <param name="Terms">What they hold and held, latest first, at most 200.</param>
public sealed record PortalOfficialPage(
    Guid Id, string Slug, string Name, string? HonorificPrefix, string? HonorificSuffix, string? Gender, string? BirthDate, string? DeathDate, string? Image, string? Summary,
    string? Biography, string? Email, string? Party, IReadOnlyList<PortalTerm> Terms, IReadOnlyList<string> OtherNames, IReadOnlyList<ExternalId> Identifiers,
    IReadOnlyList<ContactDetail> ContactDetails, IReadOnlyList<WebLink> Links, IReadOnlyList<WebLink> Sources, DateTimeOffset? LastSeen, DateTimeOffset? PublishedAt);

public sealed record PortalTerm(string BodySlug, string BodyName, string? PostLabel, string Role, string? OnBehalfOf, Mandate? Mandate, string? StartDate, string? EndDate);

/// <param name="Divisions">The divisions that were asked for and those around them.</param>
/// <param name="Matched">What an address was understood as.</param>
public sealed record PortalRepresentatives(IReadOnlyList<string> Divisions, string? Matched, IReadOnlyList<PortalSeat> Seats);

public sealed record PlaceAsked(
    [property: FromQuery(Name = "division_id"), Description("OCD divisions that the place lies in")] string[]? Divisions = null,
    [property: FromQuery(Name = "lat"), Description("Degrees north")] double? Lat = null,
    [property: FromQuery(Name = "lon"), Description("Degrees east")] double? Lon = null,
    [property: FromQuery(Name = "address"), Description("In place of coordinates; it is nowhere written down"), MaxLength(300)] string? Address = null);

/// <param name="Holders">Nobody, while it is vacant.</param>
public sealed record PortalSeat(string BodySlug, string BodyName, string Label, string Role, string DivisionId, IReadOnlyList<PortalHolder> Holders);

public sealed record PortalHolder(string? Slug, string Name, string? Image, string? OnBehalfOf);
