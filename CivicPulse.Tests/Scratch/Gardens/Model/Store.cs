using CivicPulse.Platform.Access;
using CivicPulse.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Tests.Scratch.Gardens.Model;

internal static class Store
{
    extension(TenantDb db)
    {
        public DbSet<Plot> Plots => db.Set<Plot>();
    }

    public static void GardenTables(this ModelBuilder model) => model.Entity<Plot>().VisibleWith(GardensPermissions.Read).ToTable("plots");
}
