using System.Globalization;
using CivicPulse.Modules.Governance.Public;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Http;
using CivicPulse.Platform.Portal;
using CivicPulse.Platform.Search;

namespace CivicPulse.Modules.Governance.Model;

/// <summary>Open Civic Data's event states.</summary>
public enum MeetingStatus { Tentative, Confirmed, Cancelled, Passed }

public enum TranscriptState { None, Processing, Ready, Failed }

/// <summary>A meeting of a body (OCD <c>Event</c>), with its agenda and what was said and decided in it.</summary>
internal sealed class Meeting : PublicRecord, ISearchable
{
    public required string Name { get; set; }

    public required DateTimeOffset StartDate { get; set; }

    public DateTimeOffset? EndDate { get; set; }

    /// <summary>Only the day of <see cref="StartDate"/> counts.</summary>
    public bool AllDay { get; set; }

    /// <summary>regular, special, hearing, work_session, ...</summary>
    public string? Classification { get; set; }

    public string? Description { get; set; }

    public string? LocationName { get; set; }

    public string? LocationAddress { get; set; }

    /// <summary>Where to take part from afar.</summary>
    public string? LocationUrl { get; set; }

    public double? Latitude { get; set; }

    public double? Longitude { get; set; }

    /// <summary>The recording; agenda items, motions and votes name seconds in it.</summary>
    public string? VideoUrl { get; set; }

    public string? AgendaUrl { get; set; }

    public Guid? BodyId { get; set; }

    public Body? Body { get; init; }

    public MeetingStatus Status { get; set; } = MeetingStatus.Confirmed;

    public TranscriptState TranscriptState { get; private set; }

    public override string Title => Name;

    /// <summary>How rows of files name it, together with its start.</summary>
    public string Reference => Identifier ?? Name;

    /// <summary>To compare with the dates of memberships.</summary>
    public string DayIn(TimeZoneInfo zone) => StartDate.DayIn(AllDay ? TimeZoneInfo.Utc : zone).ToString("O", CultureInfo.InvariantCulture);

    /// <summary>Many meetings have the same name; the day tells them apart.</summary>
    public override string TitleIn(TimeZoneInfo zone) => $"{Name}, {DayIn(zone)}";

    public void Check()
    {
        RuleBroken.Unless(EndDate is not { } end || end >= StartDate, "governance.meeting_ends_before_it_starts", "A meeting ends after it starts.");
        RuleBroken.Unless(Latitude is null == Longitude is null, "governance.half_a_place", "A place has a latitude and a longitude, or neither.");
    }

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
        Keywords = [LocationName],
        Body = Description ?? "",
        OccurredAt = StartDate,
        Facets = [("status", Wire.Word(Status)), ("classification", Classification)],
    };
}
