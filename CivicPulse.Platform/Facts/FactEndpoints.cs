using CivicPulse.Platform.Access;
using CivicPulse.Platform.Audit;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Http;
using CivicPulse.Platform.Tenancy;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Platform.Facts;

internal static class FactEndpoints
{
    public static void MapFacts(this IEndpointRouteBuilder routes)
    {
        var facts = routes.MapGroup("/api/v1/facts").WithTags("Facts");
        facts.MapGet("/dead", List).Needs(PlatformPermissions.ReadFacts).WithSummary("Lists reactions that were laid aside after their last attempt, newest first");
        facts.MapPost("/{id:guid}/replays", Replay).Needs(PlatformPermissions.ReplayFacts).WithSummary("Gives a fact that was laid aside to its reaction again");
    }

    private static async Task<Page<DeadFact>> List([AsParameters] PageQuery page, TenantDb db, CancellationToken ct) =>
        await db.Set<FactFailure>().Where(f => f.DeadAt != null).ToPageAsync(page, f => f.CreatedAt,
            f => new DeadFact(f.Id, f.Fact!.Type, f.Reaction, f.Attempts, f.Error, f.Fact.ToldAt, f.DeadAt!.Value), ct);

    private static async Task<Results<Accepted, NotFound>> Replay(
        Guid id, TenantDb db, AuditEvents audit, FactHints hints, CurrentTenant tenant, CancellationToken ct)
    {
        if (await db.Set<FactFailure>().AsNoTracking().FirstOrDefaultAsync(f => f.Id == id, ct) is not { } failure) return TypedResults.NotFound();
        await using (var transaction = await db.JoinTransactionAsync(ct))
        {
            db.AfterCommit.Add(() => hints.GiveAsync(tenant.Value.Slug));
            var replayed = await db.ReplayFactsAsync([id], ct);
            RuleBroken.Unless(replayed.Count > 0, "facts.not_dead", "It is not laid aside: it was replayed already.");
            await audit.RecordAsync("platform.fact_replayed", "fact_failures", id, new { failure.FactId, failure.Reaction }, ct);
            await transaction.CommitAsync(ct);
        }
        return TypedResults.Accepted("/api/v1/facts/dead");
    }
}

/// <summary>A fact that one of its reactions could not follow. What the fact says is not shown.</summary>
/// <param name="Reaction">The reaction's name; <c>*</c> stands for all that were not done.</param>
public sealed record DeadFact(Guid Id, string Fact, string Reaction, int Attempts, string? Error, DateTimeOffset ToldAt, DateTimeOffset DeadAt);
