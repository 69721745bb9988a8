namespace CivicPulse.Modules.Gis.Public;

/// <summary>Where somebody lives, however they said it: coordinates or an address.</summary>
public sealed record AskedPlace(double? Latitude, double? Longitude, string? Address)
{
    public const int LongestAddress = 300;

    /// <summary>Whether a place was named at all.</summary>
    public bool IsNamed => (Latitude is not null && Longitude is not null) || Address is { Length: > 0 and <= LongestAddress };
}

/// <summary>The OCD divisions of a place, as far as boundary sets that everybody may see know them.</summary>
public interface IPlaceDivisions
{
    /// <returns>Null for an address that nobody knows, or a point that is not on earth; else the divisions, and what an address was understood as.</returns>
    Task<(IReadOnlyList<string> Divisions, string? Matched)?> FindAsync(AskedPlace place, CancellationToken ct);
}
