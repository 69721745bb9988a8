using CivicPulse.Platform.Data;
using CivicPulse.Platform.Search;

namespace CivicPulse.Modules.Governance.Model;

/// <summary>What was said in a meeting, turn by turn.</summary>
internal sealed class Transcript : Entity, ISearchable
{
    public required Guid MeetingId { get; init; }

    public string? FileName { get; init; }

    /// <summary>Where the uploaded original is kept; none when the turns came as JSON.</summary>
    public string? FileKey { get; init; }

    public int TurnCount { get; init; }

    /// <summary>When a person let the public read what was said.</summary>
    public DateTimeOffset? PublishedAt { get; private set; }

    public Guid? PublishedBy { get; private set; }

    public List<TranscriptTurn> Turns { get; private init; } = [];

    /// <summary>Found as a whole until its passages, which lead to the turns, take its place.</summary>
    public SearchEntry ToSearch() => new("transcript", "", $"/meetings/{MeetingId}", GovernancePermissions.Read)
    {
        Body = Turns.Count == 0 ? null : string.Join('\n', Turns.OrderBy(t => t.Index).Select(t => $"{t.Speaker}: {t.Text}")),
        PartOf = ("meeting", MeetingId),
    };

    public void Publish(DateTimeOffset at, Guid by)
    {
        if (PublishedAt is null) (PublishedAt, PublishedBy) = (at, by);
    }

    public void Withdraw() => (PublishedAt, PublishedBy) = (null, null);

    public static Transcript Of(Guid meeting, IReadOnlyList<Turn> turns, string? fileName, string? fileKey) => new()
    {
        MeetingId = meeting,
        FileName = fileName,
        FileKey = fileKey,
        TurnCount = turns.Count,
        Turns = [.. turns.Select((t, i) => new TranscriptTurn { Index = i, Speaker = t.Speaker, Text = t.Text, Start = t.Start, End = t.End })],
    };
}

/// <summary>A turn as it was read; times are seconds from the start of the recording.</summary>
internal sealed record Turn(string Speaker, string Text, double? Start, double? End);

internal sealed class TranscriptTurn
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public Guid TranscriptId { get; init; }

    /// <summary>Place in the transcript, from 0; citations name it.</summary>
    public int Index { get; init; }

    public required string Speaker { get; init; }

    public required string Text { get; init; }

    public double? Start { get; init; }

    public double? End { get; init; }
}
