using CivicPulse.Platform.Data;

namespace CivicPulse.Modules.Elections.Model;

/// <summary>
/// That the results of an election are final, who says so, and since when. While it stands, contests, selections, units and counts of the
/// election do not change: entities refuse it, and triggers of the database do.
/// </summary>
internal sealed class Certification : Entity
{
    public required Guid ElectionId { get; init; }

    public Election? Election { get; init; }

    public required DateOnly CertifiedOn { get; set; }

    /// <summary>The board or the officer who says so.</summary>
    public required string Authority { get; set; }

    public string? Note { get; set; }
}

/// <summary>A day by which, or from which, something can be done.</summary>
internal sealed class ElectionDeadline : Entity
{
    public required Guid ElectionId { get; init; }

    public Election? Election { get; init; }

    public required DeadlineKind Kind { get; set; }

    /// <summary>Tells several of a kind apart: online, by mail.</summary>
    public string? Label { get; set; }

    public required DateOnly Date { get; set; }

    /// <summary>Until when on that day, where the election is; all day when nothing is said.</summary>
    public TimeOnly? Time { get; set; }

    public string? Note { get; set; }
}
