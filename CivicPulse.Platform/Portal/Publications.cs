using CivicPulse.Platform.Access;
using CivicPulse.Platform.Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Platform.Portal;

public static class Publications
{
    /// <summary>
    /// Adds <c>PUT</c> and <c>DELETE {id}/publication</c> to the routes of a kind of public records: a person has looked at it, and the public
    /// sees it from now on, or no longer.
    /// </summary>
    public static void MapPublication<T>(this IEndpointRouteBuilder records, string word) where T : PublicRecord
    {
        var noun = typeof(T).Name;
        records.MapPut("/{id:guid}/publication", Publish<T>).Needs(word).WithName($"publish{noun}").WithSummary("Lets the public see it: somebody has looked at it");
        records.MapDelete("/{id:guid}/publication", Withdraw<T>).Needs(word).WithName($"withdraw{noun}").WithSummary("Takes it from the public's sight");
    }

    private static async Task<Results<Ok<PublicationDetail>, NotFound>> Publish<T>(Guid id, TenantDb db, CurrentAccount account, TimeProvider clock, CancellationToken ct) where T : PublicRecord
    {
        var rows = db.Set<T>();
        if (await rows.FirstOrDefaultAsync(r => r.Id == id, ct) is not { } record) return TypedResults.NotFound();
        record.Publish(clock.GetUtcNow(), account.Known);
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(new PublicationDetail(record.Slug, record.PublishedAt!.Value, record.PublishedBy));
    }

    private static async Task<Results<NoContent, NotFound>> Withdraw<T>(Guid id, TenantDb db, CancellationToken ct) where T : PublicRecord
    {
        var rows = db.Set<T>();
        if (await rows.FirstOrDefaultAsync(r => r.Id == id, ct) is not { } record) return TypedResults.NotFound();
        record.Withdraw();
        await db.SaveChangesAsync(ct);
        return TypedResults.NoContent();
    }
}

/// <param name="Slug">Its name in the portal's addresses.</param>
public sealed record PublicationDetail(string Slug, DateTimeOffset PublishedAt, Guid? PublishedBy);
