using CivicPulse.Modules.Governance.Model;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Feeds;
using CivicPulse.Platform.Portal;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Governance.Portal;

/// <summary>What the page of an official says of itself.</summary>
internal sealed class OfficialPages(TenantDb db, TimeProvider clock) : IPortalPages
{
    public string Section => "officials";

    public async Task<PortalPage?> FindAsync(string slug, Uri page, CancellationToken ct)
    {
        var held = db.Memberships.HeldOn(Membership.Today(clock, db.Zone));
        var official = await db.Officials.Where(o => o.Slug == slug).Select(o => new
        {
            o.Name,
            o.Summary,
            o.Image,
            o.Party,
            o.Email,
            o.Links,
            Post = held.Where(m => m.OfficialId == o.Id && m.PostId != null).Max(m => m.Post!.Label),
        }).FirstOrDefaultAsync(ct);
        if (official is null) return null;
        var thing = JsonLd.Person(official.Name, page, official.Post, official.Image is null ? null : new Uri(official.Image), party: official.Party, email: official.Email,
            sameAs: WebLink.Of(official.Links).Select(l => new Uri(l.Url)));
        return new(official.Name, official.Summary ?? official.Post, [thing], []);
    }
}
