using CivicPulse.Platform.Data;

namespace CivicPulse.Modules.Accounts.Model;

/// <summary>People who work together. Records may belong to a team, and grants may be for one.</summary>
internal sealed class Team : Entity
{
    public required string Name { get; set; }

    public string? Description { get; set; }
}

internal sealed class TeamMember : Entity
{
    public required Guid TeamId { get; init; }

    public required Guid AccountId { get; init; }
}
