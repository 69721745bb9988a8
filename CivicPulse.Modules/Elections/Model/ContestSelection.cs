using CivicPulse.Platform.Portal;
using CivicPulse.Platform.Search;

namespace CivicPulse.Modules.Elections.Model;

/// <summary>
/// What can be voted for in a contest (NIST <c>ContestSelection</c>): a candidacy, an answer to a measure or a retention, a party. One table
/// for all of them, because votes are counted for each alike. The public sees it with its contest.
/// </summary>
internal sealed class ContestSelection : PublicRecord, ISearchable
{
    public required Guid ElectionId { get; init; }

    public required Guid ContestId { get; init; }

    public Contest? Contest { get; init; }

    public required SelectionKind Kind { get; init; }

    /// <summary>As it stands on the ballot; unique in its contest.</summary>
    public required string Name { get; set; }

    public Guid? PartyId { get; set; }

    public Party? Party { get; init; }

    /// <summary>Who stands, when the ballot calls them otherwise, and the id under which a source knows them.</summary>
    public string? PersonName { get; set; }

    public string? PersonIdentifier { get; set; }

    public bool IsIncumbent { get; set; }

    public bool IsTopTicket { get; set; }

    public bool IsWriteIn { get; set; }

    public DateOnly? FileDate { get; set; }

    public PreElectionStatus? PreElectionStatus { get; set; }

    public PostElectionStatus? PostElectionStatus { get; set; }

    public int SequenceOrder { get; set; }

    public string[] Links { get; set; } = [];

    private const string Outcome = "post_election_status";

    public override string Title => Name;

    public bool StandsNoMore => PreElectionStatus == Model.PreElectionStatus.Withdrawn || PostElectionStatus == Model.PostElectionStatus.Withdrawn;

    /// <summary>A person said what became of it.</summary>
    public bool WasJudged => PostElectionStatus is not null && Holds(Outcome);

    /// <summary>What counting says of it. What a person said of it stands.</summary>
    public void Count(PostElectionStatus? outcome)
    {
        if (Derives(Outcome)) PostElectionStatus = outcome;
    }

    /// <summary>Gives fields back to the imports; what became of it is left to counting again.</summary>
    public override void Unlock(IEnumerable<string> stillLocked)
    {
        var judged = WasJudged;
        base.Unlock(stillLocked);
        if (judged && !WasJudged) Count(null);
    }

    public SearchEntry? ToSearch() => Kind != SelectionKind.Candidacy ? null : new("candidacy", Name, $"/contests/{ContestId}", ElectionsPermissions.Read)
    {
        Keywords = [PersonName],
        PartOf = ("election", ElectionId),
    };
}
