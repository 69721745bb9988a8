using CivicPulse.Platform.Http;
using CivicPulse.Platform.Portal;
using CivicPulse.Platform.Search;

namespace CivicPulse.Modules.Governance.Model;

/// <summary>What a yes means. Only of the first three does it speak for the matter itself.</summary>
public enum MotionClassification { Passage, Reading, VetoOverride, Amendment, Referral, Tabling, Postponement, Reconsideration, Procedural, Other }

/// <summary>How many of the votes cast a motion needs.</summary>
public enum Requirement { Majority, TwoThirds, ThreeFourths, Unanimous, Plurality }

/// <summary>What somebody asked a body to decide (Popolo <c>Motion</c>).</summary>
internal sealed class Motion : PublicRecord, ISearchable
{
    public required Guid MeetingId { get; init; }

    public Meeting? Meeting { get; init; }

    public Guid? AgendaItemId { get; set; }

    public AgendaItem? AgendaItem { get; init; }

    public Guid? MatterId { get; set; }

    public Matter? Matter { get; init; }

    public required string Text { get; set; }

    public MotionClassification Classification { get; set; }

    public Requirement Requirement { get; set; }

    public Guid? MoverId { get; set; }

    public Official? Mover { get; init; }

    public string? MoverName { get; set; }

    public Guid? SeconderId { get; set; }

    public Official? Seconder { get; init; }

    public string? SeconderName { get; set; }

    /// <summary>As a person or a source says it. The last vote with a result goes before it.</summary>
    public VoteResult? Result { get; set; }

    /// <summary>Where it is made in the recording.</summary>
    public int? VideoSeconds { get; set; }

    public List<VoteEvent> VoteEvents { get; private init; } = [];

    public override string Title => Titles.Of(Text);

    /// <summary>How rows of files name it, together with its meeting.</summary>
    public string Reference => Identifier ?? Text;

    /// <summary>For what was decided without a recorded vote, or what a source says besides; its vote events have to be loaded.</summary>
    public void State(VoteResult? result)
    {
        if (result is not { } stated) return;
        var voted = VoteEvents.Where(v => v.Result is not null).MaxBy(v => v.StartDate)?.Result;
        RuleBroken.Unless(voted is null || Tally.Agree(stated, voted.Value), VoteEvent.Contradiction, "The last vote on this motion has another result.");
        Result = stated;
    }

    /// <summary>Another requirement may make another result of the same votes; they have to be loaded.</summary>
    public void Require(Requirement requirement)
    {
        if (requirement == Requirement) return;
        Requirement = requirement;
        foreach (var vote in VoteEvents) vote.Recount(this);
    }

    public SearchEntry ToSearch() => new("motion", Title, $"/meetings/{MeetingId}", GovernancePermissions.Read)
    {
        Keywords = [MoverName, SeconderName],
        Body = Text,
        PartOf = ("meeting", MeetingId),
        Facets = [("classification", Wire.Word(Classification))],
    };
}
