using CivicPulse.Modules.Gis.Public;

namespace CivicPulse.Modules.Gis.Model;

internal sealed class PlaceDivisions(IDistrictFinder districts, IGeocoder geocoder, TimeProvider clock) : IPlaceDivisions
{
    public async Task<(IReadOnlyList<string> Divisions, string? Matched)?> FindAsync(AskedPlace place, CancellationToken ct)
    {
        var found = place is { Latitude: { } latitude, Longitude: { } longitude }
            ? new GeocodedPlace(new GeoPoint(latitude, longitude), FoundBy.Coordinates, null)
            : await geocoder.FindAsync(place.Address ?? "", publicOnly: true, ct);
        if (found is null || !found.Point.IsOnEarth) return null;
        var query = new DistrictQuery(DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime), PublicOnly: true);
        var around = (await districts.FindAsync([found.Point], query, ct))[0];
        return ([.. around.Where(d => d.Contains).Select(d => d.DivisionId).OfType<string>().Distinct(StringComparer.Ordinal)], found.Matched);
    }
}
