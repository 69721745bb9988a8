using CivicPulse.Platform.Access;

namespace CivicPulse.Modules.AuditTrail;

public static class AuditTrailPermissions
{
    public const string Read = "audittrail.read";
    public const string Export = "audittrail.export";
    public const string Acknowledge = "audittrail.acknowledge";

    private static readonly Role[] Watchers = [Role.Owner, Role.Admin, Role.Auditor];

    internal static readonly IReadOnlyList<Permission> All =
    [
        new(Read, Watchers) { Whole = true },
        new(Export, Watchers) { Whole = true },
        new(Acknowledge, Role.Owner, Role.Admin) { Whole = true },
    ];
}
