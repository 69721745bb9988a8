using CivicPulse.Platform.Data;
using CivicPulse.Platform.Search;

namespace CivicPulse.Modules.Governance.Model;

/// <summary>An organization that meets and decides (Popolo/OCD <c>Organization</c> with a classification).</summary>
internal sealed class Body : Entity, ISearchable
{
    public required string Name { get; set; }

    /// <summary>Open Civic Data's word: legislature, committee, commission, ...</summary>
    public required string Classification { get; set; }

    public string? Description { get; set; }

    /// <summary>The district that it serves; none when it serves all.</summary>
    public Guid? DistrictId { get; set; }

    public SearchEntry ToSearch() => new("body", Name, "/meetings", GovernancePermissions.Read)
    {
        Body = Description ?? "",
        Facets = [("classification", Classification)],
    };
}

/// <summary>What others show of it.</summary>
internal sealed record NamedBody(string Name);
