using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using CivicPulse.Modules.AuditTrail.Model;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace CivicPulse.Modules.AuditTrail.Endpoints;

internal static class AuditRecordEndpoints
{
    public static void MapAuditRecords(this IEndpointRouteBuilder routes)
    {
        var records = routes.MapGroup("/api/v1/audit/records/{entity}/{id:guid}").WithTags("Audit");
        records.MapGet("/", History).Needs(AuditTrailPermissions.Read).WithSummary("Lists what happened to one record, newest first; deleted ones too");
        records.MapGet("/as-of", AsOf).Needs(AuditTrailPermissions.Read).WithSummary("Reads a record as it was at a time");
    }

    private static async Task<Results<Ok<Page<AuditEntrySummary>>, NotFound>> History(
        [MaxLength(63)] string entity, Guid id, [AsParameters] PageQuery page, EntrySearch entries, CancellationToken ct)
    {
        var found = await AuditEntryEndpoints.PageAsync(entries, new(null, entity, id, null, null, null, null), page, ct);
        return found.Items.Count == 0 && page.After is null ? TypedResults.NotFound() : TypedResults.Ok(found);
    }

    private static async Task<Results<Ok<RecordAsOf>, ProblemHttpResult>> AsOf(
        [MaxLength(63)] string entity, Guid id, EntrySearch entries, TimeProvider clock, CancellationToken ct,
        [Description("The time, with its offset; now, if it is not given")] DateTimeOffset? at = null)
    {
        var then = at ?? clock.GetUtcNow();
        if (await entries.AsOfAsync(entity, id, then, ct) is not { } last)
            return Problems.Of(StatusCodes.Status404NotFound, "audittrail.no_such_state", "The audit knows nothing of this record at that time.");
        if (last.Redacted) return Problems.Of(StatusCodes.Status410Gone, "audittrail.redacted", "What this record held at that time was redacted.");
        return TypedResults.Ok(new RecordAsOf(entity, id, then, last.Operation != "delete", AuditEntryEndpoints.Json(last.After ?? last.Before), last.Id, last.At, last.ActorId));
    }
}

/// <param name="Exists">False when it was deleted by then: <paramref name="State"/> is what it held last.</param>
/// <param name="EntryId">The entry that made it so.</param>
public sealed record RecordAsOf(string Entity, Guid Id, DateTimeOffset At, bool Exists, JsonElement? State, long EntryId, DateTimeOffset ChangedAt, Guid? ChangedBy);
