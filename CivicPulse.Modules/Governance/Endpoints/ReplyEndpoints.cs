using System.ComponentModel.DataAnnotations;
using CivicPulse.Modules.Governance.Model;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Governance.Endpoints;

/// <summary>The right of reply: the word of the one whom a record is about, shown with it.</summary>
internal static class ReplyEndpoints
{
    public static void MapReplies(this IEndpointRouteBuilder routes)
    {
        Map<Stance>(routes, "stances");
        Map<Commitment>(routes, "commitments");
    }

    private static void Map<T>(IEndpointRouteBuilder routes, string records) where T : Entity, IAnswerable
    {
        var (reply, noun) = (routes.MapGroup($"/api/v1/{records}/{{id:guid}}/reply").WithTags("Governance"), typeof(T).Name);
        reply.MapPut("/", Put<T>).Needs(GovernancePermissions.Write).WithName($"reply{noun}").WithSummary("Puts the official's own word beside it; it stays when the record changes");
        reply.MapDelete("/", Remove<T>).Needs(GovernancePermissions.Write).WithName($"deleteReply{noun}").WithSummary("Takes the reply away, at the wish of the one who made it");
    }

    private static async Task<Results<Ok<ReplyDetail>, NotFound>> Put<T>(Guid id, PutReply asked, TenantDb db, TimeProvider clock, CancellationToken ct) where T : Entity, IAnswerable
    {
        if (await db.Set<T>().FirstOrDefaultAsync(r => r.Id == id, ct) is not { } record) return TypedResults.NotFound();
        record.Answer(asked.Text, asked.By, asked.RepliedOn ?? clock.GetUtcNow().DayIn(db.Zone));
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(new ReplyDetail(record.ReplyText!, record.ReplyBy!, record.RepliedOn!.Value));
    }

    private static async Task<Results<NoContent, NotFound>> Remove<T>(Guid id, TenantDb db, CancellationToken ct) where T : Entity, IAnswerable
    {
        if (await db.Set<T>().FirstOrDefaultAsync(r => r.Id == id, ct) is not { } record) return TypedResults.NotFound();
        record.Answer(null, null, null);
        await db.SaveChangesAsync(ct);
        return TypedResults.NoContent();
    }
}

/// <param name="By">Whose word it is: the official, or who speaks for them.</param>
/// <param name="RepliedOn">Today when left out.</param>
[Example("""{ "text": "I asked for the numbers first; with them I am for it.", "by": "Ada Alvarez", "replied_on": "2026-04-20" }""")]
public sealed record PutReply([Required, MaxLength(5000)] string Text, [Required, MaxLength(300)] string By, DateOnly? RepliedOn = null);

public sealed record ReplyDetail(string Text, string By, DateOnly RepliedOn);
