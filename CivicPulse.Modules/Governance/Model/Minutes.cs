using CivicPulse.Platform.Ai;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Http;
using CivicPulse.Platform.Search;

namespace CivicPulse.Modules.Governance.Model;

public enum MinutesStatus { None, Draft, Reviewed, Published }

internal enum LineKind { Summary, Decision, ActionItem, Contribution }

/// <summary>The minutes of a meeting. They begin as a draft made of quotations, every line tied to its turns.</summary>
internal sealed class Minutes : Entity, ISearchable
{
    public required Guid MeetingId { get; init; }

    public required Guid TranscriptId { get; init; }

    public MinutesStatus Status { get; private init; } = MinutesStatus.Draft;

    /// <summary>Which engine proposed the draft: <c>embedded</c> or <c>model</c>.</summary>
    public required string Mode { get; init; }

    public List<MinutesLine> Lines { get; private init; } = [];

    public static Minutes Draft(Guid meeting, Guid transcript, AiMinutes proposed)
    {
        var minutes = new Minutes { MeetingId = meeting, TranscriptId = transcript, Mode = proposed.Mode };
        minutes.Add(LineKind.Summary, proposed.Summary);
        minutes.Add(LineKind.Decision, proposed.Decisions);
        minutes.Add(LineKind.ActionItem, proposed.ActionItems);
        foreach (var contribution in proposed.Contributions) minutes.Add(LineKind.Contribution, contribution.Lines, contribution.Speaker);
        return minutes;
    }

    public SearchEntry ToSearch() => new("minutes", "", $"/meetings/{MeetingId}", GovernancePermissions.Read)
    {
        Keywords = Lines.Where(l => l.Kind is LineKind.Decision or LineKind.ActionItem).OrderBy(l => l.Order).Select(l => l.Text),
        Body = Lines.Count == 0 ? null : string.Join('\n', Lines.OrderBy(l => l.Order).Select(l => l.Text)),
        PartOf = ("meeting", MeetingId),
        Facets = [("status", Wire.Word(Status))],
    };

    private void Add(LineKind kind, IEnumerable<AiMinutesLine> lines, string? speaker = null)
    {
        foreach (var line in lines)
        {
            Lines.Add(new MinutesLine
            {
                Kind = kind,
                Order = Lines.Count,
                Text = line.Text,
                Quote = line.Quote,
                FirstTurn = line.FirstTurn,
                LastTurn = line.LastTurn,
                Person = speaker ?? line.Assignee,
            });
        }
    }
}

internal sealed class MinutesLine
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public Guid MinutesId { get; init; }

    public required LineKind Kind { get; init; }

    public required int Order { get; init; }

    public required string Text { get; init; }

    public required string Quote { get; init; }

    public required int FirstTurn { get; init; }

    public required int LastTurn { get; init; }

    /// <summary>Who said it (contributions) or who is to do it (action items).</summary>
    public string? Person { get; init; }
}
