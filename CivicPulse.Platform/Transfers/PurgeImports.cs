using CivicPulse.Platform.Data;
using CivicPulse.Platform.Jobs;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Platform.Transfers;

/// <summary>Files that came in are not kept for ever: they hold what people wrote about people. What they created stays.</summary>
internal sealed class PurgeImports(TenantDb db, ImportFiles files, TimeProvider clock) : IClockJob
{
    public const string EveryNight = "0 30 3 * * ?";
    private const int AtOnce = 100;
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    public async Task RunAsync(CancellationToken ct)
    {
        var until = clock.GetUtcNow() - Kept;
        List<Import> old;
        do
        {
            old = await db.Imports.Where(i => i.CreatedAt < until && !db.Set<ImportRun>().Any(r => r.ImportId == i.Id && r.State == ImportState.Running))
                .OrderBy(i => i.CreatedAt).Take(AtOnce).ToListAsync(ct);
            db.Imports.RemoveRange(old);
            await db.SaveChangesAsync(ct);
            foreach (var import in old) await files.DeleteAsync(import, ct);
        }
        while (old.Count == AtOnce);
    }
}
