using CivicPulse.Platform.Data;
using CivicPulse.Platform.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace CivicPulse.Platform.Access;

/// <summary>Compares what is about to be saved with the rules: nobody writes a row that they could not see.</summary>
internal static class RecordChecks
{
    public static async Task CheckAsync(TenantDb db, IReadOnlyList<EntityEntry<Entity>> entries, AccessChanges changes, CancellationToken ct)
    {
        foreach (var entry in entries.Where(e => e.State is EntityState.Added or EntityState.Modified or EntityState.Deleted))
        {
            if (RecordRule.Of(db, entry.Metadata.ClrType) is not { } rule) continue;
            if (rule.DecidesAccess) db.AfterCommit.Add(() => changes.TellAsync(db.Tenant!));
            else if (entry.State != EntityState.Deleted && !rule.ComesAlong && !rule.SeesEvery(db) && !await rule.PermitsAsync(db, entry.Entity, ct))
                throw new BadInput("access.outside_scope", $"Your grants do not reach this {rule.Kind.Replace('_', ' ')}: it would lie outside your own records, teams, districts or states.", StatusCodes.Status403Forbidden);
        }
    }
}
