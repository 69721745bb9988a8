using CivicPulse.Platform.Portal;
using CivicPulse.Platform.Search;

namespace CivicPulse.Modules.Governance.Model;

/// <summary>
/// Somebody who holds or held a public post, as the public knows them (Popolo <c>Person</c>). What an organization knows of the same human
/// being besides is a contact's.
/// </summary>
internal sealed class Official : PublicRecord, ISearchable
{
    public required string Name { get; set; }

    public string? GivenName { get; set; }

    public string? FamilyName { get; set; }

    public string? AdditionalName { get; set; }

    public string? HonorificPrefix { get; set; }

    public string? HonorificSuffix { get; set; }

    /// <summary>What lists are sorted by; made of the name when nothing is said.</summary>
    public required string SortName { get; set; }

    public string? Gender { get; set; }

    public string? BirthDate { get; set; }

    public string? DeathDate { get; set; }

    public string? Image { get; set; }

    public string? Summary { get; set; }

    public string? Biography { get; set; }

    public string? Email { get; set; }

    public string? Party { get; set; }

    public string[] OtherNames { get; set; } = [];

    public string[] Identifiers { get; set; } = [];

    public string[] ContactDetails { get; set; } = [];

    public string[] Links { get; set; } = [];

    public override string Title => Name;

    /// <summary>How rows of files name them.</summary>
    public string Reference => Identifier ?? Name;

    public SearchEntry ToSearch() => new("official", Name, $"/officials/{Id}", GovernancePermissions.Read)
    {
        Keywords = OtherNames,
        Body = string.Join('\n', ((string?[])[Summary, Biography, Party]).OfType<string>()),
        Facets = [("party", Party)],
    };

    /// <returns>The family name first, when there is one.</returns>
    public static string SortedBy(string name, string? familyName, string? givenName) => familyName is null ? name : $"{familyName}, {givenName ?? name}";
}
