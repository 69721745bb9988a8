using CivicPulse.Platform.Access;

namespace CivicPulse.Modules.Gis;

public static class GisPermissions
{
    public const string Read = "gis.read";
    public const string Write = "gis.write";

    internal static readonly IReadOnlyList<Permission> All =
    [
        // A place has no owner, team or district of its own: a grant for a part opens none of it.
        new(Read, Permission.Everybody) { Whole = true },
        new(Write, Permission.Editors) { Whole = true },
    ];
}
