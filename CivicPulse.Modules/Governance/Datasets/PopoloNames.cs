using System.Text.Json;
using CivicPulse.Modules.Governance.Transfers;
using CivicPulse.Platform.Http;
using CivicPulse.Platform.Portal;
using Microsoft.AspNetCore.Http;

namespace CivicPulse.Modules.Governance.Datasets;

/// <summary>
/// What the ids of one Popolo file stand for. An id that is a name is none: that is how records without an identifier are written. Parties
/// are organizations there; here they are what a membership is on behalf of.
/// </summary>
internal sealed class PopoloNames
{
    private const int Most = 500_000;
    private const string Party = "party";
    private readonly Dictionary<string, PopoloOrganization> _organizations = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PopoloPost> _posts = new(StringComparer.Ordinal);

    public void Know(PopoloOrganization? organization)
    {
        if (organization is { Id: not null } && _organizations.TryAdd(organization.Id, organization)) CheckSize();
    }

    public void Know(PopoloPost? post)
    {
        if (post is { Id: not null } && _posts.TryAdd(post.Id, post)) CheckSize();
    }

    private void CheckSize()
    {
        if (_organizations.Count + _posts.Count > Most) throw new BadInput("governance.too_much_in_a_file", $"The file has more than {Most} organizations and posts. Import it in parts.", StatusCodes.Status422UnprocessableEntity);
    }

    public bool IsBody(JsonElement organization) => !(organization.ValueKind == JsonValueKind.Object && organization.TryGetProperty("classification", out var word) && word.ValueKind == JsonValueKind.String && word.ValueEquals(Party));

    /// <summary>Belonging to a party is no seat.</summary>
    public bool IsMembership(JsonElement membership) => !(membership.ValueKind == JsonValueKind.Object && membership.TryGetProperty("organization_id", out var id) && id.ValueKind == JsonValueKind.String
        && _organizations.GetValueOrDefault(id.GetString()!)?.Classification == Party);

    public object Body(PopoloOrganization o) => new BodyRow(
        o.Name, o.Classification ?? "organization", o.Description, o.Id == o.Name ? null : o.Id, o.ParentId, o.Jurisdiction, Division(o.AreaId), null, o.FoundingDate, o.DissolutionDate,
        Texts(o.OtherNames), ExternalId.Kept(o.Identifiers), ContactDetail.Kept(o.ContactDetails), WebLink.Kept(o.Links), WebLink.Kept(o.Sources));

    public object Official(PopoloPerson p) => new OfficialRow(
        p.Name, p.Id == p.Name ? null : p.Id, p.GivenName, p.FamilyName, p.AdditionalName, p.HonorificPrefix, p.HonorificSuffix,
        p.SortName ?? Model.Official.SortedBy(p.Name, p.FamilyName, p.GivenName), p.Gender, p.BirthDate, p.DeathDate, p.Image, p.Summary, p.Biography, p.Email, p.Party,
        Texts(p.OtherNames), ExternalId.Kept(p.Identifiers), ContactDetail.Kept(p.ContactDetails), WebLink.Kept(p.Links), WebLink.Kept(p.Sources));

    public object Post(PopoloPost p)
    {
        var label = LabelOf(p);
        return new PostRow(p.OrganizationId, label, p.Role ?? label, p.Id == PopoloPost.IdOf(p.OrganizationId, label) ? null : p.Id, Division(p.AreaId), p.MaximumMemberships ?? 1, p.StartDate, p.EndDate, WebLink.Kept(p.Sources));
    }

    public object Membership(PopoloMembership m) => new MembershipRow(
        m.PersonId ?? m.PersonName ?? throw new FormatException(), m.OrganizationId, m.Role ?? "Member", m.PostId is null || !_posts.TryGetValue(m.PostId, out var post) ? null : LabelOf(post),
        m.StartDate, m.EndDate, m.PersonName, m.Label, m.OnBehalfOfId is null ? null : _organizations.GetValueOrDefault(m.OnBehalfOfId)?.Name ?? m.OnBehalfOfId,
        m.Mandate, m.AppointedBy, WebLink.Kept(m.Sources));

    private static string LabelOf(PopoloPost post) => post.Label ?? post.Role ?? post.Id;

    /// <summary>Areas of other schemes are not read.</summary>
    private static string? Division(string? area) => area?.StartsWith("ocd-division/", StringComparison.Ordinal) == true ? area : null;

    private static string[] Texts(IReadOnlyList<PopoloName>? names) => Lines.Checked(names?.Select(n => n?.Name));
}
