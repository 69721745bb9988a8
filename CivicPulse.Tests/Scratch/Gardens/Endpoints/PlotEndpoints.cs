using System.ComponentModel.DataAnnotations;
using System.Linq.Expressions;
using System.Text.Json.Serialization;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Http;
using CivicPulse.Tests.Scratch.Gardens.Model;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Tests.Scratch.Gardens.Endpoints;

internal static class PlotEndpoints
{
    private static readonly Listing<Plot> Listed = Listing.Of<Plot>("-created_at").Sort("created_at", p => p.CreatedAt).Sort("name", p => p.Name);

    private static readonly Expression<Func<Plot, PlotDetail>> Detail = p => new PlotDetail(p.Id, p.Name, p.Gardener, p.Takings, p.Version);

    public static void MapPlots(this IEndpointRouteBuilder routes)
    {
        var plots = routes.MapGroup("/api/v1/plots").WithTags("Gardens");
        plots.MapGet("/", List).Needs(GardensPermissions.Read).Lists(Listed).WithSummary("Lists plots, newest first");
        plots.MapPost("/", Create).Needs(GardensPermissions.Write).WithSummary("Adds a plot");
        plots.MapGet("/{id:guid}", Read).Needs(GardensPermissions.Read).WithSummary("Reads a plot");
        plots.MapPatch("/{id:guid}", Change).Needs(GardensPermissions.Write).WithSummary("Renames a plot");
        plots.MapPut("/{id:guid}/gardener", Take).Needs(GardensPermissions.Write).WithSummary("Gives a plot to somebody");
    }

    private static Task<Page<PlotDetail>> List([AsParameters] PageQuery page, TenantDb db, CancellationToken ct) => db.Plots.ToPageAsync(page, Listed, Detail, ct);

    private static async Task<Created<PlotDetail>> Create(CreatePlot asked, TenantDb db, CancellationToken ct)
    {
        var plot = new Plot { Name = asked.Name };
        db.Plots.Add(plot);
        await db.SaveChangesAsync(ct);
        return TypedResults.Created($"/api/v1/plots/{plot.Id}", Detail.Compile()(plot));
    }

    private static async Task<Results<Ok<PlotDetail>, NotFound>> Read(Guid id, TenantDb db, CancellationToken ct) =>
        await db.Plots.Where(p => p.Id == id).Select(Detail).FirstOrDefaultAsync(ct) is { } plot ? TypedResults.Ok(plot) : TypedResults.NotFound();

    private static async Task<Results<Ok<PlotDetail>, NotFound>> Change(Guid id, CreatePlot asked, TenantDb db, CancellationToken ct)
    {
        if (await db.Plots.FirstOrDefaultAsync(p => p.Id == id, ct) is not { } plot) return TypedResults.NotFound();
        plot.Name = asked.Name;
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(Detail.Compile()(plot));
    }

    private static async Task<Results<Ok<PlotDetail>, NotFound>> Take(Guid id, TakePlot asked, TenantDb db, CancellationToken ct)
    {
        if (await db.Plots.FirstOrDefaultAsync(p => p.Id == id, ct) is not { } plot) return TypedResults.NotFound();
        plot.Take(asked.Gardener);
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(Detail.Compile()(plot));
    }
}

[Example("""{ "name": "Plot 7" }""")]
public sealed record CreatePlot([Required, MaxLength(100)] string Name);

[Example("""{ "gardener": "The school" }""")]
public sealed record TakePlot([Required, MaxLength(100)] string Gardener);

public sealed record PlotDetail(
    Guid Id, string Name, [property: Sensitive(Sensitivity.Restricted)] string? Gardener, int Takings,
    [property: JsonIgnore] uint RowVersion) : IVersioned;
