using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using CivicPulse.Modules.Gis.Model;
using CivicPulse.Modules.Gis.Public;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Http;
using CivicPulse.Platform.Transfers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace CivicPulse.Modules.Gis.Endpoints;

internal static class DistrictEndpoints
{
    private const int MostSets = 20;
    private static readonly string[] Latitudes = ["lat", "latitude", "y", "lat_y"];
    private static readonly string[] Longitudes = ["lon", "lng", "long", "longitude", "x", "lon_x"];

    public static void MapDistricts(this IEndpointRouteBuilder routes)
    {
        var districts = routes.MapGroup("/api/v1/districts").WithTags("Gis");
        districts.MapGet("/", Find).Needs(GisPermissions.Read).WithSummary("The districts of a place (`lat` and `lon`) or an `address`, with how sure each is");
        districts.MapPost("/lookups", FindMany).Needs(GisPermissions.Read).WithSummary("The districts of up to 1,000 places at once");
        districts.MapPost("/files", FindAll).Needs(GisPermissions.Read).WithImports().WithoutIdempotency().Accepts<IFormFile>("multipart/form-data").Produces(StatusCodes.Status200OK, contentType: "text/csv")
            .WithSummary("Takes a `file` of places and answers it as CSV with their districts, a million rows and more");
    }

    private static Task<Results<Ok<DistrictsOfPlace>, ProblemHttpResult>> Find([AsParameters] DistrictsAsked asked, IDistrictFinder finder, IGeocoder geocoder, TimeProvider clock, CancellationToken ct) =>
        FindAsync(asked, false, finder, geocoder, clock, ct);

    internal static Task<Results<Ok<DistrictsOfPlace>, ProblemHttpResult>> FindPublic([AsParameters] DistrictsAsked asked, IDistrictFinder finder, IGeocoder geocoder, TimeProvider clock, CancellationToken ct) =>
        FindAsync(asked, true, finder, geocoder, clock, ct);

    private static async Task<Results<Ok<DistrictsOfPlace>, ProblemHttpResult>> FindAsync(
        DistrictsAsked asked, bool publicOnly, IDistrictFinder finder, IGeocoder geocoder, TimeProvider clock, CancellationToken ct)
    {
        var place = asked switch
        {
            { Address: { Length: > 0 and <= 300 } address, Lat: null, Lon: null } => await geocoder.FindAsync(address, publicOnly, ct),
            { Lat: { } lat, Lon: { } lon, Address: null } => new GeocodedPlace(new GeoPoint(lat, lon), FoundBy.Coordinates, null),
            _ => throw new BadInput("gis.no_place", "Name a place: `lat` and `lon`, or an `address` of at most 300 characters."),
        };
        if (place is null) return Problems.Of(StatusCodes.Status404NotFound, "gis.unknown_address", "Nobody here knows this address. Try coordinates, or the name of a county, city or precinct.");
        var point = OnEarth(place.Point with { AccuracyMetres = asked.Accuracy ?? place.Point.AccuracyMetres });
        var found = (await finder.FindAsync([point], Query(asked.On, asked.Sets, clock) with { PublicOnly = publicOnly }, ct))[0];
        return TypedResults.Ok(new DistrictsOfPlace(point.Latitude, point.Longitude, point.AccuracyMetres, place.By, place.Matched, [.. found.Select(District.Of)]));
    }

    private static async Task<Ok<DistrictsOfPlaces>> FindMany(LookUpDistricts asked, IDistrictFinder finder, TimeProvider clock, CancellationToken ct)
    {
        var places = asked.Places!.Select(p => OnEarth(new GeoPoint(p.Lat!.Value, p.Lon!.Value, p.Accuracy ?? 0))).ToList();
        var found = await finder.FindAsync(places, Query(asked.On, asked.Sets is null ? null : string.Join(',', asked.Sets), clock), ct);
        return TypedResults.Ok(new DistrictsOfPlaces([.. found.Select((f, i) => new DistrictsOfOne(asked.Places![i].Id, [.. f.Select(District.Of)]))]));
    }

    private static async Task<PushStreamHttpResult> FindAll(
        HttpRequest request, [AsParameters] DistrictFile asked, DistrictFinder finder, WidenedTables tables, TimeProvider clock, CancellationToken ct)
    {
        var query = Query(asked.On, asked.Sets, clock);
        var sets = (await finder.KnownAsync(query, ct)).Values.Select(k => k.Set).Distinct(StringComparer.Ordinal).ToList();
        if (sets.Count is 0 or > MostSets) throw new BadInput("gis.which_sets", $"Name 1 to {MostSets} boundary sets in `sets`, with commas; there are {sets.Count}.", StatusCodes.Status422UnprocessableEntity);
        var table = await tables.TakeAsync(request, ct);
        if (table.Find(asked.Lat is { } named ? [named] : Latitudes) is not { } latitude || table.Find(asked.Lon is { } other ? [other] : Longitudes) is not { } longitude)
        {
            await tables.ForgetAsync(table);
            throw new BadInput("gis.no_place", "The file has no columns `lat` and `lon`. Name them: ?lat=COLUMN&lon=COLUMN.", StatusCodes.Status422UnprocessableEntity);
        }
        string[] headings = [.. sets.SelectMany(s => (string[])[s, s + "_name", s + "_division_id"])];
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        return TypedResults.Stream(target => tables.WriteAsync(table, headings, (rows, stop) => AnswerAsync(finder, query, sets, rows, latitude, longitude, stop), target, request.HttpContext.RequestAborted), "text/csv; charset=utf-8");
    }

    /// <summary>What is no place has no districts.</summary>
    private static async Task<IReadOnlyList<string?[]>> AnswerAsync(
        DistrictFinder finder, DistrictQuery query, List<string> sets, IReadOnlyList<string?[]> rows, int latitude, int longitude, CancellationToken ct)
    {
        var places = rows.Select(r => new GeoPoint(Number(r[latitude]), Number(r[longitude]))).ToList();
        var found = await finder.FindManyAsync([.. places.Select(p => p.IsOnEarth ? p : new GeoPoint(double.NaN, double.NaN))], query, ct);
        return [.. found.Select(f => sets.SelectMany(s => f.FirstOrDefault(d => d.Set == s) is { } d ? (string?[])[d.Identifier, d.Name, d.DivisionId] : [null, null, null]).ToArray())];
    }

    private static double Number(string? cell) =>
        double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.NaN;

    private static DistrictQuery Query(DateOnly? on, string? sets, TimeProvider clock)
    {
        var named = sets?.Split(',', MostSets + 1, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (named?.Length > MostSets || named?.Any(s => s.Contains('\0', StringComparison.Ordinal)) == true) throw new BadInput("gis.which_sets", $"`sets` names at most {MostSets} boundary sets.");
        return new DistrictQuery(on ?? DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime), named);
    }

    private static GeoPoint OnEarth(GeoPoint point) => point.IsOnEarth
        ? point
        : throw new BadInput("gis.bad_place", $"`lat` is -90 to 90, `lon` -180 to 180, `accuracy` 0 to {GeoPoint.WidestMetres:F0} metres.");
}

public sealed record DistrictsAsked(
    [property: FromQuery(Name = "lat"), Description("Degrees north")] double? Lat = null,
    [property: FromQuery(Name = "lon"), Description("Degrees east")] double? Lon = null,
    [property: FromQuery(Name = "accuracy"), Description("Metres around it within which the place really is")] double? Accuracy = null,
    [property: FromQuery(Name = "address"), Description("In place of `lat` and `lon`"), MaxLength(300)] string? Address = null,
    [property: FromQuery(Name = "on"), Description("The day; today without it")] DateOnly? On = null,
    [property: FromQuery(Name = "sets"), Description("Slugs of boundary sets, with commas; all without it"), MaxLength(1500)] string? Sets = null);

public sealed record DistrictFile(
    [property: FromQuery(Name = "lat"), Description("The column of degrees north"), MaxLength(100)] string? Lat = null,
    [property: FromQuery(Name = "lon"), Description("The column of degrees east"), MaxLength(100)] string? Lon = null,
    [property: FromQuery(Name = "on"), Description("The day; today without it")] DateOnly? On = null,
    [property: FromQuery(Name = "sets"), Description("Slugs of boundary sets, with commas; all without it"), MaxLength(1500)] string? Sets = null);

/// <param name="Id">Whatever the asker calls it; it comes back.</param>
/// <param name="Accuracy">Metres.</param>
public sealed record PlaceToLookUp([Required] double? Lat, [Required] double? Lon, double? Accuracy = null, [MaxLength(200)] string? Id = null);

[Example("""{ "places": [{ "id": "1", "lat": 32.8407, "lon": -83.6324, "accuracy": 50 }], "sets": ["ga-counties"] }""")]
public sealed record LookUpDistricts(
    [Required, MinLength(1), MaxLength(1000)] IReadOnlyList<PlaceToLookUp>? Places, DateOnly? On = null, [MaxLength(20)] IReadOnlyList<string>? Sets = null);

/// <param name="Confidence">The share of the circle of accuracy that lies inside, 0 to 1.</param>
/// <param name="Contains">Whether the place itself does.</param>
public sealed record District(
    Guid BoundaryId, Guid SetId, string Set, string Classification, string Identifier, string Name, string? DivisionId, double Confidence, bool Contains)
{
    internal static District Of(FoundDistrict d) => new(d.BoundaryId, d.SetId, d.Set, d.Classification, d.Identifier, d.Name, d.DivisionId, d.Confidence, d.Contains);
}

/// <param name="Accuracy">Metres.</param>
/// <param name="FoundBy">How the place was found.</param>
/// <param name="Matched">What was found, where it was looked up.</param>
public sealed record DistrictsOfPlace(double Lat, double Lon, double Accuracy, FoundBy FoundBy, string? Matched, IReadOnlyList<District> Districts);

public sealed record DistrictsOfOne(string? Id, IReadOnlyList<District> Districts);

/// <param name="Places">In the order they were asked for.</param>
public sealed record DistrictsOfPlaces(IReadOnlyList<DistrictsOfOne> Places);
