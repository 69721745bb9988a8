using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using CivicPulse.Modules.Elections.Model;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Elections.Endpoints;

internal static class ResultEndpoints
{
    public static void MapResults(this IEndpointRouteBuilder routes)
    {
        var elections = routes.MapGroup("/api/v1/elections/{electionId:guid}").WithTags("Elections");
        elections.MapGet("/results", OfElection).Needs(ElectionsPermissions.Read).Lists(Results.Listed).WithSummary("Adds up the votes of an election, contest by contest");
        elections.MapGet("/turnout", Turnout).Needs(ElectionsPermissions.Read).WithSummary("Adds up who could vote in an election and who did");
        routes.MapGet("/api/v1/contests/{contestId:guid}/results", OfContest).Needs(ElectionsPermissions.Read).WithTags("Elections")
            .WithSummary("The votes of a contest unit by unit, for tables and maps");
    }

    private static async Task<Results<Ok<Page<ContestResults>>, NotFound>> OfElection(Guid electionId, [AsParameters] PageQuery page, TenantDb db, CancellationToken ct) =>
        await db.Elections.AnyAsync(e => e.Id == electionId, ct) ? TypedResults.Ok(await Results.PageAsync(db, electionId, page, ct)) : TypedResults.NotFound();

    private static async Task<Results<Ok<ElectionTurnout>, NotFound>> Turnout(Guid electionId, TenantDb db, CancellationToken ct) =>
        await db.Elections.AnyAsync(e => e.Id == electionId, ct) ? TypedResults.Ok(ElectionTurnout.Of(electionId, await db.TurnoutAsync(electionId, ct))) : TypedResults.NotFound();

    private static async Task<Results<Ok<ContestMatrix>, NotFound>> OfContest(Guid contestId, [AsParameters] MatrixQuery asked, TenantDb db, CancellationToken ct) =>
        await Results.Head.OneAsync(db, contestId, ct) is { } contest ? TypedResults.Ok(await Results.MatrixAsync(db, contest, asked, ct)) : TypedResults.NotFound();
}

public sealed record MatrixQuery(
    [property: FromQuery(Name = "unit_type"), Description("The type of units, such as county or precinct; the widest that counted without it"), MaxLength(60)] string? UnitType = null,
    [property: FromQuery(Name = "count_item_type"), Description("One way of voting, such as early; all together without it"), MaxLength(60)] string? CountItemType = null,
    [property: FromQuery(Name = "after"), Description("The `next` of the part before")] Guid? After = null,
    [property: FromQuery(Name = "limit"), Description("Units a part, 1 to 5000"), Range(1, Results.MostUnits)] int Limit = Results.MostUnits);

/// <param name="Votes">All that were counted for any selection.</param>
public sealed record ContestResults(
    Guid Id, string Slug, string Name, ContestKind Kind, string? Office, string? District, string? DivisionId, int NumberElected, long Votes, IReadOnlyList<SelectionResult> Selections);

/// <param name="Votes">As the widest units count them; a county's word goes before that of its precincts.</param>
/// <param name="ByCountType">By way of voting, as far as units say.</param>
/// <param name="ByUnitType">What units of each type count. Types speak of the same votes: they are not to be added up.</param>
public sealed record SelectionResult(
    Guid Id, string Name, string? PartyName, string? PartyAbbreviation, string? PartyColor, bool IsIncumbent, bool IsWriteIn, PreElectionStatus? PreElectionStatus,
    PostElectionStatus? PostElectionStatus, long Votes, double Percent, IReadOnlyDictionary<string, long>? ByCountType, IReadOnlyDictionary<string, long>? ByUnitType);

/// <param name="UnitTypes">The types of units that counted, widest first.</param>
/// <param name="Next">Asked for as `after` it gives the rows that follow.</param>
public sealed record ContestMatrix(
    Guid ContestId, string Slug, string Name, ReportingUnitType? UnitType, IReadOnlyList<ReportingUnitType> UnitTypes, IReadOnlyList<MatrixSelection> Selections,
    IReadOnlyList<MatrixUnit> Units, Guid? Next);

public sealed record MatrixSelection(Guid Id, string Name, string? PartyName, string? PartyColor);

/// <param name="Votes">In the order of the selections; null where the unit says nothing of one.</param>
public sealed record MatrixUnit(
    Guid Id, string Name, string? Number, string? ParentName, string? DivisionId, CountStatus? CountStatus, int? RegisteredVoters, int? BallotsCast, IReadOnlyList<long?> Votes);

/// <param name="ByUnitType">What units of each type say. Types speak of the same voters: they are not to be added up.</param>
public sealed record ElectionTurnout(Guid ElectionId, IReadOnlyList<UnitTypeTurnout> ByUnitType)
{
    internal static ElectionTurnout Of(Guid election, IEnumerable<TurnoutRow> rows) => new(election,
        [.. rows.OrderBy(r => r.Type, StringComparer.Ordinal).Select(r => new UnitTypeTurnout(r.Type, r.Units, r.RegisteredVoters, r.BallotsCast,
            r is { RegisteredVoters: > 0 and { } could, BallotsCast: { } did } ? Math.Round(100.0 * did / could, 2) : null))]);
}

/// <param name="Units">How many of them say so.</param>
/// <param name="Percent">Of those who could vote, how many did.</param>
public sealed record UnitTypeTurnout(string UnitType, long Units, long? RegisteredVoters, long? BallotsCast, double? Percent);
