using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using CivicPulse.Modules.Elections.Model;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Http;
using CivicPulse.Platform.Portal;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Elections.Endpoints;

internal static class ReportingUnitEndpoints
{
    private static readonly Listing<ReportingUnit> Listed = Listing.Of<ReportingUnit>("name")
        .Sort("name", u => u.Name).Filter("election_id", u => u.ElectionId).Filter("type", u => u.Type).Filter("parent_id", u => u.ParentId).Filter("division_id", u => u.DivisionId)
        .Filter("identifier", u => u.Identifier).Filter("count_status", u => u.CountStatus);

    public static void MapReportingUnits(this IEndpointRouteBuilder routes)
    {
        var units = routes.MapGroup("/api/v1/reporting-units").WithTags("Elections");
        units.MapGet("/", List).Needs(ElectionsPermissions.Read).Lists(Listed).WithSummary("Lists counties, precincts and other places where votes are counted");
        units.MapPost("/", Create).Needs(ElectionsPermissions.Write).WithSummary("Adds a reporting unit to an election");
        units.MapGet("/{id:guid}", Read).Needs(ElectionsPermissions.Read).WithSummary("Reads a reporting unit");
        units.MapPatch("/{id:guid}", Change).Needs(ElectionsPermissions.Write).WithSummary("Changes the named fields of a reporting unit, such as its turnout");
        units.MapDelete("/{id:guid}", Delete).Needs(ElectionsPermissions.Write).WithSummary("Deletes a reporting unit with its parts and counts");
    }

    private static Task<Page<ReportingUnitDetail>> List([AsParameters] PageQuery page, TenantDb db, CancellationToken ct) =>
        db.ReportingUnits.ToPageAsync(page, Listed, Detail, ct);

    private static async Task<Created<ReportingUnitDetail>> Create(CreateReportingUnit asked, TenantDb db, CancellationToken ct)
    {
        var election = await Found.OpenElectionAsync(db, asked.ElectionId!.Value, ct);
        var unit = new ReportingUnit { ElectionId = election.Id, Name = asked.Name, Type = asked.Type!.Value };
        await DescribeAsync(unit, asked, db, ct);
        db.ReportingUnits.Add(unit);
        await db.SaveChangesAsync(ct);
        return TypedResults.Created($"/api/v1/reporting-units/{unit.Id}", await Detail.OneAsync(db, unit.Id, ct));
    }

    private static async Task<Results<Ok<ReportingUnitDetail>, NotFound>> Read(Guid id, TenantDb db, CancellationToken ct) =>
        await Detail.OneAsync(db, id, ct) is { } unit ? TypedResults.Ok(unit) : TypedResults.NotFound();

    private static async Task<Results<Ok<ReportingUnitDetail>, NotFound>> Change(Guid id, ChangeReportingUnit asked, TenantDb db, CancellationToken ct)
    {
        if (await db.ReportingUnits.FirstOrDefaultAsync(u => u.Id == id, ct) is not { } unit) return TypedResults.NotFound();
        await Found.OpenElectionAsync(db, unit.ElectionId, ct);
        (unit.Name, unit.Type) = (asked.Name ?? unit.Name, asked.Type ?? unit.Type);
        await DescribeAsync(unit, asked, db, ct);
        await db.SaveChangesAsync(ct);
        return await Detail.OneAsync(db, id, ct) is { } changed ? TypedResults.Ok(changed) : TypedResults.NotFound();
    }

    private static async Task<Results<NoContent, NotFound>> Delete(Guid id, TenantDb db, CancellationToken ct)
    {
        if (await db.ReportingUnits.FirstOrDefaultAsync(u => u.Id == id, ct) is not { } unit) return TypedResults.NotFound();
        await Found.OpenElectionAsync(db, unit.ElectionId, ct);
        db.ReportingUnits.Remove(unit);
        await db.SaveChangesAsync(ct);
        return TypedResults.NoContent();
    }

    private static async Task DescribeAsync(ReportingUnit unit, IUnitFields asked, TenantDb db, CancellationToken ct)
    {
        if (asked.ParentId is { } parent)
        {
            unit.PutWithin(await AboveAsync(unit.ElectionId, parent, db, ct));
        }
        (unit.Number, unit.DivisionId, unit.Identifier) = (asked.Number.Or(unit.Number), asked.DivisionId.Or(unit.DivisionId), asked.Identifier.Or(unit.Identifier));
        (unit.RegisteredVoters, unit.BallotsCast) = (asked.RegisteredVoters ?? unit.RegisteredVoters, asked.BallotsCast ?? unit.BallotsCast);
        unit.CountStatus = asked.CountStatus ?? unit.CountStatus;
    }

    private static async Task<IReadOnlyList<ReportingUnit>> AboveAsync(Guid election, Guid parent, TenantDb db, CancellationToken ct)
    {
        var above = new List<ReportingUnit>();
        for (Guid? next = parent; next is { } id && above.Count < ReportingUnit.Deepest; next = above[^1].ParentId) above.Add(await Found.UnitAsync(db, election, id, ct));
        return above;
    }

    private static readonly Projection<ReportingUnit, ReportingUnitDetail> Detail = new((_, u) => new ReportingUnitDetail(
        u.Id, u.ElectionId, u.Name, u.Number, u.Type, u.ParentId, u.Parent!.Name, u.DivisionId, u.Identifier, u.RegisteredVoters, u.BallotsCast, u.CountStatus, u.Version));
}

internal interface IUnitFields
{
    string? Number { get; }

    Guid? ParentId { get; }

    string? DivisionId { get; }

    string? Identifier { get; }

    int? RegisteredVoters { get; }

    int? BallotsCast { get; }

    CountStatus? CountStatus { get; }
}

/// <param name="Name">Unique in its election: <c>Appling: 3A1</c>.</param>
/// <param name="Number">What its parent calls it: <c>3A1</c>.</param>
[Example("""{ "election_id": "01890a5d-ac96-774b-bcce-b302099a8057", "name": "Riverton: North", "number": "North", "type": "precinct", "registered_voters": 1204 }""")]
public sealed record CreateReportingUnit(
    [Required] Guid? ElectionId, [Required, MaxLength(300)] string Name, [Required] ReportingUnitType? Type, [MaxLength(100)] string? Number = null, Guid? ParentId = null,
    [DivisionId] string? DivisionId = null, [MaxLength(300)] string? Identifier = null, [Range(0, int.MaxValue)] int? RegisteredVoters = null,
    [Range(0, int.MaxValue)] int? BallotsCast = null, CountStatus? CountStatus = null) : IUnitFields;

[Example("""{ "ballots_cast": 811, "count_status": "completed" }""")]
public sealed record ChangeReportingUnit(
    [MinLength(1), MaxLength(300)] string? Name = null, ReportingUnitType? Type = null, [MaxLength(100)] string? Number = null, Guid? ParentId = null, [DivisionId] string? DivisionId = null,
    [MaxLength(300)] string? Identifier = null, [Range(0, int.MaxValue)] int? RegisteredVoters = null, [Range(0, int.MaxValue)] int? BallotsCast = null,
    CountStatus? CountStatus = null) : IUnitFields;

public sealed record ReportingUnitDetail(
    Guid Id, Guid ElectionId, string Name, string? Number, ReportingUnitType Type, Guid? ParentId, string? ParentName, string? DivisionId, string? Identifier, int? RegisteredVoters,
    int? BallotsCast, CountStatus? CountStatus, [property: JsonIgnore] uint RowVersion) : IVersioned;
