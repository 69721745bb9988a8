using CivicPulse.Platform.Access;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;

namespace CivicPulse.Platform.Portal;

/// <summary>What an organization shows to everybody. There is one row at most; without it the portal is closed.</summary>
internal sealed class PortalSettings : Entity
{
    /// <summary>The same id in every tenant, so that there cannot be two.</summary>
    public static readonly Guid TheOne = new("00000000-0000-7000-8000-000000000001");

    public bool Open { get; set; }

    /// <summary>The parts that are shown, such as <c>bodies</c> or <c>elections</c>.</summary>
    public string[] Sections { get; set; } = [];

    /// <summary>Whether anybody may report an error.</summary>
    public bool TakesCorrections { get; set; } = true;

    public string? Welcome { get; set; }
}

/// <summary>The settings as every request of the portal asks for them: kept for a few seconds.</summary>
internal sealed class PortalDoor(TenantDb db, CurrentTenant tenant, IMemoryCache cache)
{
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(5);

    public async Task<PortalSettings> SettingsAsync(CancellationToken ct) => await cache.GetOrCreateAsync(("portal", tenant.Value.Id), async entry =>
    {
        entry.AbsoluteExpirationRelativeToNow = Kept;
        return await db.PortalSettings.AsNoTracking().FirstOrDefaultAsync(ct) ?? new PortalSettings();
    }) ?? new PortalSettings();

    public void Changed() => cache.Remove(("portal", tenant.Value.Id));
}

internal static class PortalStore
{
    extension(TenantDb db)
    {
        public DbSet<PortalSettings> PortalSettings => db.Set<PortalSettings>();

        public DbSet<Correction> Corrections => db.Set<Correction>();
    }

    public static void PortalTables(this ModelBuilder model)
    {
        model.Entity<PortalSettings>().VisibleWith(PlatformPermissions.ReadTenant, rule => rule.Public(_ => true).WrittenAlong()).ToTable("portal_settings");
        model.Entity<Correction>(correction =>
        {
            correction.VisibleWith(PlatformPermissions.ReadCorrections, rule => rule.WrittenAlong()).ToTable("corrections");
            correction.Property(c => c.State).HasConversion<SnakeCaseEnum<CorrectionState>>();
        });
    }
}
