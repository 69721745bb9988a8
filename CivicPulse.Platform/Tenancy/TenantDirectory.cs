using CivicPulse.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;

namespace CivicPulse.Platform.Tenancy;

/// <summary>Finds tenants by slug. Answers, also "there is none", are kept for a few seconds.</summary>
public sealed class TenantDirectory(IDbContextFactory<HostDb> hosts, IMemoryCache cache)
{
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(5);

    public async Task<Tenant?> FindAsync(string slug, CancellationToken ct)
    {
        if (!Tenant.IsSlug(slug)) return null;
        if (cache.TryGetValue((nameof(TenantDirectory), slug), out Tenant? known)) return known;
        await using var db = await hosts.CreateDbContextAsync(ct);
        var found = await db.Tenants.Where(t => t.Slug == slug && t.SuspendedAt == null)
            .Select(t => new Tenant(t.Id, t.Slug, t.Name)).FirstOrDefaultAsync(ct);
        return cache.Set((nameof(TenantDirectory), slug), found, Kept);
    }

    public async Task<IReadOnlyList<Tenant>> ListAsync(CancellationToken ct)
    {
        await using var db = await hosts.CreateDbContextAsync(ct);
        return await db.Tenants.Where(t => t.SuspendedAt == null).OrderBy(t => t.Slug)
            .Select(t => new Tenant(t.Id, t.Slug, t.Name)).ToListAsync(ct);
    }
}
