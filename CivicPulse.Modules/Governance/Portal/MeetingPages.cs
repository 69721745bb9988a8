using CivicPulse.Modules.Governance.Model;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Feeds;
using CivicPulse.Platform.Portal;
using CivicPulse.Platform.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Governance.Portal;

/// <summary>What the page of a meeting says of itself.</summary>
internal sealed class MeetingPages(TenantDb db, CurrentTenant tenant) : IPortalPages
{
    public string Section => "meetings";

    public async Task<PortalPage?> FindAsync(string slug, Uri page, CancellationToken ct)
    {
        var meeting = await db.Meetings.AsNoTracking().Include(m => m.Body).FirstOrDefaultAsync(m => m.Slug == slug, ct);
        if (meeting is null) return null;
        var organizer = meeting.Body is { } body ? JsonLd.GovernmentOrganization(body.Name, new Uri(page, $"/portal/bodies/{body.Slug}")) : null;
        return new(meeting.TitleIn(db.Zone), meeting.Description ?? meeting.Body?.Name, [JsonLd.Event(MeetingCalendar.Event(meeting, tenant.Value, page), page, organizer: organizer)], []);
    }
}
