using CivicPulse.Platform.Access;

namespace CivicPulse.Tests.Scratch.Gardens;

internal static class GardensPermissions
{
    public const string Read = "gardens.read";
    public const string Write = "gardens.write";

    public static readonly IReadOnlyList<Permission> All = [new(Read, Permission.Readers), new(Write, Permission.Editors)];
}
