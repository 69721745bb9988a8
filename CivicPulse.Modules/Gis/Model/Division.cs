using CivicPulse.Platform.Data;

namespace CivicPulse.Modules.Gis.Model;

/// <summary>A part of a country by its Open Civic Data id, the same for everybody. Operators write it.</summary>
internal sealed class Division : Entity
{
    public required string OcdId { get; init; }

    public required string Name { get; init; }

    public required string Country { get; init; }

    public Guid? ParentId { get; init; }

    /// <summary>What it is called now.</summary>
    public Guid? RedirectId { get; init; }
}

/// <summary>Who governs a division.</summary>
internal sealed class Jurisdiction : Entity
{
    public required string OcdId { get; init; }

    public required string Name { get; init; }

    public string? Url { get; init; }

    /// <summary>Open Civic Data's word: government, legislature, school, ...</summary>
    public required string Classification { get; init; }

    public required Guid DivisionId { get; init; }
}
