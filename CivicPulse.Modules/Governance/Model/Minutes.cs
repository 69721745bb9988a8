using CivicPulse.Modules.Governance.Public;
using CivicPulse.Platform.Ai;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Http;
using CivicPulse.Platform.Search;

namespace CivicPulse.Modules.Governance.Model;

public enum MinutesStatus { None, Draft, Reviewed, Published }

public enum LineKind { Summary, Decision, ActionItem, Contribution }

/// <summary>
/// The minutes of a meeting. They begin as a draft made of quotations, every line tied to its turns, or as a person writes them. One person
/// reviews them and another publishes them; then they are closed until they are withdrawn.
/// </summary>
internal sealed class Minutes : Entity, ISearchable
{
    public const int MostLines = 2000;

    /// <summary>Instead of the name of an engine.</summary>
    public const string ByHand = "person";

    public required Guid MeetingId { get; init; }

    /// <summary>The transcript that the turns of the lines are of; none when they were written by hand, or when it was replaced.</summary>
    public Guid? TranscriptId { get; private set; }

    public MinutesStatus Status { get; private set; } = MinutesStatus.Draft;

    /// <summary>Which engine proposed the draft: <c>embedded</c> or <c>model</c>; or <see cref="ByHand"/>.</summary>
    public required string Mode { get; init; }

    /// <summary>When a person last changed the lines.</summary>
    public DateTimeOffset? EditedAt { get; private set; }

    public Guid? EditedBy { get; private set; }

    public DateTimeOffset? ReviewedAt { get; private set; }

    public Guid? ReviewedBy { get; private set; }

    public DateTimeOffset? PublishedAt { get; private set; }

    public Guid? PublishedBy { get; private set; }

    public List<MinutesLine> Lines { get; private init; } = [];

    /// <summary>No person's work is in them: a new transcript may draft them anew.</summary>
    public bool IsUntouched => Status == MinutesStatus.Draft && EditedAt is null;

    public static Minutes Draft(Guid meeting, Guid transcript, AiMinutes proposed)
    {
        var minutes = new Minutes { MeetingId = meeting, TranscriptId = transcript, Mode = proposed.Mode };
        minutes.Add(LineKind.Summary, proposed.Summary);
        minutes.Add(LineKind.Decision, proposed.Decisions);
        minutes.Add(LineKind.ActionItem, proposed.ActionItems);
        foreach (var contribution in proposed.Contributions) minutes.Add(LineKind.Contribution, contribution.Lines, contribution.Speaker);
        return minutes;
    }

    public static Minutes Write(Guid meeting, DateTimeOffset at, Guid by) => new() { MeetingId = meeting, Mode = ByHand, EditedAt = at, EditedBy = by };

    /// <param name="place">From 0; at the end when left out.</param>
    public MinutesLine Add(LineKind kind, string text, string? person, int? place, DateTimeOffset at, Guid by)
    {
        Edit(at, by);
        RuleBroken.Unless(Lines.Count < MostLines, "governance.minutes_full", $"Minutes have at most {MostLines} lines.");
        var line = new MinutesLine { Kind = kind, Text = text, Person = person, Order = Lines.Count, EditedAt = at, EditedBy = by };
        Lines.Add(line);
        if (place is { } wanted) Place(line, wanted);
        return line;
    }

    public void Move(MinutesLine line, int place, DateTimeOffset at, Guid by)
    {
        Edit(at, by);
        Place(line, place);
    }

    public void Reword(MinutesLine line, LineKind kind, string text, string? person, DateTimeOffset at, Guid by)
    {
        Edit(at, by);
        if ((line.Kind, line.Text, line.Person) == (kind, text, person)) return;
        (line.Kind, line.Text, line.Person, line.EditedAt, line.EditedBy) = (kind, text, person, at, by);
    }

    public void Remove(MinutesLine line, DateTimeOffset at, Guid by)
    {
        Edit(at, by);
        Lines.Remove(line);
        Renumber([.. Lines.OrderBy(l => l.Order)]);
    }

    public void Review(DateTimeOffset at, Guid by)
    {
        RuleBroken.Unless(Status == MinutesStatus.Draft, "governance.not_a_draft", "These minutes are reviewed already.");
        (Status, ReviewedAt, ReviewedBy) = (MinutesStatus.Reviewed, at, by);
    }

    public void TakeReviewBack()
    {
        RefuseWhenPublished();
        (Status, ReviewedAt, ReviewedBy) = (MinutesStatus.Draft, null, null);
    }

    public void Publish(DateTimeOffset at, Guid by)
    {
        if (Status == MinutesStatus.Published) return;
        RuleBroken.Unless(Status == MinutesStatus.Reviewed, "governance.not_reviewed", "Minutes are reviewed before they are published.");
        RuleBroken.Unless(ReviewedBy != by, "governance.second_person", "Somebody else than the one who reviewed these minutes publishes them.");
        (Status, PublishedAt, PublishedBy) = (MinutesStatus.Published, at, by);
        Tell(new MinutesPublished(Id, MeetingId));
    }

    public void Withdraw()
    {
        if (Status == MinutesStatus.Published) (Status, PublishedAt, PublishedBy) = (MinutesStatus.Reviewed, null, null);
    }

    public void RefuseWhenPublished() =>
        RuleBroken.Unless(Status != MinutesStatus.Published, "governance.minutes_published", "Published minutes are closed. Withdraw them to change them.");

    public SearchEntry ToSearch() => new("minutes", "", $"/meetings/{MeetingId}", GovernancePermissions.Read)
    {
        Keywords = Lines.Where(l => l.Kind is LineKind.Decision or LineKind.ActionItem).OrderBy(l => l.Order).Select(l => l.Text),
        Body = Lines.Count == 0 ? null : string.Join('\n', Lines.OrderBy(l => l.Order).Select(l => l.Text)),
        PartOf = ("meeting", MeetingId),
        Facets = [("status", Wire.Word(Status))],
    };

    /// <summary>What was reviewed was another text: it is a draft again.</summary>
    private void Edit(DateTimeOffset at, Guid by)
    {
        TakeReviewBack();
        (EditedAt, EditedBy) = (at, by);
    }

    private void Place(MinutesLine line, int place)
    {
        var lines = Lines.Where(l => l != line).OrderBy(l => l.Order).ToList();
        lines.Insert(Math.Clamp(place, 0, lines.Count), line);
        Renumber(lines);
    }

    private static void Renumber(List<MinutesLine> lines)
    {
        for (var i = 0; i < lines.Count; i++) lines[i].Order = i;
    }

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

    public required LineKind Kind { get; set; }

    public required int Order { get; set; }

    public required string Text { get; set; }

    /// <summary>What was said, word by word; it stays when a person words the line anew. None for a line that was added by hand.</summary>
    public string? Quote { get; init; }

    public int? FirstTurn { get; init; }

    public int? LastTurn { get; init; }

    /// <summary>Who said it (contributions) or who is to do it (action items).</summary>
    public string? Person { get; set; }

    public DateTimeOffset? EditedAt { get; set; }

    public Guid? EditedBy { get; set; }
}
