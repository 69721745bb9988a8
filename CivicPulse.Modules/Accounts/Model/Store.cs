using CivicPulse.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Accounts.Model;

internal static class Store
{
    extension(TenantDb db)
    {
        public DbSet<Grant> Grants => db.Set<Grant>();
    }

    extension(HostDb db)
    {
        public DbSet<Account> Accounts => db.Set<Account>();

        public DbSet<Session> Sessions => db.Set<Session>();
    }

    public static void GrantTables(this ModelBuilder model) =>
        model.Entity<Grant>().ToTable("grants").Property(g => g.Role).HasConversion<SnakeCaseEnum<Platform.Access.Role>>();

    public static void AccountTables(this ModelBuilder model)
    {
        model.Entity<Account>(account =>
        {
            account.ToTable("accounts");
            account.Property(a => a.ConcurrencyStamp).IsConcurrencyToken();
        });
        model.Entity<Session>().ToTable("sessions");
    }
}
