using CivicPulse.Modules.Governance.Model;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Feeds;
using CivicPulse.Platform.Http;
using CivicPulse.Platform.Portal;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Governance.Portal;

/// <summary>What the page of a matter says of itself.</summary>
internal sealed class MatterPages(TenantDb db) : IPortalPages
{
    private static readonly string[] Decided = ["passage", "executive_signature", "became_law"];

    public string Section => "matters";

    public async Task<PortalPage?> FindAsync(string slug, Uri page, CancellationToken ct)
    {
        if (await db.Matters.AsNoTracking().FirstOrDefaultAsync(m => m.Slug == slug, ct) is not { } matter) return null;
        var passed = matter.Status is MatterStatus.Passed or MatterStatus.Enacted;
        var body = await db.Bodies.Where(b => b.Id == matter.BodyId).Select(b => new { b.Slug, b.Name, b.Jurisdiction }).FirstOrDefaultAsync(ct);
        var decided = passed ? await db.MatterActions.Where(a => a.MatterId == matter.Id && a.Classification.Any(c => Decided.Contains(c))).MaxAsync(a => (DateOnly?)a.Date, ct) : null;
        var thing = JsonLd.Legislation(
            matter.Name, page, matter.Identifier, Wire.Word(matter.Classification), decided, matter.Status == MatterStatus.Enacted ? true : null, body?.Jurisdiction,
            passed && body is not null ? JsonLd.GovernmentOrganization(body.Name, new Uri(page, $"/portal/bodies/{body.Slug}")) : null, matter.Abstract);
        return new(matter.Title, matter.Abstract ?? body?.Name, [thing], PortalFeeds.News("matters", slug));
    }
}
