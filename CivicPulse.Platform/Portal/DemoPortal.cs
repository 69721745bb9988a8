using CivicPulse.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;

namespace CivicPulse.Platform.Portal;

/// <summary>Opens every section of the demo tenant's portal, once: who closes it finds it closed at the next start.</summary>
internal sealed class DemoPortal(TenantDb db, ModuleList modules) : IDemoData
{
    public async Task AddAsync(IConfigurationSection demo, CancellationToken ct)
    {
        if (await db.PortalSettings.AnyAsync(ct)) return;
        db.PortalSettings.Add(new PortalSettings
        {
            Id = PortalSettings.TheOne,
            Open = true,
            Sections = [.. modules.All.SelectMany(m => m.PortalSections).Distinct(StringComparer.Ordinal)],
            Welcome = "What a made-up town decides, and who decides it.",
        });
        await db.SaveChangesAsync(ct);
    }
}
