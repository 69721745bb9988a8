using CivicPulse.Platform.Tenancy;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace CivicPulse.Platform.Data;

/// <summary>What belongs to the installation and to no tenant: the tenants, the accounts, the keys that seal tokens.</summary>
public sealed class HostDb(DbContextOptions<HostDb> options) : DbContext(options), IDataProtectionKeyContext
{
    internal GateState Gate { get; } = new();

    internal DbSet<TenantRow> Tenants => Set<TenantRow>();

    internal DbSet<DomainRow> Domains => Set<DomainRow>();

    internal DbSet<Tombstone> Tombstones => Set<Tombstone>();

    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<TenantRow>(tenant =>
        {
            tenant.ToTable("tenants");
            tenant.Property(t => t.State).HasConversion<SnakeCaseEnum<TenantState>>();
            tenant.Property(t => t.Terminology).HasColumnType("jsonb");
            tenant.Property(t => t.Version).IsRowVersion();
        });
        modelBuilder.Entity<DomainRow>().ToTable("tenant_domains").HasKey(d => d.Domain);
        modelBuilder.Entity<Tombstone>(stone =>
        {
            stone.ToTable("tenant_tombstones");
            stone.Property(s => s.Tables).HasColumnType("jsonb");
        });
        foreach (var module in this.GetService<ModuleList>().All) module.HostTables(modelBuilder);
    }
}
