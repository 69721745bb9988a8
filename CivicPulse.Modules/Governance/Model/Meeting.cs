using CivicPulse.Modules.Governance.Public;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Http;
using CivicPulse.Platform.Search;

namespace CivicPulse.Modules.Governance.Model;

/// <summary>Open Civic Data's event states.</summary>
public enum MeetingStatus { Tentative, Confirmed, Cancelled, Passed }

public enum TranscriptState { None, Processing, Ready, Failed }

/// <summary>A meeting of a body (OCD <c>Event</c>), with its agenda and what was said in it.</summary>
internal sealed class Meeting : Entity, ISearchable
{
    public required string Name { get; set; }

    public required DateTimeOffset StartDate { get; set; }

    public Guid? BodyId { get; set; }

    public Body? Body { get; init; }

    public MeetingStatus Status { get; set; } = MeetingStatus.Confirmed;

    public TranscriptState TranscriptState { get; private set; }

    public void Schedule() => Tell(new MeetingScheduled(Id, StartDate));

    /// <summary>A meeting has one transcript; a new one takes the place of the old, whose index entries are withdrawn.</summary>
    public void AddTranscript(Transcript transcript, Transcript? replaced, Guid job)
    {
        RuleBroken.Unless(Status != MeetingStatus.Cancelled, "governance.meeting_cancelled", "A cancelled meeting has no transcript.");
        if (replaced is not null) Tell(new TranscriptRemoved(replaced.Id, replaced.FileKey));
        TranscriptState = TranscriptState.Processing;
        Tell(new TranscriptAdded(transcript.Id, Id, job));
    }

    public void RemoveTranscript(Transcript transcript)
    {
        TranscriptState = TranscriptState.None;
        Tell(new TranscriptRemoved(transcript.Id, transcript.FileKey));
    }

    public void TranscriptPrepared() => TranscriptState = TranscriptState.Ready;

    public void TranscriptFailed() => TranscriptState = TranscriptState.Failed;

    public SearchEntry ToSearch() => new("meeting", Name, $"/meetings/{Id}", GovernancePermissions.Read)
    {
        OccurredAt = StartDate,
        Facets = [("status", Wire.Word(Status))],
    };
}

internal sealed class AgendaItem : Entity, ISearchable
{
    public required Guid MeetingId { get; init; }

    /// <summary>Place on the agenda, from 1.</summary>
    public required int Order { get; set; }

    public required string Title { get; set; }

    public string? Notes { get; set; }

    public SearchEntry ToSearch() => new("agenda_item", Title, $"/meetings/{MeetingId}", GovernancePermissions.Read)
    {
        Body = Notes ?? "",
        PartOf = ("meeting", MeetingId),
    };
}
