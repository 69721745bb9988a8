using CivicPulse.Platform.Access;
using CivicPulse.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.AuditTrail.Model;

internal static class Store
{
    extension(TenantDb db)
    {
        public DbSet<SecurityAlert> SecurityAlerts => db.Set<SecurityAlert>();
    }

    public static void AlertTables(this ModelBuilder model) =>
        model.Entity<SecurityAlert>().VisibleWith(AuditTrailPermissions.Read).ToTable("security_alerts").Property(a => a.Severity).HasConversion<SnakeCaseEnum<AlertSeverity>>();
}
