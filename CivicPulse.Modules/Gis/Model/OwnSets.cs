using CivicPulse.Platform.Data;
using CivicPulse.Platform.Http;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Gis.Model;

/// <summary>A tenant changes what is its own; what all share only operators change.</summary>
internal static class OwnSets
{
    /// <exception cref="RuleBroken">It is shared.</exception>
    public static async Task<BoundarySet?> OwnSetAsync(this TenantDb db, Guid id, CancellationToken ct)
    {
        if (await db.BoundarySets.FirstOrDefaultAsync(s => s.Id == id, ct) is { } own) return own;
        RuleBroken.Unless(!await db.KnownBoundarySets.AnyAsync(s => s.Id == id, ct), "gis.shared", "This set is shared by all tenants: only operators change it.");
        return null;
    }

    /// <inheritdoc cref="OwnSetAsync"/>
    public static async Task<Boundary?> OwnBoundaryAsync(this TenantDb db, Guid id, CancellationToken ct)
    {
        if (await db.Boundaries.Include(b => b.Set).FirstOrDefaultAsync(b => b.Id == id, ct) is { } own) return own;
        RuleBroken.Unless(!await db.KnownBoundaries.AnyAsync(b => b.Id == id, ct), "gis.shared", "This boundary is shared by all tenants: only operators change it.");
        return null;
    }

    public static void CheckDays(this AnyBoundarySet set) =>
        RuleBroken.Unless(set.ValidFrom is null || set.ValidTo is null || set.ValidFrom <= set.ValidTo, "gis.ends_before_it_begins", "The last day of validity lies before the first.");
}
