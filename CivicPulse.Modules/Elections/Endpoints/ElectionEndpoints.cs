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

internal static class ElectionEndpoints
{
    private static readonly Listing<Election> Listed = Listing.Of<Election>("-date")
        .Sort("date", e => e.Date).Sort("name", e => e.Name).Filter("status", e => e.Status).Filter("election_type", e => e.ElectionType).Filter("division_id", e => e.DivisionId)
        .Filter("is_statewide", e => e.IsStatewide).Filter("identifier", e => e.Identifier).Filter("published_at", e => e.PublishedAt);

    public static void MapElections(this IEndpointRouteBuilder routes)
    {
        var elections = routes.MapGroup("/api/v1/elections").WithTags("Elections");
        elections.MapGet("/", List).Needs(ElectionsPermissions.Read).Lists(Listed).WithSummary("Lists elections, latest first");
        elections.MapPost("/", Create).Needs(ElectionsPermissions.Write).WithSummary("Schedules an election");
        elections.MapGet("/{id:guid}", Read).Needs(ElectionsPermissions.Read).WithSummary("Reads an election");
        elections.MapPatch("/{id:guid}", Change).Needs(ElectionsPermissions.Write).WithSummary("Changes the named fields of an election; imports leave them alone from then on");
        elections.MapDelete("/{id:guid}", Delete).Needs(ElectionsPermissions.Write).WithSummary("Deletes an election that is not certified, with its contests and counts");
        elections.MapPublication<Election>(ElectionsPermissions.Publish);
    }

    private static Task<Page<ElectionDetail>> List([AsParameters] PageQuery page, TenantDb db, CancellationToken ct) =>
        db.Elections.ToPageAsync(page, Listed, Detail, ct);

    private static async Task<Created<ElectionDetail>> Create(CreateElection asked, TenantDb db, CancellationToken ct)
    {
        var election = new Election { Name = asked.Name, Date = asked.Date!.Value, Identifier = asked.Identifier, ElectionType = asked.ElectionType };
        Describe(election, asked);
        election.Schedule();
        db.Elections.Add(election);
        await db.SaveChangesAsync(ct);
        return TypedResults.Created($"/api/v1/elections/{election.Id}", await Detail.OneAsync(db, election.Id, ct));
    }

    private static async Task<Results<Ok<ElectionDetail>, NotFound>> Read(Guid id, TenantDb db, CancellationToken ct) =>
        await Detail.OneAsync(db, id, ct) is { } election ? TypedResults.Ok(election) : TypedResults.NotFound();

    private static async Task<Results<Ok<ElectionDetail>, NotFound>> Change(Guid id, ChangeElection asked, TenantDb db, CancellationToken ct)
    {
        if (await db.Elections.FirstOrDefaultAsync(e => e.Id == id, ct) is not { } election) return TypedResults.NotFound();
        if (asked.LockedFields is { } locked) election.Unlock(locked);
        election.Name = asked.Name ?? election.Name;
        election.ElectionType = asked.ElectionType ?? election.ElectionType;
        election.MoveTo(asked.Date ?? election.Date);
        if (asked.Status is { } phase && phase != election.Phase) election.Lock("status");
        Describe(election, asked);
        await db.SaveChangesAsync(ct);
        return await Detail.OneAsync(db, id, ct) is { } changed ? TypedResults.Ok(changed) : TypedResults.NotFound();
    }

    private static async Task<Results<NoContent, NotFound>> Delete(Guid id, TenantDb db, CancellationToken ct)
    {
        if (await db.Elections.FirstOrDefaultAsync(e => e.Id == id, ct) is not { } election) return TypedResults.NotFound();
        election.CheckOpen();
        db.Elections.Remove(election);
        await db.SaveChangesAsync(ct);
        return TypedResults.NoContent();
    }

    private static void Describe(Election election, IElectionFields asked)
    {
        election.Turn(asked.Status ?? election.Phase);
        election.IsStatewide = asked.IsStatewide ?? election.IsStatewide;
        election.DivisionId = asked.DivisionId.Or(election.DivisionId);
        election.HasElectionDayRegistration = asked.HasElectionDayRegistration ?? election.HasElectionDayRegistration;
        election.RegistrationInfo = asked.RegistrationInfo.Or(election.RegistrationInfo);
        election.AbsenteeInfo = asked.AbsenteeInfo.Or(election.AbsenteeInfo);
        election.ResultsUri = asked.ResultsUri.Or(election.ResultsUri);
        if (asked.Identifiers is { } ids) election.Identifiers = ExternalId.Kept(ids);
        if (asked.Links is { } links) election.Links = WebLink.Kept(links);
        if (asked.Sources is { } sources) election.Sources = WebLink.Kept(sources);
    }

    private static readonly Projection<Election, ElectionDetail> Detail = new((_, e) => new ElectionDetail(
        e.Id, e.Name, e.Date, e.ElectionType, e.Status, e.IsStatewide, e.DivisionId, e.HasElectionDayRegistration, e.RegistrationInfo, e.AbsenteeInfo, e.ResultsUri, e.Identifier,
        ExternalId.Of(e.Identifiers), WebLink.Of(e.Links), WebLink.Of(e.Sources), e.LastSeen, e.LockedFields, e.Slug, e.PublishedAt, e.Version));
}

internal interface IElectionFields
{
    ElectionPhase? Status { get; }

    bool? IsStatewide { get; }

    string? DivisionId { get; }

    bool? HasElectionDayRegistration { get; }

    string? RegistrationInfo { get; }

    string? AbsenteeInfo { get; }

    string? ResultsUri { get; }

    IReadOnlyList<ExternalId>? Identifiers { get; }

    IReadOnlyList<WebLink>? Links { get; }

    IReadOnlyList<WebLink>? Sources { get; }
}

/// <param name="DivisionId">Where it is held, as an OCD division.</param>
/// <param name="Identifier">The id under which its source knows it; unique.</param>
/// <param name="RegistrationInfo">The address of a page about registering.</param>
/// <param name="AbsenteeInfo">The address of a page about voting by mail.</param>
[Example("""{ "name": "Riverton town election", "date": "2026-11-03", "election_type": "general", "division_id": "ocd-division/country:us/state:ga/place:riverton" }""")]
public sealed record CreateElection(
    [Required, MaxLength(300)] string Name, [Required] DateOnly? Date, ElectionType ElectionType = ElectionType.General, ElectionPhase? Status = null, bool? IsStatewide = null,
    [DivisionId] string? DivisionId = null, bool? HasElectionDayRegistration = null, [WebAddress] string? RegistrationInfo = null, [WebAddress] string? AbsenteeInfo = null,
    [WebAddress] string? ResultsUri = null, [MaxLength(300)] string? Identifier = null, [MaxLength(100)] IReadOnlyList<ExternalId>? Identifiers = null,
    [MaxLength(100)] IReadOnlyList<WebLink>? Links = null, [MaxLength(100)] IReadOnlyList<WebLink>? Sources = null) : IElectionFields;

/// <param name="LockedFields">Fields to keep locked; the others are given back to the imports.</param>
[Example("""{ "status": "held" }""")]
public sealed record ChangeElection(
    [MinLength(1), MaxLength(300)] string? Name = null, DateOnly? Date = null, ElectionType? ElectionType = null, ElectionPhase? Status = null, bool? IsStatewide = null,
    [DivisionId] string? DivisionId = null, bool? HasElectionDayRegistration = null, [WebAddress] string? RegistrationInfo = null, [WebAddress] string? AbsenteeInfo = null,
    [WebAddress] string? ResultsUri = null, [MaxLength(100)] IReadOnlyList<ExternalId>? Identifiers = null, [MaxLength(100)] IReadOnlyList<WebLink>? Links = null,
    [MaxLength(100)] IReadOnlyList<WebLink>? Sources = null, IReadOnlyList<string>? LockedFields = null) : IElectionFields;

/// <param name="LastSeen">When a source last said the same.</param>
/// <param name="LockedFields">Changed by a person: imports leave these alone.</param>
/// <param name="Slug">Its name in the portal's addresses.</param>
public sealed record ElectionDetail(
    Guid Id, string Name, DateOnly Date, ElectionType ElectionType, ElectionStatus Status, bool IsStatewide, string? DivisionId, bool? HasElectionDayRegistration,
    string? RegistrationInfo, string? AbsenteeInfo, string? ResultsUri, string? Identifier, IReadOnlyList<ExternalId> Identifiers, IReadOnlyList<WebLink> Links,
    IReadOnlyList<WebLink> Sources, DateTimeOffset? LastSeen, IReadOnlyList<string> LockedFields, string Slug, DateTimeOffset? PublishedAt, [property: JsonIgnore] uint RowVersion) : IVersioned;
