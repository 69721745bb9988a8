namespace CivicPulse.Modules.Gis.Public;

/// <summary>How an address became a place: it was coordinates, a geocoding service knew it, or a boundary has its name.</summary>
public enum FoundBy { Coordinates, Service, Name }

/// <param name="Matched">What was found, in the words of whoever found it.</param>
public sealed record GeocodedPlace(GeoPoint Point, FoundBy By, string? Matched);

/// <summary>From an address to a place. What is asked is nowhere written down.</summary>
public interface IGeocoder
{
    /// <param name="publicOnly">Whether only boundaries that are public may lend their names: visitors learn no others.</param>
    /// <returns>Null when nobody knows it.</returns>
    Task<GeocodedPlace?> FindAsync(string address, bool publicOnly, CancellationToken ct);
}
