using CivicPulse.Platform.Facts;

namespace CivicPulse.Modules.Governance.Public;

/// <summary>There is a new meeting.</summary>
public sealed record MeetingScheduled(Guid MeetingId, DateTimeOffset StartDate) : Fact;

/// <summary>A meeting has a transcript, not yet searchable; <paramref name="JobId"/> follows it there.</summary>
public sealed record TranscriptAdded(Guid TranscriptId, Guid MeetingId, Guid JobId) : Fact;

public sealed record TranscriptRemoved(Guid TranscriptId, string? FileKey) : Fact;
