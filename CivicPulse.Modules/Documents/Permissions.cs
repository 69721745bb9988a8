using CivicPulse.Platform.Access;

namespace CivicPulse.Modules.Documents;

public static class DocumentPermissions
{
    public const string Read = "documents.read";
    public const string Write = "documents.write";

    internal static readonly IReadOnlyList<Permission> All =
    [
        new(Read, Permission.Everybody),
        new(Write, Permission.Editors),
    ];
}
