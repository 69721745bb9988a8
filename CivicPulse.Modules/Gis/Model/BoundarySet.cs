using CivicPulse.Modules.Gis.Public;
using CivicPulse.Platform.Data;
using NetTopologySuite.Geometries;

namespace CivicPulse.Modules.Gis.Model;

/// <summary>A layer: boundaries of one kind from one source, such as the counties of a state.</summary>
internal abstract class AnyBoundarySet : Entity
{
    /// <summary>Its name in addresses and files, unique in a tenant: <c>ga-counties</c>.</summary>
    public required string Slug { get; init; }

    public required string Name { get; set; }

    /// <summary>A word of VIP or Open Civic Data: county, state-house, precinct, ward, ...</summary>
    public required string Classification { get; set; }

    public string? SourceUrl { get; set; }

    public string? Licence { get; set; }

    /// <summary>Who drew the lines.</summary>
    public string? Authority { get; set; }

    public DateOnly? ValidFrom { get; set; }

    /// <summary>The last day; a set that others took the place of stays for the days before.</summary>
    public DateOnly? ValidTo { get; set; }

    /// <summary>Metres by which the lines may be off because the source was simplified: nearer to a line nobody can be sure.</summary>
    public double? Simplification { get; set; }

    /// <summary>Whether anybody may see it, without an account.</summary>
    public bool IsPublic { get; set; }

    /// <summary>Rises with everything that changes what a map shows of it.</summary>
    public long Revision { get; protected set; }

    public double? West { get; protected set; }

    public double? South { get; protected set; }

    public double? East { get; protected set; }

    public double? North { get; protected set; }
}

internal sealed class BoundarySet : AnyBoundarySet
{
    public void Redrawn() => Revision++;

    public void Imported(int boundaries, Envelope? extent)
    {
        Redrawn();
        (West, South, East, North) = extent is { IsNull: false } ? (extent.MinX, extent.MinY, extent.MaxX, extent.MaxY) : default((double?, double?, double?, double?));
        Tell(new BoundariesImported(Id, Slug, boundaries));
    }
}

/// <summary>One's own or one that all share; only read.</summary>
internal sealed class KnownBoundarySet : AnyBoundarySet
{
    public bool Shared { get; init; }

    /// <summary>Shared, but one's own set has its name.</summary>
    public bool Hidden { get; init; }
}
