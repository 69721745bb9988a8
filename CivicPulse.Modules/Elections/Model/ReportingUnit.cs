using CivicPulse.Platform.Data;
using CivicPulse.Platform.Http;

namespace CivicPulse.Modules.Elections.Model;

/// <summary>Where votes of one election are counted, or what such places make up (NIST <c>ReportingUnit</c>), with how many could vote and did.</summary>
internal sealed class ReportingUnit : Entity
{
    /// <summary>Parts of parts: a split precinct, a precinct, a county, a state.</summary>
    public const int Deepest = 4;

    public required Guid ElectionId { get; init; }

    public Election? Election { get; init; }

    /// <summary>Unique in its election: <c>Appling: 3A1</c>.</summary>
    public required string Name { get; set; }

    /// <summary>What its parent calls it: <c>3A1</c>.</summary>
    public string? Number { get; set; }

    public required ReportingUnitType Type { get; set; }

    public Guid? ParentId { get; private set; }

    public ReportingUnit? Parent { get; init; }

    public string? DivisionId { get; set; }

    /// <summary>The id under which its source knows it.</summary>
    public string? Identifier { get; set; }

    public int? RegisteredVoters { get; set; }

    public int? BallotsCast { get; set; }

    public CountStatus? CountStatus { get; set; }

    /// <summary>No unit is within itself, and results are added up over as many levels as there are.</summary>
    /// <param name="above">The units around it, the nearest first; none to stand alone.</param>
    public void PutWithin(params IReadOnlyList<ReportingUnit> above)
    {
        RuleBroken.Unless(above.Count < Deepest && above.All(u => u.Id != Id && u.ParentId != Id), "elections.units_too_deep", $"Units lie within one another at most {Deepest} deep, and none within itself.");
        ParentId = above.Count > 0 ? above[0].Id : null;
    }
}
