namespace CivicPulse.Platform.Access;

/// <summary>The built-in roles of an account in one tenant.</summary>
public enum Role { Owner, Admin, Organizer, Staff, Volunteer, Member, Auditor, Viewer }

/// <summary>A word that a route needs, such as <c>governance.write</c>, and the built-in roles that hold it. Never renamed.</summary>
public sealed record Permission(string Word, params Role[] Roles)
{
    /// <summary>Opens things that have no owner, team, district or state: a grant for a part does not give it. Say so, or a narrow grant opens all.</summary>
    public bool Whole { get; init; }

    public static Role[] Everybody => Enum.GetValues<Role>();
    public static Role[] Editors => [Role.Owner, Role.Admin, Role.Organizer, Role.Staff];
    public static Role[] Readers => [Role.Owner, Role.Admin, Role.Organizer, Role.Staff, Role.Auditor, Role.Viewer];
}

public static class PlatformPermissions
{
    public const string ReadJobs = "platform.read_jobs";
    public const string CancelJobs = "platform.cancel_jobs";
    public const string ReadTenant = "platform.read_tenant";
    public const string ChangeTenant = "platform.change_tenant";
    public const string ReadFacts = "platform.read_facts";
    public const string ReplayFacts = "platform.replay_facts";
    public const string Listen = "platform.listen";
    public const string Bulk = "platform.bulk";

    /// <summary>Preparing sources for the assistant: no role holds it, only the system does.</summary>
    public const string Index = "platform.index";

    public const string ReadConfidential = "platform.read_confidential";
    public const string ReadRestricted = "platform.read_restricted";

    public const string Search = "platform.search";

    /// <summary>Making the search index again: heavy, harmless, seldom needed.</summary>
    public const string Reindex = "platform.reindex";

    /// <summary>Saying what the public portal shows.</summary>
    public const string ChangePortal = "platform.change_portal";

    /// <summary>Errors that the public reported.</summary>
    public const string ReadCorrections = "platform.read_corrections";
    public const string ResolveCorrections = "platform.resolve_corrections";

    /// <summary>Taking records out or in as files; each kind needs its own word besides.</summary>
    public const string Export = "platform.export";
    public const string Import = "platform.import";

    public static readonly IReadOnlyList<Permission> All =
    [
        new(Search, Permission.Everybody),
        new(Reindex, Role.Owner, Role.Admin) { Whole = true },
        new(ReadJobs, Permission.Readers),
        new(CancelJobs, Permission.Editors),
        new(ReadTenant, Permission.Everybody),
        new(ChangeTenant, Role.Owner, Role.Admin) { Whole = true },
        new(ReadFacts, Role.Owner, Role.Admin, Role.Auditor) { Whole = true },
        new(ReplayFacts, Role.Owner, Role.Admin) { Whole = true },
        new(Listen, Permission.Everybody),
        new(Bulk, Permission.Everybody),
        new(Index),
        // A tier is of fields, not of records: a grant for some records opens no field of all.
        new(ReadConfidential, Role.Owner, Role.Admin, Role.Organizer, Role.Staff, Role.Auditor) { Whole = true },
        new(ReadRestricted, Role.Owner, Role.Admin) { Whole = true },
        new(ChangePortal, Role.Owner, Role.Admin) { Whole = true },
        new(ReadCorrections, Permission.Readers),
        new(ResolveCorrections, Permission.Editors),
        new(Export, Permission.Readers),
        new(Import, Permission.Editors) { Whole = true },
    ];
}
