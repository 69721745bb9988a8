using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
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

internal static class PollingPlaceEndpoints
{
    private static readonly Listing<PollingPlace> Listed = Listing.Of<PollingPlace>("name")
        .Sort("name", p => p.Name).Filter("election_id", p => p.ElectionId).Filter("is_drop_box", p => p.IsDropBox).Filter("is_early_voting", p => p.IsEarlyVoting)
        .Filter("identifier", p => p.Identifier).Filter("published_at", p => p.PublishedAt);

    public static void MapPollingPlaces(this IEndpointRouteBuilder routes)
    {
        var places = routes.MapGroup("/api/v1/polling-places").WithTags("Elections");
        places.MapGet("/", List).Needs(ElectionsPermissions.Read).Lists(Listed).WithSummary("Lists polling places by name");
        places.MapPost("/", Create).Needs(ElectionsPermissions.Write).WithSummary("Adds a polling place to an election");
        places.MapGet("/{id:guid}", Read).Needs(ElectionsPermissions.Read).WithSummary("Reads a polling place");
        places.MapPatch("/{id:guid}", Change).Needs(ElectionsPermissions.Write).WithSummary("Changes the named fields of a polling place; imports leave them alone from then on");
        places.MapDelete("/{id:guid}", Delete).Needs(ElectionsPermissions.Write).WithSummary("Deletes a polling place");
        places.MapPublication<PollingPlace>(ElectionsPermissions.Publish);
    }

    private static Task<Page<PollingPlaceDetail>> List([AsParameters] PageQuery page, TenantDb db, CancellationToken ct) =>
        db.PollingPlaces.ToPageAsync(page, Listed, Detail, ct);

    private static async Task<Created<PollingPlaceDetail>> Create(CreatePollingPlace asked, TenantDb db, CancellationToken ct)
    {
        var election = await Found.ElectionAsync(db, asked.ElectionId!.Value, ct);
        var place = new PollingPlace { ElectionId = election.Id, Name = asked.Name, Identifier = asked.Identifier };
        Describe(place, asked);
        db.PollingPlaces.Add(place);
        await db.SaveChangesAsync(ct);
        return TypedResults.Created($"/api/v1/polling-places/{place.Id}", await Detail.OneAsync(db, place.Id, ct));
    }

    private static async Task<Results<Ok<PollingPlaceDetail>, NotFound>> Read(Guid id, TenantDb db, CancellationToken ct) =>
        await Detail.OneAsync(db, id, ct) is { } place ? TypedResults.Ok(place) : TypedResults.NotFound();

    private static async Task<Results<Ok<PollingPlaceDetail>, NotFound>> Change(Guid id, ChangePollingPlace asked, TenantDb db, CancellationToken ct)
    {
        if (await db.PollingPlaces.FirstOrDefaultAsync(p => p.Id == id, ct) is not { } place) return TypedResults.NotFound();
        if (asked.LockedFields is { } locked) place.Unlock(locked);
        place.Name = asked.Name ?? place.Name;
        Describe(place, asked);
        await db.SaveChangesAsync(ct);
        return await Detail.OneAsync(db, id, ct) is { } changed ? TypedResults.Ok(changed) : TypedResults.NotFound();
    }

    private static async Task<Results<NoContent, NotFound>> Delete(Guid id, TenantDb db, CancellationToken ct)
    {
        if (await db.PollingPlaces.FirstOrDefaultAsync(p => p.Id == id, ct) is not { } place) return TypedResults.NotFound();
        db.PollingPlaces.Remove(place);
        await db.SaveChangesAsync(ct);
        return TypedResults.NoContent();
    }

    private static void Describe(PollingPlace place, IPlaceFields asked)
    {
        if (asked.AddressLines is { } address) place.AddressLines = Lines.Checked(address);
        (place.Latitude, place.Longitude) = (asked.Latitude ?? place.Latitude, asked.Longitude ?? place.Longitude);
        (place.IsDropBox, place.IsEarlyVoting) = (asked.IsDropBox ?? place.IsDropBox, asked.IsEarlyVoting ?? place.IsEarlyVoting);
        (place.Directions, place.PhotoUri) = (asked.Directions.Or(place.Directions), asked.PhotoUri.Or(place.PhotoUri));
        if (asked.Divisions is { } divisions) place.Divisions = Lines.Checked(divisions);
        if (asked.Precincts is { } precincts) place.Precincts = Lines.Checked(precincts);
        if (asked.Hours is { } hours) place.Hours = OpeningHours.Kept(hours);
        if (asked.Sources is { } sources) place.Sources = WebLink.Kept(sources);
        place.Check();
    }

    private static readonly Projection<PollingPlace, PollingPlaceDetail> Detail = new((_, p) => new PollingPlaceDetail(
        p.Id, p.ElectionId, p.Election!.Name, p.Name, p.AddressLines, p.Latitude, p.Longitude, p.IsDropBox, p.IsEarlyVoting, p.Directions, p.PhotoUri, p.Divisions, p.Precincts,
        OpeningHours.Of(p.Hours), p.Identifier, WebLink.Of(p.Sources), p.LastSeen, p.LockedFields, p.Slug, p.PublishedAt, p.Version));
}

internal interface IPlaceFields
{
    IReadOnlyList<string>? AddressLines { get; }

    double? Latitude { get; }

    double? Longitude { get; }

    bool? IsDropBox { get; }

    bool? IsEarlyVoting { get; }

    string? Directions { get; }

    string? PhotoUri { get; }

    IReadOnlyList<string>? Divisions { get; }

    IReadOnlyList<string>? Precincts { get; }

    IReadOnlyList<OpeningHours>? Hours { get; }

    IReadOnlyList<WebLink>? Sources { get; }
}

/// <param name="Divisions">Whose voters come here, as OCD divisions.</param>
/// <param name="Precincts">Names of precincts whose voters come here.</param>
[Example("""{ "election_id": "01890a5d-ac96-774b-bcce-b302099a8057", "name": "Riverton town hall", "address_lines": ["1 Main Street", "Riverton"], "hours": [{ "date": "2026-11-03", "opens": "07:00:00", "closes": "19:00:00", "time_zone": "America/New_York" }] }""")]
public sealed record CreatePollingPlace(
    [Required] Guid? ElectionId, [Required, MaxLength(300)] string Name, [MaxLength(300)] string? Identifier = null, [MaxLength(10)] IReadOnlyList<string>? AddressLines = null,
    [Range(-90, 90)] double? Latitude = null, [Range(-180, 180)] double? Longitude = null, bool? IsDropBox = null, bool? IsEarlyVoting = null,
    [MaxLength(2000)] string? Directions = null, [WebAddress] string? PhotoUri = null, [MaxLength(100), DivisionIds] IReadOnlyList<string>? Divisions = null,
    [MaxLength(200)] IReadOnlyList<string>? Precincts = null, [MaxLength(100)] IReadOnlyList<OpeningHours>? Hours = null,
    [MaxLength(100)] IReadOnlyList<WebLink>? Sources = null) : IPlaceFields;

/// <param name="LockedFields">Fields to keep locked; the others are given back to the imports.</param>
[Example("""{ "directions": "Use the door in Mill Street." }""")]
public sealed record ChangePollingPlace(
    [MinLength(1), MaxLength(300)] string? Name = null, [MaxLength(10)] IReadOnlyList<string>? AddressLines = null, [Range(-90, 90)] double? Latitude = null,
    [Range(-180, 180)] double? Longitude = null, bool? IsDropBox = null, bool? IsEarlyVoting = null, [MaxLength(2000)] string? Directions = null, [WebAddress] string? PhotoUri = null,
    [MaxLength(100), DivisionIds] IReadOnlyList<string>? Divisions = null, [MaxLength(200)] IReadOnlyList<string>? Precincts = null,
    [MaxLength(100)] IReadOnlyList<OpeningHours>? Hours = null, [MaxLength(100)] IReadOnlyList<WebLink>? Sources = null, IReadOnlyList<string>? LockedFields = null) : IPlaceFields;

public sealed record PollingPlaceDetail(
    Guid Id, Guid ElectionId, string ElectionName, string Name, IReadOnlyList<string> AddressLines, double? Latitude, double? Longitude, bool IsDropBox, bool IsEarlyVoting,
    string? Directions, string? PhotoUri, IReadOnlyList<string> Divisions, IReadOnlyList<string> Precincts, IReadOnlyList<OpeningHours> Hours, string? Identifier,
    IReadOnlyList<WebLink> Sources, DateTimeOffset? LastSeen, IReadOnlyList<string> LockedFields, string Slug, DateTimeOffset? PublishedAt, [property: JsonIgnore] uint RowVersion) : IVersioned;
