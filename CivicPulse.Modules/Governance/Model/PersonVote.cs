using CivicPulse.Platform.Data;

namespace CivicPulse.Modules.Governance.Model;

/// <summary>Open Civic Data's options.</summary>
public enum VoteOption { Yes, No, Absent, Abstain, NotVoting, Paired, Excused, Other }

/// <summary>How somebody voted in one vote.</summary>
internal sealed class PersonVote : Entity
{
    public Guid VoteEventId { get; init; }

    public VoteEvent? VoteEvent { get; init; }

    public Guid? OfficialId { get; init; }

    public Official? Official { get; init; }

    /// <summary>As the source has it; kept also when the official is known.</summary>
    public required string VoterName { get; init; }

    public VoteOption Option { get; set; }

    /// <summary>How many votes it counts for.</summary>
    public decimal Weight { get; set; } = 1;

    public string? Note { get; set; }

    /// <summary>The start of the vote event: what a person's record is sorted by.</summary>
    public DateTimeOffset VotedAt { get; set; }

    /// <summary>Tells the voters of one event apart.</summary>
    public string Voter => OfficialId?.ToString() ?? VoterName;

    /// <returns>Whether that changed anything.</returns>
    public bool Becomes(PersonVote other)
    {
        if ((Option, Weight, Note) == (other.Option, other.Weight, other.Note)) return false;
        (Option, Weight, Note) = (other.Option, other.Weight, other.Note);
        return true;
    }
}
