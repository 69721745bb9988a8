using CivicPulse.Platform.Data;
using CivicPulse.Platform.Http;

namespace CivicPulse.Platform.Portal;

public enum CorrectionState { Open, Accepted, Rejected }

/// <summary>Somebody says that a published fact is wrong. It changes nothing by itself: a person looks at it and answers.</summary>
internal sealed class Correction : Entity
{
    /// <summary>What kind of record, such as <c>official</c>.</summary>
    public required string RecordKind { get; init; }

    public required Guid RecordId { get; init; }

    public required string RecordTitle { get; init; }

    public string? Field { get; init; }

    public string? Proposed { get; init; }

    public required string Message { get; init; }

    /// <summary>Where to send the answer, when wanted.</summary>
    public string? Email { get; init; }

    public CorrectionState State { get; private set; }

    public string? Answer { get; private set; }

    public DateTimeOffset? ResolvedAt { get; private set; }

    public Guid? ResolvedBy { get; private set; }

    public void Resolve(bool accepted, string? answer, DateTimeOffset at, Guid by)
    {
        RuleBroken.Unless(State == CorrectionState.Open, "portal.correction_resolved", "This correction was resolved before.");
        (State, Answer, ResolvedAt, ResolvedBy) = (accepted ? CorrectionState.Accepted : CorrectionState.Rejected, answer, at, by);
    }
}
