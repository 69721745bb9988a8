using System.Text.Json;
using CivicPulse.Platform.Http;
using CivicPulse.Platform.Transfers;
using NetTopologySuite;
using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Utilities;
using NetTopologySuite.Operation.Valid;
using NetTopologySuite.Precision;

namespace CivicPulse.Modules.Gis.Model;

/// <summary>
/// The area within a boundary, in degrees. Whatever way it was written down, the same area becomes the same value: on a grid of a
/// centimetre, its rings and parts in one order. What crosses itself is put right when that changes next to nothing, else refused.
/// </summary>
public sealed class Shape : IJsonCell<Shape>, IEquatable<Shape>
{
    /// <summary>Steps of the grid in a degree.</summary>
    private const double Grid = 1e7;
    private const int MostPoints = 500_000;

    /// <summary>How much of its area putting right may cost or add.</summary>
    private const double MostRepaired = 0.01;

    /// <summary>Square degrees below which there is nothing left on the grid: a square metre or so.</summary>
    private const double Least = 1e-10;
    private const int Degrees = 4326;
    private static readonly GeometryFactory Factory = NtsGeometryServices.Instance.CreateGeometryFactory(new PrecisionModel(Grid), Degrees);
    private string? _json;

    private Shape(MultiPolygon geometry) => Geometry = geometry;

    internal MultiPolygon Geometry { get; }

    internal static Shape Of(MultiPolygon geometry) => new(geometry);

    public static Shape Read(string json)
    {
        var drawn = ShapeJson.Read(json, Factory, MostPoints);
        if (drawn.IsEmpty) throw new BadInput("gis.empty_shape", "The shape has no area.");
        var world = drawn.EnvelopeInternal;
        if (world.MinX < -180 || world.MaxX > 180 || world.MinY < -90 || world.MaxY > 90)
            throw new BadInput("gis.outside_world", "A point lies outside the world: longitudes are -180 to 180, latitudes -90 to 90. Is the file in another coordinate system?");
        return new Shape(Canonical(drawn));
    }

    /// <summary>A GeoJSON geometry, its outer rings counter-clockwise.</summary>
    public override string ToString() => _json ??= ShapeJson.Write(Geometry);

    public bool Equals(Shape? other) => other is not null && Geometry.EqualsExact(other.Geometry);

    public override bool Equals(object? obj) => Equals(obj as Shape);

    public override int GetHashCode() => Geometry.EnvelopeInternal.GetHashCode();

    private static MultiPolygon Canonical(MultiPolygon drawn)
    {
        Geometry shape = drawn;
        if (!new IsValidOp(shape).IsValid)
        {
            shape = GeometryPrecisionReducer.Reduce(GeometryFixer.Fix(shape), Factory.PrecisionModel);
            if (Math.Abs(shape.Area - drawn.Area) > MostRepaired * Math.Max(shape.Area, drawn.Area))
                throw new BadInput("gis.invalid_shape", "The line crosses itself in a way that leaves open what is inside. Repair the shape in a map program.");
        }
        if (shape.Area < Least) throw new BadInput("gis.empty_shape", "The shape has no area.");
        var whole = Factory.CreateMultiPolygon([.. PolygonExtracter.GetPolygons(shape).Cast<Polygon>().Where(p => p.Area > 0)]);
        whole.Normalize();
        return whole;
    }
}
