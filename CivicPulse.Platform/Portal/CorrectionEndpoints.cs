using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Platform.Portal;

internal static class CorrectionEndpoints
{
    private static readonly Listing<Correction> Listed = Listing.Of<Correction>("-created_at")
        .Sort("created_at", c => c.CreatedAt).Filter("state", c => c.State).Filter("kind", c => c.RecordKind).Filter("record_id", c => c.RecordId);

    public static void MapCorrections(this IEndpointRouteBuilder routes)
    {
        routes.MapPortal(section: null).MapPost("/corrections", Report).Costly().WithSummary("Reports an error in a published record");
        var corrections = routes.MapGroup("/api/v1/corrections").WithTags("Portal");
        corrections.MapGet("/", List).Needs(PlatformPermissions.ReadCorrections).Lists(Listed).WithSummary("Lists errors that were reported, newest first");
        corrections.MapGet("/{id:guid}", Read).Needs(PlatformPermissions.ReadCorrections).WithSummary("Reads what was reported");
        corrections.MapPut("/{id:guid}/resolution", Resolve).Needs(PlatformPermissions.ResolveCorrections).WithSummary("Accepts or rejects what was reported; the record itself is changed by its own address");
    }

    private static async Task<Results<Accepted<CorrectionReceipt>, ProblemHttpResult>> Report(ReportError asked, PortalDoor door, TenantDb db, CancellationToken ct)
    {
        if (!(await door.SettingsAsync(ct)).TakesCorrections) return Problems.Of(StatusCodes.Status404NotFound, "portal.no_corrections", "This organization takes no corrections here.");
        // Found as a visitor finds it: only what is published can be wrong in public.
        if (RecordRule.All(db).FirstOrDefault(r => r.Kind == asked.Kind && typeof(PublicRecord).IsAssignableFrom(r.Table)) is not { } rule || await rule.FindAsync(db, asked.Id!.Value, ct) is not PublicRecord record)
            return Problems.Of(StatusCodes.Status422UnprocessableEntity, "portal.no_such_record", "No record of this kind and id is before the public.");
        var correction = new Correction
        {
            RecordKind = rule.Kind,
            RecordId = record.Id,
            RecordTitle = record.TitleIn(db.Zone),
            Field = asked.Field,
            Proposed = asked.Proposed,
            Message = asked.Message,
            Email = asked.Email,
        };
        db.Corrections.Add(correction);
        await db.SaveChangesAsync(ct);
        return TypedResults.Accepted((string?)null, new CorrectionReceipt(correction.Id));
    }

    private static Task<Page<CorrectionDetail>> List([AsParameters] PageQuery page, TenantDb db, CancellationToken ct) =>
        db.Corrections.ToPageAsync(page, Listed, c => Detail(c), ct);

    private static async Task<Results<Ok<CorrectionDetail>, NotFound>> Read(Guid id, TenantDb db, CancellationToken ct) =>
        await db.Corrections.AsNoTracking().FirstOrDefaultAsync(c => c.Id == id, ct) is { } found ? TypedResults.Ok(Detail(found)) : TypedResults.NotFound();

    private static async Task<Results<Ok<CorrectionDetail>, NotFound>> Resolve(
        Guid id, ResolveCorrection asked, TenantDb db, CurrentAccount account, TimeProvider clock, CancellationToken ct)
    {
        if (await db.Corrections.FirstOrDefaultAsync(c => c.Id == id, ct) is not { } found) return TypedResults.NotFound();
        found.Resolve(asked.Accepted, asked.Answer, clock.GetUtcNow(), account.Known);
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(Detail(found));
    }

    private static CorrectionDetail Detail(Correction c) => new(
        c.Id, c.RecordKind, c.RecordId, c.RecordTitle, c.Field, c.Proposed, c.Message, c.Email, c.State, c.Answer, c.CreatedAt, c.ResolvedAt, c.Version);
}

/// <param name="Kind">What kind of record, such as official or body.</param>
/// <param name="Field">The field that is wrong, if it is one.</param>
/// <param name="Proposed">What it should say.</param>
/// <param name="Email">Where the answer goes, when one is wanted; only those who work on corrections see it.</param>
[Example("""{ "kind": "official", "id": "01890a5d-ac96-774b-bcce-b302099a8057", "field": "party", "proposed": "Independent", "message": "Left the party in May, see the clerk's notice." }""")]
public sealed record ReportError(
    [Required, MaxLength(60)] string Kind, [Required] Guid? Id, [Required, MaxLength(5000)] string Message,
    [MaxLength(60), RegularExpression("[a-z_]+")] string? Field = null, [MaxLength(5000)] string? Proposed = null, [MaxLength(254), EmailAddress] string? Email = null);

/// <param name="Id">To ask about it later.</param>
public sealed record CorrectionReceipt(Guid Id);

[Example("""{ "accepted": true, "answer": "Thank you, it is changed." }""")]
public sealed record ResolveCorrection(bool Accepted, [MaxLength(5000)] string? Answer = null);

public sealed record CorrectionDetail(
    Guid Id, string Kind, Guid RecordId, string RecordTitle, string? Field, string? Proposed, string Message, [property: Sensitive(Sensitivity.Confidential)] string? Email,
    CorrectionState State, string? Answer, DateTimeOffset CreatedAt, DateTimeOffset? ResolvedAt, [property: JsonIgnore] uint RowVersion) : IVersioned;
