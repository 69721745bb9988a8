using CivicPulse.Modules.Accounts.Public;
using CivicPulse.Platform.Data;

namespace CivicPulse.Modules.Accounts.Model;

/// <summary>A role of the tenant's own making: a name for a list of permission words.</summary>
internal sealed class CustomRole : Entity
{
    public const int Most = 100;

    public required string Name { get; set; }

    public string? Description { get; set; }

    public required IReadOnlyList<string> Words { get; set; }

    public void Redefine(IReadOnlyList<string> words)
    {
        if (words.SequenceEqual(Words, StringComparer.Ordinal)) return;
        Words = words;
        Tell(new RoleRedefined(Id));
    }
}
