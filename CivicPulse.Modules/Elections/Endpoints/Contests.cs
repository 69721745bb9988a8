using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using CivicPulse.Modules.Elections.Model;
using CivicPulse.Platform.Http;
using CivicPulse.Platform.Portal;

namespace CivicPulse.Modules.Elections.Endpoints;

internal interface IContestFields
{
    string? Office { get; }

    string? District { get; }

    string? DivisionId { get; }

    string? Incumbent { get; }

    int? NumberElected { get; }

    int? VotesAllowed { get; }

    VoteVariation? VoteVariation { get; }

    Guid? PrimaryPartyId { get; }

    Guid? RunoffForId { get; }

    string? BallotTitle { get; }

    string? SummaryText { get; }

    string? FullText { get; }

    string? ProStatement { get; }

    string? ConStatement { get; }

    string? PassageThreshold { get; }

    MeasureType? MeasureType { get; }

    string? EffectOfAbstain { get; }

    int? SequenceOrder { get; }

    bool? HasRotation { get; }

    IReadOnlyList<WebLink>? Links { get; }

    IReadOnlyList<WebLink>? Sources { get; }
}

/// <param name="Name">Unique in its election.</param>
/// <param name="Office">What is voted about, without the district.</param>
/// <param name="DivisionId">Who may vote in it, as an OCD division.</param>
/// <param name="Incumbent">Whom a retention contest is about.</param>
/// <param name="SequenceOrder">Its place on the ballot.</param>
[Example("""{ "election_id": "01890a5d-ac96-774b-bcce-b302099a8057", "name": "Mayor", "kind": "candidate", "office": "Mayor", "number_elected": 1 }""")]
public sealed record CreateContest(
    [Required] Guid? ElectionId, [Required, MaxLength(300)] string Name, ContestKind Kind = ContestKind.Candidate, [MaxLength(300)] string? Identifier = null,
    [MaxLength(300)] string? Office = null, [MaxLength(300)] string? District = null, [DivisionId] string? DivisionId = null, [MaxLength(300)] string? Incumbent = null,
    [Range(1, 1000)] int? NumberElected = null, [Range(1, 1000)] int? VotesAllowed = null, VoteVariation? VoteVariation = null, Guid? PrimaryPartyId = null, Guid? RunoffForId = null,
    [MaxLength(1000)] string? BallotTitle = null, [MaxLength(20000)] string? SummaryText = null, [MaxLength(100000)] string? FullText = null,
    [MaxLength(20000)] string? ProStatement = null, [MaxLength(20000)] string? ConStatement = null, [MaxLength(300)] string? PassageThreshold = null, MeasureType? MeasureType = null,
    [MaxLength(1000)] string? EffectOfAbstain = null, [Range(0, 100000)] int? SequenceOrder = null, bool? HasRotation = null,
    [MaxLength(100)] IReadOnlyList<WebLink>? Links = null, [MaxLength(100)] IReadOnlyList<WebLink>? Sources = null) : IContestFields;

/// <param name="LockedFields">Fields to keep locked; the others are given back to the imports.</param>
[Example("""{ "summary_text": "Shall the town build a footbridge at Mill Street?" }""")]
public sealed record ChangeContest(
    [MinLength(1), MaxLength(300)] string? Name = null, [MaxLength(300)] string? Office = null, [MaxLength(300)] string? District = null, [DivisionId] string? DivisionId = null,
    [MaxLength(300)] string? Incumbent = null, [Range(1, 1000)] int? NumberElected = null, [Range(1, 1000)] int? VotesAllowed = null, VoteVariation? VoteVariation = null,
    Guid? PrimaryPartyId = null, Guid? RunoffForId = null, [MaxLength(1000)] string? BallotTitle = null, [MaxLength(20000)] string? SummaryText = null,
    [MaxLength(100000)] string? FullText = null, [MaxLength(20000)] string? ProStatement = null, [MaxLength(20000)] string? ConStatement = null,
    [MaxLength(300)] string? PassageThreshold = null, MeasureType? MeasureType = null, [MaxLength(1000)] string? EffectOfAbstain = null, [Range(0, 100000)] int? SequenceOrder = null,
    bool? HasRotation = null, [MaxLength(100)] IReadOnlyList<WebLink>? Links = null, [MaxLength(100)] IReadOnlyList<WebLink>? Sources = null,
    IReadOnlyList<string>? LockedFields = null) : IContestFields;

/// <param name="Slug">Its name in the portal's addresses.</param>
public sealed record ContestDetail(
    Guid Id, Guid ElectionId, string ElectionName, string Name, ContestKind Kind, string? Office, string? District, string? DivisionId, string? Incumbent, int NumberElected,
    int VotesAllowed, VoteVariation? VoteVariation, Guid? PrimaryPartyId, string? PrimaryPartyName, Guid? RunoffForId, string? BallotTitle, string? SummaryText, string? FullText,
    string? ProStatement, string? ConStatement, string? PassageThreshold, MeasureType? MeasureType, string? EffectOfAbstain, int SequenceOrder, bool? HasRotation, string? Identifier,
    IReadOnlyList<WebLink> Links, IReadOnlyList<WebLink> Sources, DateTimeOffset? LastSeen, IReadOnlyList<string> LockedFields, string Slug, DateTimeOffset? PublishedAt,
    [property: JsonIgnore] uint RowVersion) : IVersioned;
