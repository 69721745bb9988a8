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

    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<TenantRow>().ToTable("tenants");
        foreach (var module in this.GetService<ModuleList>().All) module.HostTables(modelBuilder);
    }
}

internal sealed class TenantRow
{
    public Guid Id { get; init; }

    public required string Slug { get; init; }

    public required string Name { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? SuspendedAt { get; set; }
}
