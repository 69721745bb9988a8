using CivicPulse.Modules.Governance.Model;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Feeds;
using CivicPulse.Platform.Portal;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Governance.Portal;

/// <summary>What the page of a body says of itself.</summary>
internal sealed class BodyPages(TenantDb db) : IPortalPages
{
    public string Section => "bodies";

    public async Task<PortalPage?> FindAsync(string slug, Uri page, CancellationToken ct)
    {
        var body = await db.Bodies.Where(b => b.Slug == slug)
            .Select(b => new { b.Name, b.Classification, b.Description, b.DivisionId, b.Links, Parent = b.Parent!.Name, ParentSlug = b.Parent.Slug }).FirstOrDefaultAsync(ct);
        if (body is null) return null;
        var parent = body.Parent is null ? null : JsonLd.GovernmentOrganization(body.Parent, new Uri(page, body.ParentSlug));
        var thing = JsonLd.GovernmentOrganization(body.Name, page, body.Description, parent: parent, area: body.DivisionId, sameAs: WebLink.Of(body.Links).Select(l => new Uri(l.Url)));
        return new(body.Name, body.Description ?? body.Parent, [thing], PortalFeeds.Of("bodies", slug));
    }
}
