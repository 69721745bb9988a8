using CivicPulse.Platform;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Http;
using Microsoft.AspNetCore.Http;

namespace CivicPulse.Modules.Accounts.Model;

/// <summary>What roles are made of, and what the built-in ones are for.</summary>
internal static class RoleWords
{
    /// <returns>The words in order, each once.</returns>
    public static IReadOnlyList<string> Check(IEnumerable<string?> asked, ModuleList modules)
    {
        var known = modules.Permissions.Select(p => p.Word).ToHashSet(StringComparer.Ordinal);
        var words = asked.Select(w => w ?? "").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (words.Find(w => !known.Contains(w)) is not null)
            throw new BadInput("accounts.unknown_word", "One of the words is no permission word of this installation.", StatusCodes.Status422UnprocessableEntity);
        return words;
    }

    public static string Describe(Role role) => role switch
    {
        Role.Owner => "Answers for the tenant: everything, and who else owns it.",
        Role.Admin => "Runs the tenant: everything but its ownership.",
        Role.Organizer => "Leads work with people and meetings: reads and writes the record.",
        Role.Staff => "Works with the record every day: reads and writes it.",
        Role.Volunteer => "Helps: reads what everybody reads.",
        Role.Member => "Belongs to the organization: reads what everybody reads.",
        Role.Auditor => "Looks into everything, changes nothing.",
        _ => "Reads the record, changes nothing.",
    };
}
