using CivicPulse.Modules.Accounts.Public;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Data;

namespace CivicPulse.Modules.Accounts.Model;

/// <summary>How far a grant reaches: everything, or records of one kind of place.</summary>
public enum GrantScope { Everything, Own, Team, District, State }

/// <summary>A role given to an account in this tenant, built-in or of the tenant's own making, for everything or for a part.</summary>
internal sealed class Grant : Entity
{
    public required Guid AccountId { get; init; }

    /// <summary>A built-in role, or none when <see cref="RoleId"/> names one of the tenant's own.</summary>
    public Role? Role { get; init; }

    public Guid? RoleId { get; init; }

    public GrantScope Scope { get; init; }

    /// <summary>The team of a grant for a team; none means every team that the account is in.</summary>
    public Guid? TeamId { get; init; }

    public Guid? DistrictId { get; init; }

    public string? State { get; init; }

    public bool IsOwnership => Role == Platform.Access.Role.Owner && Scope == GrantScope.Everything;

    /// <summary>Tells what it means for the account: its first grant lets it in.</summary>
    public void Give(bool first) => Tell(first ? new AccountJoined(AccountId) : new RoleChanged(AccountId));

    public void Withdraw(bool last) => Tell(last ? new AccountRemoved(AccountId) : new RoleChanged(AccountId));

    /// <param name="teams">The teams that the account is in.</param>
    public static Reach ReachOf(GrantScope scope, Guid? team, Guid? district, string? state, Guid[] teams) => scope switch
    {
        GrantScope.Own => Reach.OwnRecords,
        GrantScope.Team => Reach.OfTeams(team is { } one ? [one] : teams),
        GrantScope.District => Reach.OfDistricts(district is { } one ? [one] : []),
        GrantScope.State => Reach.InStates(state is { } one ? [one] : []),
        _ => Reach.Everywhere,
    };
}
