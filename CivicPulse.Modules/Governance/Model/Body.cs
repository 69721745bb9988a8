using CivicPulse.Platform.Portal;
using CivicPulse.Platform.Search;

namespace CivicPulse.Modules.Governance.Model;

/// <summary>An organization that meets and decides (Popolo/OCD <c>Organization</c> with a classification).</summary>
internal sealed class Body : PublicRecord, ISearchable
{
    /// <summary>Parts of parts of parts.</summary>
    public const int Deepest = 20;

    public required string Name { get; set; }

    /// <summary>Open Civic Data's word: legislature, upper, lower, committee, commission, ...</summary>
    public required string Classification { get; set; }

    public string? Description { get; set; }

    /// <summary>The body that it is a part of.</summary>
    public Guid? ParentId { get; set; }

    public Body? Parent { get; init; }

    /// <summary>The government that it belongs to, such as <c>ocd-jurisdiction/country:us/state:ga/government</c>.</summary>
    public string? Jurisdiction { get; set; }

    /// <summary>What it governs, such as <c>ocd-division/country:us/state:ga</c>.</summary>
    public string? DivisionId { get; set; }

    /// <summary>The district that it serves; none when it serves all.</summary>
    public Guid? DistrictId { get; set; }

    public string? FoundingDate { get; set; }

    public string? DissolutionDate { get; set; }

    public string[] OtherNames { get; set; } = [];

    public string[] Identifiers { get; set; } = [];

    public string[] ContactDetails { get; set; } = [];

    public string[] Links { get; set; } = [];

    public override string Title => Name;

    /// <summary>How rows of files name it.</summary>
    public string Reference => Identifier ?? Name;

    public SearchEntry ToSearch() => new("body", Name, $"/bodies/{Id}", GovernancePermissions.Read)
    {
        Keywords = OtherNames,
        Body = Description ?? "",
        Facets = [("classification", Classification)],
    };
}

/// <summary>What others show of it.</summary>
internal sealed record NamedBody(string Name);
