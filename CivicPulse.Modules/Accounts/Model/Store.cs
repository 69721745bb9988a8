using System.Text.Json;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace CivicPulse.Modules.Accounts.Model;

internal static class Store
{
    extension(TenantDb db)
    {
        public DbSet<Grant> Grants => db.Set<Grant>();

        public DbSet<CustomRole> Roles => db.Set<CustomRole>();

        public DbSet<Team> Teams => db.Set<Team>();

        public DbSet<TeamMember> TeamMembers => db.Set<TeamMember>();
    }

    extension(HostDb db)
    {
        public DbSet<Account> Accounts => db.Set<Account>();

        public DbSet<Session> Sessions => db.Set<Session>();

        public DbSet<GivenPassword> GivenPasswords => db.Set<GivenPassword>();
    }

    public static void GrantTables(this ModelBuilder model)
    {
        model.Entity<Grant>(grant =>
        {
            grant.VisibleWith(AccountPermissions.Read, rule => rule.GivesAccess()).ToTable("grants");
            grant.Property(g => g.Role).HasConversion<SnakeCaseEnum<Role>>();
            grant.Property(g => g.Scope).HasConversion<SnakeCaseEnum<GrantScope>>();
        });
        model.Entity<CustomRole>(role =>
        {
            role.VisibleWith(AccountPermissions.Read, rule => rule.GivesAccess()).ToTable("roles");
            role.Property(r => r.Words).HasColumnType("jsonb").HasConversion(
                words => JsonSerializer.Serialize(words, JsonSerializerOptions.Default),
                json => JsonSerializer.Deserialize<IReadOnlyList<string>>(json, JsonSerializerOptions.Default)!,
                new ValueComparer<IReadOnlyList<string>>((a, b) => a!.SequenceEqual(b!), w => w.Count, w => w));
        });
        model.Entity<Team>().VisibleWith(AccountPermissions.ReadTeams, rule => rule.GivesAccess()).ToTable("teams");
        model.Entity<TeamMember>(member =>
        {
            member.VisibleWith(AccountPermissions.ReadTeams, rule => rule.GivesAccess()).ToTable("team_members");
            member.HasOne<Team>().WithMany().HasForeignKey(m => m.TeamId);
        });
    }

    public static void AccountTables(this ModelBuilder model)
    {
        model.Entity<Account>(account =>
        {
            account.ToTable("accounts");
            account.Property(a => a.ConcurrencyStamp).IsConcurrencyToken();
        });
        model.Entity<Session>().ToTable("sessions");
        model.Entity<GivenPassword>().ToTable("given_passwords").HasKey(p => new { p.AccountId, p.TenantId });
    }
}
