using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using CivicPulse.Modules.Governance.Model;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Http;
using CivicPulse.Platform.Portal;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Governance.Endpoints;

internal static class OfficialEndpoints
{
    private static readonly Listing<Official> Listed = Listing.Of<Official>("sort_name")
        .Sort("sort_name", o => o.SortName).Sort("created_at", o => o.CreatedAt).Filter("name", o => o.Name).Filter("party", o => o.Party)
        .Filter("identifier", o => o.Identifier).Filter("published_at", o => o.PublishedAt);

    public static void MapOfficials(this IEndpointRouteBuilder routes)
    {
        var officials = routes.MapGroup("/api/v1/officials").WithTags("Governance");
        officials.MapGet("/", List).Needs(GovernancePermissions.Read).Lists(Listed).WithSummary("Lists officials by name");
        officials.MapPost("/", Create).Needs(GovernancePermissions.Write).WithSummary("Adds an official");
        officials.MapGet("/{id:guid}", Read).Needs(GovernancePermissions.Read).WithSummary("Reads an official");
        officials.MapPatch("/{id:guid}", Change).Needs(GovernancePermissions.Write).WithSummary("Changes the named fields of an official; imports leave them alone from then on");
        officials.MapDelete("/{id:guid}", Delete).Needs(GovernancePermissions.Write).WithSummary("Deletes an official with their memberships");
        officials.MapPublication<Official>(GovernancePermissions.Publish);
    }

    private static Task<Page<OfficialDetail>> List([AsParameters] PageQuery page, TenantDb db, CancellationToken ct) =>
        db.Officials.ToPageAsync(page, Listed, Detail, ct);

    private static async Task<Created<OfficialDetail>> Create(CreateOfficial asked, TenantDb db, CancellationToken ct)
    {
        var official = new Official { Name = asked.Name, SortName = Official.SortedBy(asked.Name, asked.FamilyName, asked.GivenName), Identifier = asked.Identifier };
        Describe(official, asked);
        db.Officials.Add(official);
        await db.SaveChangesAsync(ct);
        return TypedResults.Created($"/api/v1/officials/{official.Id}", await Detail.OneAsync(db, official.Id, ct));
    }

    private static async Task<Results<Ok<OfficialDetail>, NotFound>> Read(Guid id, TenantDb db, CancellationToken ct) =>
        await Detail.OneAsync(db, id, ct) is { } official ? TypedResults.Ok(official) : TypedResults.NotFound();

    private static async Task<Results<Ok<OfficialDetail>, NotFound>> Change(Guid id, ChangeOfficial asked, TenantDb db, CancellationToken ct)
    {
        if (await db.Officials.FirstOrDefaultAsync(o => o.Id == id, ct) is not { } official) return TypedResults.NotFound();
        if (asked.LockedFields is { } locked) official.Unlock(locked);
        official.Name = asked.Name ?? official.Name;
        Describe(official, asked);
        await db.SaveChangesAsync(ct);
        return await Detail.OneAsync(db, id, ct) is { } changed ? TypedResults.Ok(changed) : TypedResults.NotFound();
    }

    private static async Task<Results<NoContent, NotFound>> Delete(Guid id, TenantDb db, CancellationToken ct)
    {
        if (await db.Officials.FirstOrDefaultAsync(o => o.Id == id, ct) is not { } official) return TypedResults.NotFound();
        db.Officials.Remove(official);
        await db.SaveChangesAsync(ct);
        return TypedResults.NoContent();
    }

    private static void Describe(Official official, IOfficialFields asked)
    {
        (official.GivenName, official.FamilyName) = (asked.GivenName.Or(official.GivenName), asked.FamilyName.Or(official.FamilyName));
        official.AdditionalName = asked.AdditionalName.Or(official.AdditionalName);
        (official.HonorificPrefix, official.HonorificSuffix) = (asked.HonorificPrefix.Or(official.HonorificPrefix), asked.HonorificSuffix.Or(official.HonorificSuffix));
        official.SortName = asked.SortName.Or(official.SortName) ?? Official.SortedBy(official.Name, official.FamilyName, official.GivenName);
        official.Gender = asked.Gender.Or(official.Gender);
        (official.BirthDate, official.DeathDate) = (asked.BirthDate.Or(official.BirthDate), asked.DeathDate.Or(official.DeathDate));
        (official.Image, official.Email, official.Party) = (asked.Image.Or(official.Image), asked.Email.Or(official.Email), asked.Party.Or(official.Party));
        (official.Summary, official.Biography) = (asked.Summary.Or(official.Summary), asked.Biography.Or(official.Biography));
        if (asked.OtherNames is { } names) official.OtherNames = Lines.Checked(names);
        if (asked.Identifiers is { } ids) official.Identifiers = ExternalId.Kept(ids);
        if (asked.ContactDetails is { } contact) official.ContactDetails = ContactDetail.Kept(contact);
        if (asked.Links is { } links) official.Links = WebLink.Kept(links);
        if (asked.Sources is { } sources) official.Sources = WebLink.Kept(sources);
    }

    private static readonly Projection<Official, OfficialDetail> Detail = new((_, o) => new OfficialDetail(
        o.Id, o.Name, o.GivenName, o.FamilyName, o.AdditionalName, o.HonorificPrefix, o.HonorificSuffix, o.SortName, o.Gender, o.BirthDate, o.DeathDate, o.Image, o.Summary, o.Biography,
        o.Email, o.Party, o.OtherNames, o.Identifier, ExternalId.Of(o.Identifiers), ContactDetail.Of(o.ContactDetails), WebLink.Of(o.Links), WebLink.Of(o.Sources),
        o.LastSeen, o.LockedFields, o.Slug, o.PublishedAt, o.CreatedAt, o.Version));
}

internal interface IOfficialFields
{
    string? GivenName { get; }

    string? FamilyName { get; }

    string? AdditionalName { get; }

    string? HonorificPrefix { get; }

    string? HonorificSuffix { get; }

    string? SortName { get; }

    string? Gender { get; }

    string? BirthDate { get; }

    string? DeathDate { get; }

    string? Image { get; }

    string? Summary { get; }

    string? Biography { get; }

    string? Email { get; }

    string? Party { get; }

    IReadOnlyList<string>? OtherNames { get; }

    IReadOnlyList<ExternalId>? Identifiers { get; }

    IReadOnlyList<ContactDetail>? ContactDetails { get; }

    IReadOnlyList<WebLink>? Links { get; }

    IReadOnlyList<WebLink>? Sources { get; }
}

/// <param name="Identifier">The id under which the source knows them, such as <c>bioguide:C000127</c>; unique.</param>
/// <param name="SortName">What lists are sorted by; made of the names when left out.</param>
[Example("""{ "name": "Ada Alvarez", "given_name": "Ada", "family_name": "Alvarez", "party": "Independent", "contact_details": [ { "type": "voice", "value": "+1 555 0100" } ] }""")]
public sealed record CreateOfficial(
    [Required, MaxLength(300)] string Name, [MaxLength(300)] string? Identifier = null, [MaxLength(200)] string? GivenName = null, [MaxLength(200)] string? FamilyName = null,
    [MaxLength(200)] string? AdditionalName = null, [MaxLength(60)] string? HonorificPrefix = null, [MaxLength(60)] string? HonorificSuffix = null, [MaxLength(300)] string? SortName = null,
    [MaxLength(60)] string? Gender = null, [PartialDate] string? BirthDate = null, [PartialDate] string? DeathDate = null, [WebAddress] string? Image = null,
    [MaxLength(1000)] string? Summary = null, [MaxLength(20000)] string? Biography = null, [MaxLength(254)] string? Email = null, [MaxLength(200)] string? Party = null,
    [MaxLength(100)] IReadOnlyList<string>? OtherNames = null, [MaxLength(100)] IReadOnlyList<ExternalId>? Identifiers = null,
    [MaxLength(100)] IReadOnlyList<ContactDetail>? ContactDetails = null, [MaxLength(100)] IReadOnlyList<WebLink>? Links = null, [MaxLength(100)] IReadOnlyList<WebLink>? Sources = null) : IOfficialFields;

/// <param name="LockedFields">Fields to keep locked; the others are given back to the imports.</param>
[Example("""{ "party": "Independent" }""")]
public sealed record ChangeOfficial(
    [MinLength(1), MaxLength(300)] string? Name = null, [MaxLength(200)] string? GivenName = null, [MaxLength(200)] string? FamilyName = null,
    [MaxLength(200)] string? AdditionalName = null, [MaxLength(60)] string? HonorificPrefix = null, [MaxLength(60)] string? HonorificSuffix = null, [MaxLength(300)] string? SortName = null,
    [MaxLength(60)] string? Gender = null, [PartialDate] string? BirthDate = null, [PartialDate] string? DeathDate = null, [WebAddress] string? Image = null,
    [MaxLength(1000)] string? Summary = null, [MaxLength(20000)] string? Biography = null, [MaxLength(254)] string? Email = null, [MaxLength(200)] string? Party = null,
    [MaxLength(100)] IReadOnlyList<string>? OtherNames = null, [MaxLength(100)] IReadOnlyList<ExternalId>? Identifiers = null,
    [MaxLength(100)] IReadOnlyList<ContactDetail>? ContactDetails = null, [MaxLength(100)] IReadOnlyList<WebLink>? Links = null, [MaxLength(100)] IReadOnlyList<WebLink>? Sources = null,
    IReadOnlyList<string>? LockedFields = null) : IOfficialFields;

/// <param name="Slug">Their name in the portal's addresses.</param>
public sealed record OfficialDetail(
    Guid Id, string Name, string? GivenName, string? FamilyName, string? AdditionalName, string? HonorificPrefix, string? HonorificSuffix, string SortName, string? Gender,
    string? BirthDate, string? DeathDate, string? Image, string? Summary, string? Biography, string? Email, string? Party, IReadOnlyList<string> OtherNames,
    string? Identifier, IReadOnlyList<ExternalId> Identifiers, IReadOnlyList<ContactDetail> ContactDetails, IReadOnlyList<WebLink> Links, IReadOnlyList<WebLink> Sources,
    DateTimeOffset? LastSeen, IReadOnlyList<string> LockedFields, string Slug, DateTimeOffset? PublishedAt, DateTimeOffset CreatedAt, [property: JsonIgnore] uint RowVersion) : IVersioned;
