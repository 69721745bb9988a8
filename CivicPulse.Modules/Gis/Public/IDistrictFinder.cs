using System.Runtime.InteropServices;

namespace CivicPulse.Modules.Gis.Public;

/// <summary>A place on earth, in degrees (WGS 84).</summary>
/// <param name="AccuracyMetres">The radius within which it really is.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct GeoPoint(double Latitude, double Longitude, double AccuracyMetres = 0)
{
    /// <summary>A larger circle says nothing about districts.</summary>
    public const double WidestMetres = 50_000;

    public bool IsOnEarth => Math.Abs(Latitude) <= 90 && Math.Abs(Longitude) <= 180 && AccuracyMetres is >= 0 and <= WidestMetres;
}

/// <summary>Which boundaries are asked: those valid on a day, of some sets or of all, for everybody or only what the public may see.</summary>
/// <param name="Sets">Slugs; null asks all.</param>
public sealed record DistrictQuery(DateOnly On, IReadOnlyList<string>? Sets = null, bool PublicOnly = false);

/// <summary>A boundary that a place lies in, or may lie in.</summary>
/// <param name="Confidence">The share of the circle of accuracy that lies inside, 0 to 1.</param>
/// <param name="Contains">Whether the place itself does.</param>
public sealed record FoundDistrict(
    Guid BoundaryId, Guid SetId, string Set, string Classification, string Identifier, string Name, string? DivisionId, double Confidence, bool Contains);

/// <summary>In which districts places lie: one's own and the shared ones.</summary>
public interface IDistrictFinder
{
    /// <returns>For each place, in their order: the surest first. Places near a line name the neighbour too.</returns>
    Task<IReadOnlyList<IReadOnlyList<FoundDistrict>>> FindAsync(IReadOnlyList<GeoPoint> places, DistrictQuery query, CancellationToken ct);

    /// <summary>The same for very many, without accuracy: only what contains each place, with a confidence of 1.</summary>
    Task<IReadOnlyList<IReadOnlyList<FoundDistrict>>> FindManyAsync(IReadOnlyList<GeoPoint> places, DistrictQuery query, CancellationToken ct);
}
