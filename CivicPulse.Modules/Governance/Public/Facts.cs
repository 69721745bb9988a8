using CivicPulse.Modules.Governance.Model;
using CivicPulse.Platform.Facts;

namespace CivicPulse.Modules.Governance.Public;

/// <summary>There is a new meeting.</summary>
public sealed record MeetingScheduled(Guid MeetingId, DateTimeOffset StartDate) : Fact;

/// <summary>A meeting has a transcript, not yet searchable; <paramref name="JobId"/> follows it there.</summary>
public sealed record TranscriptAdded(Guid TranscriptId, Guid MeetingId, Guid JobId) : Fact;

public sealed record TranscriptRemoved(Guid TranscriptId, string? FileKey) : Fact;

/// <summary>A second person has put the minutes before the public.</summary>
public sealed record MinutesPublished(Guid MinutesId, Guid MeetingId) : Fact;

/// <summary>A vote has a result, or its roll call was corrected.</summary>
public sealed record VoteRecorded(Guid VoteEventId, Guid MotionId, Guid MeetingId, VoteResult Result) : Fact;

/// <summary>A file that was attached is no longer needed.</summary>
public sealed record AttachmentRemoved(string FileKey) : Fact;

/// <summary>The last day of a membership has passed.</summary>
public sealed record TermEnded(Guid MembershipId, Guid BodyId, Guid? OfficialId, Guid? PostId) : Fact;
