using CivicPulse.Platform.Access;

namespace CivicPulse.Modules.Documents;

public static class DocumentPermissions
{
    public const string Read = "documents.read";
    public const string Write = "documents.write";

    /// <summary>Sees what is confined to teams that one is not in.</summary>
    public const string ReadConfined = "documents.read_confined";

    internal static readonly IReadOnlyList<Permission> All =
    [
        new(Read, Permission.Everybody),
        new(Write, Permission.Editors),
        new(ReadConfined, Role.Owner, Role.Admin, Role.Auditor),
    ];
}
