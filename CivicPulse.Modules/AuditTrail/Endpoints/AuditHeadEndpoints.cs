using CivicPulse.Platform.Access;
using CivicPulse.Platform.Audit;
using CivicPulse.Platform.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace CivicPulse.Modules.AuditTrail.Endpoints;

/// <summary>What anybody may keep a copy of: it says nothing of the records, and later proves that they were not changed.</summary>
internal static class AuditHeadEndpoints
{
    public static void MapAuditHeads(this IEndpointRouteBuilder routes)
    {
        var audit = routes.MapGroup("/api/v1/audit").WithTags("Audit");
        audit.MapGet("/head", Head).Public().WithSummary("The newest seal of this tenant's audit");
        audit.MapGet("/heads", Heads).Public().WithSummary("All seals, oldest first");
        audit.MapGet("/keys", Keys).Public().WithSummary("The public keys that seals are signed with, the one in use first");
    }

    private static async Task<Results<Ok<AuditSeal>, ProblemHttpResult>> Head(LiveLedger ledger, CancellationToken ct) =>
        await ledger.HeadAsync(ct) is { } head ? TypedResults.Ok(head) : Problems.Of(StatusCodes.Status404NotFound, "audittrail.nothing_sealed", "Nothing is sealed yet.");

    private static async Task<Page<AuditSeal>> Heads([AsParameters] PageQuery page, LiveLedger ledger, CancellationToken ct)
    {
        var found = await ledger.HeadsAsync(AuditEntryEndpoints.Cursor(page.After) ?? 0, page.Limit + 1, ct);
        return new([.. found.Take(page.Limit)], found.Count > page.Limit ? found[page.Limit - 1].Number.ToString(System.Globalization.CultureInfo.InvariantCulture) : null);
    }

    private static SealKeyList Keys(SealKeys keys) => new(keys.Published);
}

public sealed record SealKeyList(IReadOnlyList<PublicSealKey> Keys);
