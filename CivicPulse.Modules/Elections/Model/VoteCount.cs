using CivicPulse.Platform.Data;
using CivicPulse.Platform.Portal;

namespace CivicPulse.Modules.Elections.Model;

/// <summary>How many voted for a selection, in a unit, in a way of voting. There are many of them: files of them are saved as sets.</summary>
internal sealed class VoteCount : Entity, IHoldsFields
{
    public required Guid ElectionId { get; init; }

    public required Guid SelectionId { get; init; }

    public ContestSelection? Selection { get; init; }

    public required Guid ReportingUnitId { get; init; }

    public ReportingUnit? ReportingUnit { get; init; }

    public required CountItemType CountItemType { get; init; }

    public required int Votes { get; set; }

    /// <summary>When a person set it right: imports leave it alone from then on.</summary>
    public DateTimeOffset? CorrectedAt { get; set; }

    public bool Holds(string field) => field == "votes" && CorrectedAt is not null;

    public void Correct(int votes, DateTimeOffset at)
    {
        if (votes != Votes) (Votes, CorrectedAt) = (votes, at);
    }

    /// <summary>The next import decides again.</summary>
    public void GiveBack() => CorrectedAt = null;
}
