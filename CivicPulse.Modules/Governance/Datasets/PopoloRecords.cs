using CivicPulse.Modules.Governance.Model;
using CivicPulse.Platform.Portal;

namespace CivicPulse.Modules.Governance.Datasets;

/// <summary>The records of Popolo as they stand in a file. Names that Popolo does not have are ours; others leave them alone.</summary>
internal sealed record PopoloOrganization(
    string Id, string Name, string? Classification = null, string? Description = null, string? ParentId = null, string? AreaId = null, string? Jurisdiction = null,
    string? FoundingDate = null, string? DissolutionDate = null, IReadOnlyList<PopoloName>? OtherNames = null, IReadOnlyList<ExternalId>? Identifiers = null,
    IReadOnlyList<ContactDetail>? ContactDetails = null, IReadOnlyList<WebLink>? Links = null, IReadOnlyList<WebLink>? Sources = null)
{
    public static PopoloOrganization Of(Body b, string? parent) => new(
        b.Identifier ?? b.Name, b.Name, b.Classification, b.Description, parent, b.DivisionId, b.Jurisdiction, b.FoundingDate, b.DissolutionDate, PopoloName.Of(b.OtherNames),
        ExternalId.Of(b.Identifiers), ContactDetail.Of(b.ContactDetails), WebLink.Of(b.Links), WebLink.Of(b.Sources));
}

internal sealed record PopoloPerson(
    string Id, string Name, string? GivenName = null, string? FamilyName = null, string? AdditionalName = null, string? HonorificPrefix = null, string? HonorificSuffix = null,
    string? SortName = null, string? Gender = null, string? BirthDate = null, string? DeathDate = null, string? Image = null, string? Summary = null, string? Biography = null,
    string? Email = null, string? Party = null, IReadOnlyList<PopoloName>? OtherNames = null, IReadOnlyList<ExternalId>? Identifiers = null,
    IReadOnlyList<ContactDetail>? ContactDetails = null, IReadOnlyList<WebLink>? Links = null, IReadOnlyList<WebLink>? Sources = null)
{
    public static PopoloPerson Of(Official o) => new(
        o.Identifier ?? o.Name, o.Name, o.GivenName, o.FamilyName, o.AdditionalName, o.HonorificPrefix, o.HonorificSuffix, o.SortName, o.Gender, o.BirthDate, o.DeathDate, o.Image,
        o.Summary, o.Biography, o.Email, o.Party, PopoloName.Of(o.OtherNames), ExternalId.Of(o.Identifiers), ContactDetail.Of(o.ContactDetails), WebLink.Of(o.Links), WebLink.Of(o.Sources));
}

internal sealed record PopoloPost(
    string Id, string OrganizationId, string? Label = null, string? Role = null, string? AreaId = null, int? MaximumMemberships = null, string? StartDate = null, string? EndDate = null,
    IReadOnlyList<WebLink>? Sources = null)
{
    public static PopoloPost Of(Post p, string body) => new(
        p.Identifier ?? IdOf(body, p.Label), body, p.Label, p.Role, p.DivisionId, p.MaximumMemberships, p.StartDate, p.EndDate, WebLink.Of(p.Sources));

    /// <summary>For a post that no source gave an id.</summary>
    public static string IdOf(string body, string label) => $"{body}#{label}";
}

internal sealed record PopoloMembership(
    string OrganizationId, string? PersonId = null, string? PersonName = null, string? PostId = null, string? Role = null, string? Label = null, string? OnBehalfOfId = null,
    Mandate? Mandate = null, string? AppointedBy = null, string? StartDate = null, string? EndDate = null, IReadOnlyList<WebLink>? Sources = null)
{
    public static PopoloMembership Of(Membership m, string person, string body, string? post, string? postIdentifier) => new(
        body, person, m.PersonName, post is null ? null : postIdentifier ?? PopoloPost.IdOf(body, post), m.Role, m.Label, m.OnBehalfOf, m.Mandate, m.AppointedBy, m.StartDate, m.EndDate,
        WebLink.Of(m.Sources));
}

internal sealed record PopoloName(string Name)
{
    public static IReadOnlyList<PopoloName> Of(string[] names) => [.. names.Select(n => new PopoloName(n))];
}
