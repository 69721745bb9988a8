using CivicPulse.Platform.Access;

namespace CivicPulse.Modules.Elections;

public static class ElectionsPermissions
{
    public const string Read = "elections.read";
    public const string Write = "elections.write";

    /// <summary>Putting records before the public, which needs a person who looked at them.</summary>
    public const string Publish = "elections.publish";

    /// <summary>Saying that results are final, which locks them.</summary>
    public const string Certify = "elections.certify";

    internal static readonly IReadOnlyList<Permission> All =
    [
        new(Read, Permission.Everybody),
        new(Write, Permission.Editors),
        new(Publish, Role.Owner, Role.Admin, Role.Organizer),
        new(Certify, Role.Owner, Role.Admin),
    ];
}
