using CivicPulse.Platform.Portal;
using CivicPulse.Platform.Search;

namespace CivicPulse.Modules.Governance.Model;

/// <summary>A seat or an office of a body (Popolo <c>Post</c>). It is there also while nobody holds it.</summary>
internal sealed class Post : PublicRecord, ISearchable
{
    public required Guid BodyId { get; init; }

    public Body? Body { get; init; }

    /// <summary>Its full name, unique in its body: <c>Representative for Georgia's 5th district</c>.</summary>
    public required string Label { get; set; }

    /// <summary>What its holder is: Representative, Mayor, Chair.</summary>
    public required string Role { get; set; }

    /// <summary>Whom it represents, as an OCD division.</summary>
    public string? DivisionId { get; set; }

    /// <summary>How many hold it at once.</summary>
    public int MaximumMemberships { get; set; } = 1;

    /// <summary>When it was created and abolished.</summary>
    public string? StartDate { get; set; }

    public string? EndDate { get; set; }

    public override string Title => Label;

    public SearchEntry ToSearch() => new("post", Label, $"/bodies/{BodyId}", GovernancePermissions.Read)
    {
        Keywords = [Role],
        PartOf = ("body", BodyId),
    };
}
