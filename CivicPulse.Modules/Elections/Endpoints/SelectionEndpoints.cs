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

internal static class SelectionEndpoints
{
    private static readonly Listing<ContestSelection> Listed = Listing.Of<ContestSelection>("name")
        .Sort("name", s => s.Name).Filter("election_id", s => s.ElectionId).Filter("contest_id", s => s.ContestId).Filter("kind", s => s.Kind).Filter("party_id", s => s.PartyId)
        .Filter("is_incumbent", s => s.IsIncumbent).Filter("is_write_in", s => s.IsWriteIn).Filter("pre_election_status", s => s.PreElectionStatus)
        .Filter("post_election_status", s => s.PostElectionStatus).Filter("identifier", s => s.Identifier);

    public static void MapSelections(this IEndpointRouteBuilder routes)
    {
        var selections = routes.MapGroup("/api/v1/contest-selections").WithTags("Elections");
        selections.MapGet("/", List).Needs(ElectionsPermissions.Read).Lists(Listed).WithSummary("Lists what can be voted for: candidacies, answers, parties");
        selections.MapPost("/", Create).Needs(ElectionsPermissions.Write).WithSummary("Adds what can be voted for to a contest; its kind is that of the contest");
        selections.MapGet("/{id:guid}", Read).Needs(ElectionsPermissions.Read).WithSummary("Reads a selection");
        selections.MapPatch("/{id:guid}", Change).Needs(ElectionsPermissions.Write).WithSummary("Changes the named fields of a selection; imports leave them alone from then on");
        selections.MapDelete("/{id:guid}", Delete).Needs(ElectionsPermissions.Write).WithSummary("Deletes a selection with its counts; who no longer stands gets a `pre_election_status`");
    }

    private static Task<Page<SelectionDetail>> List([AsParameters] PageQuery page, TenantDb db, CancellationToken ct) =>
        db.ContestSelections.ToPageAsync(page, Listed, Detail, ct);

    private static async Task<Created<SelectionDetail>> Create(CreateSelection asked, TenantDb db, CancellationToken ct)
    {
        var contest = await Found.ContestAsync(db, asked.ContestId!.Value, ct);
        await Found.OpenElectionAsync(db, contest.ElectionId, ct);
        var selection = new ContestSelection { ElectionId = contest.ElectionId, ContestId = contest.Id, Kind = contest.Offers, Name = asked.Name, Identifier = asked.Identifier };
        await DescribeAsync(selection, asked, db, ct);
        db.ContestSelections.Add(selection);
        await db.SaveChangesAsync(ct);
        return TypedResults.Created($"/api/v1/contest-selections/{selection.Id}", await Detail.OneAsync(db, selection.Id, ct));
    }

    private static async Task<Results<Ok<SelectionDetail>, NotFound>> Read(Guid id, TenantDb db, CancellationToken ct) =>
        await Detail.OneAsync(db, id, ct) is { } selection ? TypedResults.Ok(selection) : TypedResults.NotFound();

    private static async Task<Results<Ok<SelectionDetail>, NotFound>> Change(Guid id, ChangeSelection asked, TenantDb db, CancellationToken ct)
    {
        if (await db.ContestSelections.FirstOrDefaultAsync(s => s.Id == id, ct) is not { } selection) return TypedResults.NotFound();
        await Found.OpenElectionAsync(db, selection.ElectionId, ct);
        if (asked.LockedFields is { } locked) selection.Unlock(locked);
        selection.Name = asked.Name ?? selection.Name;
        await DescribeAsync(selection, asked, db, ct);
        await db.SaveChangesAsync(ct);
        return await Detail.OneAsync(db, id, ct) is { } changed ? TypedResults.Ok(changed) : TypedResults.NotFound();
    }

    private static async Task<Results<NoContent, NotFound>> Delete(Guid id, TenantDb db, CancellationToken ct)
    {
        if (await db.ContestSelections.FirstOrDefaultAsync(s => s.Id == id, ct) is not { } selection) return TypedResults.NotFound();
        await Found.OpenElectionAsync(db, selection.ElectionId, ct);
        db.ContestSelections.Remove(selection);
        await db.SaveChangesAsync(ct);
        return TypedResults.NoContent();
    }

    private static async Task DescribeAsync(ContestSelection selection, ISelectionFields asked, TenantDb db, CancellationToken ct)
    {
        await Found.PartyAsync(db, asked.PartyId, ct);
        selection.PartyId = asked.PartyId ?? selection.PartyId;
        (selection.PersonName, selection.PersonIdentifier) = (asked.PersonName.Or(selection.PersonName), asked.PersonIdentifier.Or(selection.PersonIdentifier));
        (selection.IsIncumbent, selection.IsTopTicket, selection.IsWriteIn) =
            (asked.IsIncumbent ?? selection.IsIncumbent, asked.IsTopTicket ?? selection.IsTopTicket, asked.IsWriteIn ?? selection.IsWriteIn);
        (selection.FileDate, selection.SequenceOrder) = (asked.FileDate ?? selection.FileDate, asked.SequenceOrder ?? selection.SequenceOrder);
        (selection.PreElectionStatus, selection.PostElectionStatus) = (asked.PreElectionStatus ?? selection.PreElectionStatus, asked.PostElectionStatus ?? selection.PostElectionStatus);
        if (asked.Links is { } links) selection.Links = WebLink.Kept(links);
        if (asked.Sources is { } sources) selection.Sources = WebLink.Kept(sources);
    }

    private static readonly Projection<ContestSelection, SelectionDetail> Detail = new((_, s) => new SelectionDetail(
        s.Id, s.ElectionId, s.ContestId, s.Contest!.Name, s.Kind, s.Name, s.PartyId, s.Party!.Name, s.PersonName, s.PersonIdentifier, s.IsIncumbent, s.IsTopTicket, s.IsWriteIn,
        s.FileDate, s.PreElectionStatus, s.PostElectionStatus, s.SequenceOrder, s.Identifier, WebLink.Of(s.Links), WebLink.Of(s.Sources), s.LastSeen, s.LockedFields, s.Version));
}

internal interface ISelectionFields
{
    Guid? PartyId { get; }

    string? PersonName { get; }

    string? PersonIdentifier { get; }

    bool? IsIncumbent { get; }

    bool? IsTopTicket { get; }

    bool? IsWriteIn { get; }

    DateOnly? FileDate { get; }

    PreElectionStatus? PreElectionStatus { get; }

    PostElectionStatus? PostElectionStatus { get; }

    int? SequenceOrder { get; }

    IReadOnlyList<WebLink>? Links { get; }

    IReadOnlyList<WebLink>? Sources { get; }
}

/// <param name="Name">As it stands on the ballot: a name, Yes or No, a party.</param>
/// <param name="PersonName">Who stands, when the ballot calls them otherwise.</param>
/// <param name="PersonIdentifier">The id under which a source knows them, such as an official's.</param>
[Example("""{ "contest_id": "01890a5d-ac96-774b-bcce-b302099a8057", "name": "Ada Alvarez", "is_incumbent": true, "pre_election_status": "qualified" }""")]
public sealed record CreateSelection(
    [Required] Guid? ContestId, [Required, MaxLength(300)] string Name, [MaxLength(300)] string? Identifier = null, Guid? PartyId = null, [MaxLength(300)] string? PersonName = null,
    [MaxLength(300)] string? PersonIdentifier = null, bool? IsIncumbent = null, bool? IsTopTicket = null, bool? IsWriteIn = null, DateOnly? FileDate = null,
    PreElectionStatus? PreElectionStatus = null, PostElectionStatus? PostElectionStatus = null, [Range(0, 100000)] int? SequenceOrder = null,
    [MaxLength(100)] IReadOnlyList<WebLink>? Links = null, [MaxLength(100)] IReadOnlyList<WebLink>? Sources = null) : ISelectionFields;

/// <param name="LockedFields">Fields to keep locked; the others are given back to the imports.</param>
[Example("""{ "post_election_status": "winner" }""")]
public sealed record ChangeSelection(
    [MinLength(1), MaxLength(300)] string? Name = null, Guid? PartyId = null, [MaxLength(300)] string? PersonName = null, [MaxLength(300)] string? PersonIdentifier = null,
    bool? IsIncumbent = null, bool? IsTopTicket = null, bool? IsWriteIn = null, DateOnly? FileDate = null, PreElectionStatus? PreElectionStatus = null,
    PostElectionStatus? PostElectionStatus = null, [Range(0, 100000)] int? SequenceOrder = null, [MaxLength(100)] IReadOnlyList<WebLink>? Links = null,
    [MaxLength(100)] IReadOnlyList<WebLink>? Sources = null, IReadOnlyList<string>? LockedFields = null) : ISelectionFields;

public sealed record SelectionDetail(
    Guid Id, Guid ElectionId, Guid ContestId, string ContestName, SelectionKind Kind, string Name, Guid? PartyId, string? PartyName, string? PersonName, string? PersonIdentifier,
    bool IsIncumbent, bool IsTopTicket, bool IsWriteIn, DateOnly? FileDate, PreElectionStatus? PreElectionStatus, PostElectionStatus? PostElectionStatus, int SequenceOrder,
    string? Identifier, IReadOnlyList<WebLink> Links, IReadOnlyList<WebLink> Sources, DateTimeOffset? LastSeen, IReadOnlyList<string> LockedFields,
    [property: JsonIgnore] uint RowVersion) : IVersioned;
