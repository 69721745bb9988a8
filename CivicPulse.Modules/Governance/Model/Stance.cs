using CivicPulse.Platform.Http;
using CivicPulse.Platform.Portal;
using CivicPulse.Platform.Search;

namespace CivicPulse.Modules.Governance.Model;

public enum StancePosition { For, Against, Mixed, Unclear }

/// <summary>What an official said on a topic, with where they said it.</summary>
internal sealed class Stance : PublicRecord, ISearchable, IAnswerable
{
    public required Guid OfficialId { get; init; }

    public Official? Official { get; init; }

    public required string Topic { get; set; }

    public Guid? MatterId { get; set; }

    public Matter? Matter { get; init; }

    public StancePosition Position { get; set; }

    public required string Statement { get; set; }

    public DateOnly? StatedOn { get; set; }

    public string[] Citations { get; set; } = [];

    public string? ReplyText { get; private set; }

    public string? ReplyBy { get; private set; }

    public DateOnly? RepliedOn { get; private set; }

    public override string Title => Topic;

    public void Answer(string? text, string? by, DateOnly? on) => (ReplyText, ReplyBy, RepliedOn) = (text, by, on);

    public SearchEntry ToSearch() => new("stance", Topic, $"/officials/{OfficialId}", GovernancePermissions.Read)
    {
        Body = string.Join('\n', ((string?[])[Statement, ReplyText]).OfType<string>()),
        PartOf = ("official", OfficialId),
        Facets = [("position", Wire.Word(Position))],
    };
}

public enum CommitmentStatus { Open, Kept, Broken, Compromised, Stalled }

/// <summary>What an official promised, and what became of it.</summary>
internal sealed class Commitment : PublicRecord, ISearchable, IAnswerable
{
    public required Guid OfficialId { get; init; }

    public Official? Official { get; init; }

    public required string Text { get; set; }

    public DateOnly? MadeOn { get; set; }

    public DateOnly? DueOn { get; set; }

    public CommitmentStatus Status { get; set; }

    public string? StatusNote { get; set; }

    public string[] Citations { get; set; } = [];

    public string? ReplyText { get; private set; }

    public string? ReplyBy { get; private set; }

    public DateOnly? RepliedOn { get; private set; }

    public override string Title => Titles.Of(Text);

    public void Check() => RuleBroken.Unless(MadeOn is null || DueOn is null || MadeOn <= DueOn, "governance.due_before_made", "A commitment is due after it was made.");

    public void Answer(string? text, string? by, DateOnly? on) => (ReplyText, ReplyBy, RepliedOn) = (text, by, on);

    public SearchEntry ToSearch() => new("commitment", Title, $"/officials/{OfficialId}", GovernancePermissions.Read)
    {
        Body = string.Join('\n', ((string?[])[Text, StatusNote, ReplyText]).OfType<string>()),
        PartOf = ("official", OfficialId),
        Facets = [("status", Wire.Word(Status))],
    };
}

/// <summary>Something about somebody that they may reply to. The reply is theirs: it stays when the record changes.</summary>
internal interface IAnswerable
{
    string? ReplyText { get; }

    string? ReplyBy { get; }

    DateOnly? RepliedOn { get; }

    void Answer(string? text, string? by, DateOnly? on);
}
