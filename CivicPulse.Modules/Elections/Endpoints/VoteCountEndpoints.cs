using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using CivicPulse.Modules.Elections.Model;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Elections.Endpoints;

internal static class VoteCountEndpoints
{
    private static readonly Listing<VoteCount> Listed = Listing.Of<VoteCount>("-created_at")
        .Sort("created_at", v => v.CreatedAt).Filter("election_id", v => v.ElectionId).Filter("selection_id", v => v.SelectionId).Filter("contest_id", v => v.Selection!.ContestId)
        .Filter("reporting_unit_id", v => v.ReportingUnitId).Filter("count_item_type", v => v.CountItemType).Filter("votes", v => v.Votes);

    public static void MapVoteCounts(this IEndpointRouteBuilder routes)
    {
        var counts = routes.MapGroup("/api/v1/vote-counts").WithTags("Elections");
        counts.MapGet("/", List).Needs(ElectionsPermissions.Read).Lists(Listed).WithSummary("Lists counts as they came in, newest first; for sums see the results of elections and contests");
        counts.MapPost("/", Create).Needs(ElectionsPermissions.Write).WithSummary("Adds how many voted for a selection in a unit");
        counts.MapGet("/{id:guid}", Read).Needs(ElectionsPermissions.Read).WithSummary("Reads a count");
        counts.MapPatch("/{id:guid}", Change).Needs(ElectionsPermissions.Write).WithSummary("Corrects a count; imports leave it alone from then on");
        counts.MapDelete("/{id:guid}", Delete).Needs(ElectionsPermissions.Write).WithSummary("Deletes a count");
    }

    private static Task<Page<VoteCountDetail>> List([AsParameters] PageQuery page, TenantDb db, CancellationToken ct) =>
        db.VoteCounts.ToPageAsync(page, Listed, Detail, ct);

    private static async Task<Created<VoteCountDetail>> Create(CreateVoteCount asked, TenantDb db, CancellationToken ct)
    {
        var selection = await Found.SelectionAsync(db, asked.SelectionId!.Value, ct);
        await Found.OpenElectionAsync(db, selection.ElectionId, ct);
        var unit = await Found.UnitAsync(db, selection.ElectionId, asked.ReportingUnitId!.Value, ct);
        var count = new VoteCount { ElectionId = selection.ElectionId, SelectionId = selection.Id, ReportingUnitId = unit.Id, CountItemType = asked.CountItemType, Votes = asked.Votes!.Value };
        db.VoteCounts.Add(count);
        await db.SaveChangesAsync(ct);
        return TypedResults.Created($"/api/v1/vote-counts/{count.Id}", await Detail.OneAsync(db, count.Id, ct));
    }

    private static async Task<Results<Ok<VoteCountDetail>, NotFound>> Read(Guid id, TenantDb db, CancellationToken ct) =>
        await Detail.OneAsync(db, id, ct) is { } count ? TypedResults.Ok(count) : TypedResults.NotFound();

    private static async Task<Results<Ok<VoteCountDetail>, NotFound>> Change(Guid id, ChangeVoteCount asked, TenantDb db, TimeProvider clock, CancellationToken ct)
    {
        if (await db.VoteCounts.FirstOrDefaultAsync(v => v.Id == id, ct) is not { } count) return TypedResults.NotFound();
        await Found.OpenElectionAsync(db, count.ElectionId, ct);
        count.Correct(asked.Votes ?? count.Votes, clock.GetUtcNow().AsStored());
        if (asked.Corrected == false) count.GiveBack();
        await db.SaveChangesAsync(ct);
        return await Detail.OneAsync(db, id, ct) is { } changed ? TypedResults.Ok(changed) : TypedResults.NotFound();
    }

    private static async Task<Results<NoContent, NotFound>> Delete(Guid id, TenantDb db, CancellationToken ct)
    {
        if (await db.VoteCounts.FirstOrDefaultAsync(v => v.Id == id, ct) is not { } count) return TypedResults.NotFound();
        await Found.OpenElectionAsync(db, count.ElectionId, ct);
        db.VoteCounts.Remove(count);
        await db.SaveChangesAsync(ct);
        return TypedResults.NoContent();
    }

    private static readonly Projection<VoteCount, VoteCountDetail> Detail = new((_, v) => new VoteCountDetail(
        v.Id, v.ElectionId, v.Selection!.ContestId, v.SelectionId, v.Selection.Name, v.ReportingUnitId, v.ReportingUnit!.Name, v.CountItemType, v.Votes, v.CorrectedAt, v.CreatedAt, v.Version));
}

/// <param name="CountItemType">How they were cast; a total is all ways together.</param>
[Example("""{ "selection_id": "01890a5d-ac96-774b-bcce-b302099a8057", "reporting_unit_id": "01890a5d-ac96-774b-bcce-b302099a8058", "count_item_type": "election_day", "votes": 412 }""")]
public sealed record CreateVoteCount(
    [Required] Guid? SelectionId, [Required] Guid? ReportingUnitId, [Required, Range(0, int.MaxValue)] int? Votes, CountItemType CountItemType = CountItemType.Total);

/// <param name="Corrected">False gives the count back to the imports.</param>
[Example("""{ "votes": 413 }""")]
public sealed record ChangeVoteCount([Range(0, int.MaxValue)] int? Votes = null, bool? Corrected = null);

/// <param name="CorrectedAt">When a person set it right: imports leave it alone.</param>
public sealed record VoteCountDetail(
    Guid Id, Guid ElectionId, Guid ContestId, Guid SelectionId, string SelectionName, Guid ReportingUnitId, string ReportingUnitName, CountItemType CountItemType, int Votes,
    DateTimeOffset? CorrectedAt, DateTimeOffset CreatedAt, [property: JsonIgnore] uint RowVersion) : IVersioned;
