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

internal static class PartyEndpoints
{
    private static readonly Listing<Party> Listed = Listing.Of<Party>("name")
        .Sort("name", p => p.Name).Filter("abbreviation", p => p.Abbreviation).Filter("identifier", p => p.Identifier).Filter("published_at", p => p.PublishedAt);

    public static void MapParties(this IEndpointRouteBuilder routes)
    {
        var parties = routes.MapGroup("/api/v1/parties").WithTags("Elections");
        parties.MapGet("/", List).Needs(ElectionsPermissions.Read).Lists(Listed).WithSummary("Lists parties by name");
        parties.MapPost("/", Create).Needs(ElectionsPermissions.Write).WithSummary("Adds a party");
        parties.MapGet("/{id:guid}", Read).Needs(ElectionsPermissions.Read).WithSummary("Reads a party");
        parties.MapPatch("/{id:guid}", Change).Needs(ElectionsPermissions.Write).WithSummary("Changes the named fields of a party; imports leave them alone from then on");
        parties.MapDelete("/{id:guid}", Delete).Needs(ElectionsPermissions.Write).WithSummary("Deletes a party; those who stood for it stay");
        parties.MapPublication<Party>(ElectionsPermissions.Publish);
    }

    private static Task<Page<PartyDetail>> List([AsParameters] PageQuery page, TenantDb db, CancellationToken ct) =>
        db.Parties.ToPageAsync(page, Listed, Detail, ct);

    private static async Task<Created<PartyDetail>> Create(CreateParty asked, TenantDb db, CancellationToken ct)
    {
        var party = new Party
        {
            Name = asked.Name,
            Identifier = asked.Identifier,
            Abbreviation = asked.Abbreviation,
            Color = asked.Color,
            LogoUri = asked.LogoUri,
            Links = WebLink.Kept(asked.Links),
            Sources = WebLink.Kept(asked.Sources),
        };
        db.Parties.Add(party);
        await db.SaveChangesAsync(ct);
        return TypedResults.Created($"/api/v1/parties/{party.Id}", await Detail.OneAsync(db, party.Id, ct));
    }

    private static async Task<Results<Ok<PartyDetail>, NotFound>> Read(Guid id, TenantDb db, CancellationToken ct) =>
        await Detail.OneAsync(db, id, ct) is { } party ? TypedResults.Ok(party) : TypedResults.NotFound();

    private static async Task<Results<Ok<PartyDetail>, NotFound>> Change(Guid id, ChangeParty asked, TenantDb db, CancellationToken ct)
    {
        if (await db.Parties.FirstOrDefaultAsync(p => p.Id == id, ct) is not { } party) return TypedResults.NotFound();
        if (asked.LockedFields is { } locked) party.Unlock(locked);
        (party.Name, party.Abbreviation) = (asked.Name ?? party.Name, asked.Abbreviation.Or(party.Abbreviation));
        (party.Color, party.LogoUri) = (asked.Color ?? party.Color, asked.LogoUri.Or(party.LogoUri));
        if (asked.Links is { } links) party.Links = WebLink.Kept(links);
        if (asked.Sources is { } sources) party.Sources = WebLink.Kept(sources);
        await db.SaveChangesAsync(ct);
        return await Detail.OneAsync(db, id, ct) is { } changed ? TypedResults.Ok(changed) : TypedResults.NotFound();
    }

    /// <summary>The database takes it off candidacies; those of certified elections refuse, and so does the party.</summary>
    private static async Task<Results<NoContent, NotFound>> Delete(Guid id, TenantDb db, CancellationToken ct)
    {
        if (await db.Parties.FirstOrDefaultAsync(p => p.Id == id, ct) is not { } party) return TypedResults.NotFound();
        db.Parties.Remove(party);
        await db.SaveChangesAsync(ct);
        return TypedResults.NoContent();
    }

    private static readonly Projection<Party, PartyDetail> Detail = new((_, p) => new PartyDetail(
        p.Id, p.Name, p.Abbreviation, p.Color, p.LogoUri, p.Identifier, WebLink.Of(p.Links), WebLink.Of(p.Sources), p.LastSeen, p.LockedFields, p.Slug, p.PublishedAt, p.Version));
}

/// <param name="Color">Six hexadecimal digits.</param>
/// <param name="Identifier">The id under which its source knows it; unique.</param>
[Example("""{ "name": "River party", "abbreviation": "RIV", "color": "1f77b4" }""")]
public sealed record CreateParty(
    [Required, MaxLength(300)] string Name, [MaxLength(60)] string? Abbreviation = null, [HexColor] string? Color = null, [WebAddress] string? LogoUri = null,
    [MaxLength(300)] string? Identifier = null, [MaxLength(100)] IReadOnlyList<WebLink>? Links = null, [MaxLength(100)] IReadOnlyList<WebLink>? Sources = null);

/// <param name="LockedFields">Fields to keep locked; the others are given back to the imports.</param>
[Example("""{ "color": "2ca02c" }""")]
public sealed record ChangeParty(
    [MinLength(1), MaxLength(300)] string? Name = null, [MaxLength(60)] string? Abbreviation = null, [HexColor] string? Color = null, [WebAddress] string? LogoUri = null,
    [MaxLength(100)] IReadOnlyList<WebLink>? Links = null, [MaxLength(100)] IReadOnlyList<WebLink>? Sources = null, IReadOnlyList<string>? LockedFields = null);

public sealed record PartyDetail(
    Guid Id, string Name, string? Abbreviation, string? Color, string? LogoUri, string? Identifier, IReadOnlyList<WebLink> Links, IReadOnlyList<WebLink> Sources,
    DateTimeOffset? LastSeen, IReadOnlyList<string> LockedFields, string Slug, DateTimeOffset? PublishedAt, [property: JsonIgnore] uint RowVersion) : IVersioned;
