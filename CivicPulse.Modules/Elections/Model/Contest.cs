using CivicPulse.Platform.Http;
using CivicPulse.Platform.Portal;
using CivicPulse.Platform.Search;

namespace CivicPulse.Modules.Elections.Model;

/// <summary>One question that voters answer: who gets an office, whether a measure passes, whether somebody stays, which party.</summary>
internal sealed class Contest : PublicRecord, ISearchable
{
    public required Guid ElectionId { get; init; }

    public Election? Election { get; init; }

    /// <summary>Unique in its election.</summary>
    public required string Name { get; set; }

    public required ContestKind Kind { get; init; }

    /// <summary>What is voted about, without the district: <c>State House</c>.</summary>
    public string? Office { get; set; }

    /// <summary>As the office counts them: <c>12</c>, <c>Atlanta Judicial Circuit</c>.</summary>
    public string? District { get; set; }

    /// <summary>Who may vote in it, as an OCD division.</summary>
    public string? DivisionId { get; set; }

    /// <summary>Whom a retention contest is about.</summary>
    public string? Incumbent { get; set; }

    public int NumberElected { get; set; } = 1;

    public int VotesAllowed { get; set; } = 1;

    public VoteVariation? VoteVariation { get; set; }

    public Guid? PrimaryPartyId { get; set; }

    public Party? PrimaryParty { get; init; }

    /// <summary>The contest that nobody won, which this one decides.</summary>
    public Guid? RunoffForId { get; set; }

    public Contest? RunoffFor { get; init; }

    public string? BallotTitle { get; set; }

    public string? SummaryText { get; set; }

    public string? FullText { get; set; }

    public string? ProStatement { get; set; }

    public string? ConStatement { get; set; }

    public string? PassageThreshold { get; set; }

    public MeasureType? MeasureType { get; set; }

    public string? EffectOfAbstain { get; set; }

    /// <summary>Its place on the ballot.</summary>
    public int SequenceOrder { get; set; }

    /// <summary>The order of candidates changes from ballot to ballot.</summary>
    public bool? HasRotation { get; set; }

    public string[] Links { get; set; } = [];

    public override string Title => Name;

    public SelectionKind Offers => Kind switch
    {
        ContestKind.Candidate => SelectionKind.Candidacy,
        ContestKind.Party => SelectionKind.Party,
        _ => SelectionKind.Option,
    };

    public SearchEntry ToSearch() => new("contest", Name, $"/contests/{Id}", ElectionsPermissions.Read)
    {
        Keywords = [BallotTitle, Office],
        Body = string.Join('\n', ((string?[])[SummaryText, FullText]).OfType<string>()),
        PartOf = ("election", ElectionId),
        Facets = [("contest_kind", Wire.Word(Kind))],
    };
}
