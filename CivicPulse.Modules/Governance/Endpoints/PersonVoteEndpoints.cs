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

internal static class PersonVoteEndpoints
{
    private static readonly Listing<PersonVote> Listed = Listing.Of<PersonVote>("voter_name")
        .Sort("voter_name", p => p.VoterName).Filter("option", p => p.Option).Filter("official_id", p => p.OfficialId);

    public static void MapPersonVotes(this IEndpointRouteBuilder routes)
    {
        var votes = routes.MapGroup("/api/v1/vote-events/{id:guid}/person-votes").WithTags("Governance");
        votes.MapGet("/", List).Needs(GovernancePermissions.Read).Lists(Listed).WithSummary("Lists who voted how, by name");
        votes.MapPut("/", Record).Needs(GovernancePermissions.Write).WithSummary("Takes down the whole roll call in the place of what is there; the same again changes nothing");
    }

    private static async Task<Results<Ok<Page<PersonVoteDetail>>, NotFound>> List(Guid id, [AsParameters] PageQuery page, TenantDb db, CancellationToken ct)
    {
        if (!await db.VoteEvents.AnyAsync(v => v.Id == id, ct)) return TypedResults.NotFound();
        return TypedResults.Ok(await db.PersonVotes.Where(p => p.VoteEventId == id)
            .ToPageAsync(page, Listed, p => new PersonVoteDetail(p.Id, p.OfficialId, p.Official!.Name ?? p.VoterName, p.Option, p.Weight, p.Note), ct));
    }

    private static async Task<Results<Ok<VoteEventDetail>, NotFound, ProblemHttpResult>> Record(Guid id, RecordRollCall asked, TenantDb db, TimeProvider clock, CancellationToken ct)
    {
        if (await VoteEventEndpoints.WholeAsync(id, db, ct) is not { } vote) return TypedResults.NotFound();
        var (roll, problem) = await RollAsync(asked.Votes!, vote.StartDate, db, ct);
        if (problem is not null) return problem;
        vote.Call(vote.Motion!, roll, asked.Result, clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
        return await VoteEventEndpoints.Detail.OneAsync(db, id, ct) is { } recorded ? TypedResults.Ok(recorded) : TypedResults.NotFound();
    }

    /// <summary>The votes as they are kept, each with the name of its official.</summary>
    internal static async Task<(IReadOnlyList<PersonVote> Roll, ProblemHttpResult? Problem)> RollAsync(IReadOnlyList<CastVote> cast, DateTimeOffset at, TenantDb db, CancellationToken ct)
    {
        Guid[] asked = [.. cast.Select(c => c?.OfficialId).OfType<Guid>().Distinct()];
        var names = asked.Length == 0 ? [] : await db.Officials.Where(o => asked.Contains(o.Id)).ToDictionaryAsync(o => o.Id, o => o.Name, ct);
        if (names.Count < asked.Length) return ([], Known.NoOfficial());
        var roll = new List<PersonVote>(cast.Count);
        foreach (var vote in cast)
        {
            var name = vote?.OfficialId is { } official ? names[official] : vote?.VoterName;
            if (vote?.Option is not { } option || string.IsNullOrWhiteSpace(name))
                return ([], Problems.Of(StatusCodes.Status422UnprocessableEntity, "governance.bad_roll_call", "Every vote has an official_id or a voter_name, and an option."));
            roll.Add(new PersonVote { OfficialId = vote.OfficialId, VoterName = vote.VoterName ?? name, Option = option, Weight = vote.Weight, Note = vote.Note, VotedAt = at });
        }
        return (roll, null);
    }
}

/// <param name="VoterName">As the source has it; enough for somebody who is no official here.</param>
/// <param name="Weight">How many votes it counts for.</param>
public sealed record CastVote(
    [Required] VoteOption? Option, Guid? OfficialId = null, [MaxLength(300)] string? VoterName = null, [Range(typeof(decimal), "0.000001", "1000000")] decimal Weight = 1, [MaxLength(1000)] string? Note = null);

/// <param name="Votes">All of them: who is not named has no vote.</param>
/// <param name="Result">To be sure that the counts make it; refused when they do not.</param>
[Example("""{ "votes": [ { "voter_name": "Ada Alvarez", "option": "yes" }, { "voter_name": "Ben Boone", "option": "no" }, { "voter_name": "Cy Chen", "option": "yes" } ], "result": "pass" }""")]
public sealed record RecordRollCall([Required, MaxLength(VoteEvent.MostVotes)] IReadOnlyList<CastVote>? Votes, VoteResult? Result = null);

public sealed record PersonVoteDetail(Guid Id, Guid? OfficialId, string VoterName, VoteOption Option, decimal Weight, string? Note);
