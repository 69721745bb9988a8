using CivicPulse.Platform.Access;

namespace CivicPulse.Modules.Assistant;

public static class AssistantPermissions
{
    public const string Ask = "assistant.ask";
    public const string Search = "assistant.search";

    internal static readonly IReadOnlyList<Permission> All =
    [
        new(Ask, Permission.Everybody),
        new(Search, Permission.Everybody),
    ];
}
