using CivicPulse.Platform.Data;
using NetTopologySuite.Geometries;

namespace CivicPulse.Modules.Gis.Model;

/// <summary>Where something about a boundary is from.</summary>
public sealed record BoundarySource(string Url, string? Note = null);

/// <summary>A district, precinct, county or whatever else a line goes around. Its shape is a row of its own: few questions need it.</summary>
internal abstract class AnyBoundary : Entity
{
    public Guid SetId { get; init; }

    /// <summary>As the source numbers it, such as a GEOID; unique in its set.</summary>
    public required string Identifier { get; init; }

    public required string Name { get; set; }

    /// <summary>The Open Civic Data division, where one is known.</summary>
    public string? DivisionId { get; set; }

    public DateOnly? ValidFrom { get; set; }

    public DateOnly? ValidTo { get; set; }

    public IReadOnlyList<BoundarySource> Sources { get; set; } = [];

    /// <summary>What else the source says of it.</summary>
    public PropertyBag? Properties { get; set; }

    /// <summary>Rises when the line is drawn anew.</summary>
    public int ShapeVersion { get; protected set; } = 1;
}

internal sealed class Boundary : AnyBoundary
{
    public BoundarySet? Set { get; init; }

    public BoundaryShape? Shape { get; init; }

    public void Draw(MultiPolygon geometry)
    {
        Shape!.Geometry = geometry;
        ShapeVersion++;
    }
}

/// <summary>One's own or one that all share; only read.</summary>
internal sealed class KnownBoundary : AnyBoundary
{
    public KnownBoundarySet? Set { get; init; }

    public bool Shared { get; init; }

    public bool Hidden { get; init; }
}

internal sealed class BoundaryShape
{
    public Guid BoundaryId { get; init; }

    /// <summary>Replaced, never changed in place.</summary>
    public required MultiPolygon Geometry { get; set; }
}
