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

internal static class MatterEndpoints
{
    private static readonly Listing<Matter> Listed = Listing.Of<Matter>("-created_at")
        .Sort("created_at", m => m.CreatedAt).Sort("introduced_on", m => m.IntroducedOn).Sort("identifier", m => m.Identifier).Filter("body_id", m => m.BodyId)
        .Filter("classification", m => m.Classification).Filter("status", m => m.Status).Filter("legislative_session", m => m.LegislativeSession).Filter("title", m => m.Name)
        .Filter("published_at", m => m.PublishedAt);

    public static void MapMatters(this IEndpointRouteBuilder routes)
    {
        var matters = routes.MapGroup("/api/v1/matters").WithTags("Governance");
        matters.MapGet("/", List).Needs(GovernancePermissions.Read).Lists(Listed).WithSummary("Lists matters, newest first: ordinances, resolutions, contracts");
        matters.MapPost("/", Create).Needs(GovernancePermissions.Write).WithSummary("Adds a matter to those of a body");
        matters.MapGet("/{id:guid}", Read).Needs(GovernancePermissions.Read).WithSummary("Reads a matter");
        matters.MapPatch("/{id:guid}", Change).Needs(GovernancePermissions.Write).WithSummary("Changes the named fields of a matter; imports leave them alone from then on");
        matters.MapDelete("/{id:guid}", Delete).Needs(GovernancePermissions.Write).WithSummary("Deletes a matter; motions on it stay with their meetings");
        matters.MapPublication<Matter>(GovernancePermissions.Publish);
    }

    private static Task<Page<MatterDetail>> List([AsParameters] PageQuery page, TenantDb db, CancellationToken ct) => db.Matters.ToPageAsync(page, Listed, Detail, ct);

    private static async Task<Results<Created<MatterDetail>, ProblemHttpResult>> Create(CreateMatter asked, TenantDb db, CancellationToken ct)
    {
        if (await Known.BodyAsync(asked.BodyId, db, ct) is { } problem) return problem;
        var matter = new Matter
        {
            BodyId = asked.BodyId!.Value,
            Identifier = asked.Identifier,
            Name = asked.Title,
            LegislativeSession = asked.LegislativeSession,
            Classification = asked.Classification!.Value,
        };
        Describe(matter, asked);
        db.Matters.Add(matter);
        await db.SaveChangesAsync(ct);
        return TypedResults.Created($"/api/v1/matters/{matter.Id}", await Detail.OneAsync(db, matter.Id, ct));
    }

    private static async Task<Results<Ok<MatterDetail>, NotFound>> Read(Guid id, TenantDb db, CancellationToken ct) =>
        await Detail.OneAsync(db, id, ct) is { } matter ? TypedResults.Ok(matter) : TypedResults.NotFound();

    private static async Task<Results<Ok<MatterDetail>, NotFound>> Change(Guid id, ChangeMatter asked, TenantDb db, CancellationToken ct)
    {
        if (await db.Matters.FirstOrDefaultAsync(m => m.Id == id, ct) is not { } matter) return TypedResults.NotFound();
        if (asked.LockedFields is { } locked) matter.Unlock(locked);
        (matter.Name, matter.Classification) = (asked.Title ?? matter.Name, asked.Classification ?? matter.Classification);
        Describe(matter, asked);
        await db.SaveChangesAsync(ct);
        return await Detail.OneAsync(db, id, ct) is { } changed ? TypedResults.Ok(changed) : TypedResults.NotFound();
    }

    private static async Task<Results<NoContent, NotFound>> Delete(Guid id, TenantDb db, CancellationToken ct)
    {
        var matters = db.Matters;
        if (await matters.FirstOrDefaultAsync(m => m.Id == id, ct) is not { } matter) return TypedResults.NotFound();
        await db.ForgetFilesAsync<MatterAttachment>(matters.Where(m => m.Id == id).Select(m => m.Id), ct);
        matters.Remove(matter);
        await db.SaveChangesAsync(ct);
        return TypedResults.NoContent();
    }

    private static void Describe(Matter matter, IMatterFields asked)
    {
        (matter.Status, matter.IntroducedOn) = (asked.Status ?? matter.Status, asked.IntroducedOn ?? matter.IntroducedOn);
        matter.Abstract = asked.Abstract.Or(matter.Abstract);
        if (asked.OtherTitles is { } titles) matter.OtherTitles = Lines.Checked(titles);
        if (asked.Subjects is { } subjects) matter.Subjects = Lines.Checked(subjects);
        if (asked.Links is { } links) matter.Links = WebLink.Kept(links);
        if (asked.Sources is { } sources) matter.Sources = WebLink.Kept(sources);
    }

    private static readonly Projection<Matter, MatterDetail> Detail = new((_, m) => new MatterDetail(
        m.Id, m.BodyId, m.Body!.Name, m.Identifier!, m.Name, m.Classification, m.Status, m.LegislativeSession, m.OtherTitles, m.Abstract, m.Subjects, m.IntroducedOn,
        WebLink.Of(m.Links), WebLink.Of(m.Sources), m.LastSeen, m.LockedFields, m.Slug, m.PublishedAt, m.CreatedAt, m.Version));
}

internal interface IMatterFields
{
    MatterStatus? Status { get; }

    IReadOnlyList<string>? OtherTitles { get; }

    string? Abstract { get; }

    IReadOnlyList<string>? Subjects { get; }

    DateOnly? IntroducedOn { get; }

    IReadOnlyList<WebLink>? Links { get; }

    IReadOnlyList<WebLink>? Sources { get; }
}

/// <param name="Identifier">The body's own number of it, such as ORD 2026-12; unique in the body and session.</param>
/// <param name="LegislativeSession">In which numbers begin anew.</param>
[Example("""{ "body_id": "01890a5d-ac96-774b-bcce-b302099a8057", "identifier": "ORD 2026-12", "title": "Opening hours of parks", "classification": "ordinance", "subjects": ["Parks"], "introduced_on": "2026-02-03" }""")]
public sealed record CreateMatter(
    [Required] Guid? BodyId, [Required, MaxLength(100)] string Identifier, [Required, MaxLength(1000)] string Title, [Required] MatterClassification? Classification, MatterStatus? Status = null,
    [MaxLength(100)] string? LegislativeSession = null, [MaxLength(50)] IReadOnlyList<string>? OtherTitles = null, [MaxLength(20000)] string? Abstract = null,
    [MaxLength(50)] IReadOnlyList<string>? Subjects = null, DateOnly? IntroducedOn = null, [MaxLength(100)] IReadOnlyList<WebLink>? Links = null,
    [MaxLength(100)] IReadOnlyList<WebLink>? Sources = null) : IMatterFields;

/// <param name="LockedFields">Fields to keep locked; the others are given back to the imports.</param>
[Example("""{ "status": "passed" }""")]
public sealed record ChangeMatter(
    [MinLength(1), MaxLength(1000)] string? Title = null, MatterClassification? Classification = null, MatterStatus? Status = null, [MaxLength(50)] IReadOnlyList<string>? OtherTitles = null,
    [MaxLength(20000)] string? Abstract = null, [MaxLength(50)] IReadOnlyList<string>? Subjects = null, DateOnly? IntroducedOn = null, [MaxLength(100)] IReadOnlyList<WebLink>? Links = null,
    [MaxLength(100)] IReadOnlyList<WebLink>? Sources = null, IReadOnlyList<string>? LockedFields = null) : IMatterFields;

public sealed record MatterDetail(
    Guid Id, Guid BodyId, string BodyName, string Identifier, string Title, MatterClassification Classification, MatterStatus Status, string? LegislativeSession,
    IReadOnlyList<string> OtherTitles, string? Abstract, IReadOnlyList<string> Subjects, DateOnly? IntroducedOn, IReadOnlyList<WebLink> Links, IReadOnlyList<WebLink> Sources,
    DateTimeOffset? LastSeen, IReadOnlyList<string> LockedFields, string Slug, DateTimeOffset? PublishedAt, DateTimeOffset CreatedAt, [property: JsonIgnore] uint RowVersion) : IVersioned;
