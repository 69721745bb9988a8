using System.Text.Json.Serialization;
using CivicPulse.Modules.Gis.Model;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Gis.Endpoints;

/// <summary>Open Civic Data's divisions and jurisdictions, the same for all tenants.</summary>
internal static class DivisionEndpoints
{
    private static readonly Listing<Division> Divisions = Listing.Of<Division>("name")
        .Sort("name", d => d.Name).Filter("ocd_id", d => d.OcdId).Filter("parent_id", d => d.ParentId).Filter("country", d => d.Country);

    private static readonly Listing<Jurisdiction> Jurisdictions = Listing.Of<Jurisdiction>("name")
        .Sort("name", j => j.Name).Filter("ocd_id", j => j.OcdId).Filter("division_id", j => j.DivisionId).Filter("classification", j => j.Classification);

    public static void MapDivisions(this IEndpointRouteBuilder routes)
    {
        var divisions = routes.MapGroup("/api/v1/divisions").WithTags("Gis");
        divisions.MapGet("/", ListDivisions).Needs(GisPermissions.Read).Lists(Divisions).WithSummary("Lists the divisions of countries that are known here");
        divisions.MapGet("/{id:guid}", ReadDivision).Needs(GisPermissions.Read).WithSummary("Reads a division");
        var jurisdictions = routes.MapGroup("/api/v1/jurisdictions").WithTags("Gis");
        jurisdictions.MapGet("/", ListJurisdictions).Needs(GisPermissions.Read).Lists(Jurisdictions).WithSummary("Lists the governments of divisions");
        jurisdictions.MapGet("/{id:guid}", ReadJurisdiction).Needs(GisPermissions.Read).WithSummary("Reads a jurisdiction");
    }

    private static Task<Page<DivisionDetail>> ListDivisions([AsParameters] PageQuery page, TenantDb db, CancellationToken ct) =>
        db.Divisions.ToPageAsync(page, Divisions, Division, ct);

    private static async Task<Results<Ok<DivisionDetail>, NotFound>> ReadDivision(Guid id, TenantDb db, CancellationToken ct) =>
        await Division.OneAsync(db, id, ct) is { } division ? TypedResults.Ok(division) : TypedResults.NotFound();

    private static Task<Page<JurisdictionDetail>> ListJurisdictions([AsParameters] PageQuery page, TenantDb db, CancellationToken ct) =>
        db.Jurisdictions.ToPageAsync(page, Jurisdictions, Jurisdiction, ct);

    private static async Task<Results<Ok<JurisdictionDetail>, NotFound>> ReadJurisdiction(Guid id, TenantDb db, CancellationToken ct) =>
        await Jurisdiction.OneAsync(db, id, ct) is { } jurisdiction ? TypedResults.Ok(jurisdiction) : TypedResults.NotFound();

    private static readonly Projection<Division, DivisionDetail> Division = new((_, d) => new DivisionDetail(d.Id, d.OcdId, d.Name, d.Country, d.ParentId, d.RedirectId, d.Version));

    private static readonly Projection<Jurisdiction, JurisdictionDetail> Jurisdiction = new((_, j) => new JurisdictionDetail(j.Id, j.OcdId, j.Name, j.Url, j.Classification, j.DivisionId, j.Version));
}

/// <param name="OcdId">Such as <c>ocd-division/country:us/state:ga/county:bibb</c>.</param>
/// <param name="RedirectId">What it is called now.</param>
public sealed record DivisionDetail(Guid Id, string OcdId, string Name, string Country, Guid? ParentId, Guid? RedirectId, [property: JsonIgnore] uint RowVersion) : IVersioned;

/// <param name="Classification">Open Civic Data's word: government, legislature, school, ...</param>
public sealed record JurisdictionDetail(Guid Id, string OcdId, string Name, string? Url, string Classification, Guid DivisionId, [property: JsonIgnore] uint RowVersion) : IVersioned;
