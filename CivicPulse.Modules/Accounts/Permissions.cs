using CivicPulse.Platform.Access;

namespace CivicPulse.Modules.Accounts;

public static class AccountPermissions
{
    public const string Read = "accounts.read";
    public const string Manage = "accounts.manage";
    public const string ManageRoles = "accounts.manage_roles";
    public const string ReadTeams = "accounts.read_teams";
    public const string ManageTeams = "accounts.manage_teams";

    /// <summary>What one may see oneself, and why.</summary>
    public const string ReadOwnAccess = "accounts.read_own_access";

    /// <summary>What others may see, and why.</summary>
    public const string ReadAccess = "accounts.read_access";

    /// <summary>On no route: the word that only owners hold, so that only owners make and unmake owners.</summary>
    public const string Own = "accounts.own";

    internal static readonly IReadOnlyList<Permission> All =
    [
        new(Read, Permission.Readers) { Whole = true },
        new(Manage, Role.Owner, Role.Admin) { Whole = true },
        new(ManageRoles, Role.Owner, Role.Admin) { Whole = true },
        new(ReadTeams, Permission.Everybody),
        new(ManageTeams, Role.Owner, Role.Admin) { Whole = true },
        new(ReadOwnAccess, Permission.Everybody),
        new(ReadAccess, Role.Owner, Role.Admin, Role.Auditor) { Whole = true },
        new(Own, Role.Owner) { Whole = true },
    ];
}
