using CivicPulse.Platform.Access;

namespace CivicPulse.Modules.Governance;

public static class GovernancePermissions
{
    public const string Read = "governance.read";
    public const string Write = "governance.write";

    /// <summary>Putting records before the public, which needs a person who looked at them.</summary>
    public const string Publish = "governance.publish";

    internal static readonly IReadOnlyList<Permission> All =
    [
        new(Read, Permission.Everybody),
        new(Write, Permission.Editors),
        new(Publish, Role.Owner, Role.Admin, Role.Organizer),
    ];
}
