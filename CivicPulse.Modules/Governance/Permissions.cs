using CivicPulse.Platform.Access;

namespace CivicPulse.Modules.Governance;

public static class GovernancePermissions
{
    public const string Read = "governance.read";
    public const string Write = "governance.write";

    internal static readonly IReadOnlyList<Permission> All =
    [
        new(Read, Permission.Everybody),
        new(Write, Permission.Editors),
    ];
}
