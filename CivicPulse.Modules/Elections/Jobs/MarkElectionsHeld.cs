using CivicPulse.Modules.Elections.Model;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Jobs;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Elections.Jobs;

/// <summary>An election whose day is over was held.</summary>
internal sealed class MarkElectionsHeld(TenantDb db, TimeProvider clock) : IClockJob
{
    /// <summary>A day is over everywhere when it is over twelve hours west of Greenwich.</summary>
    private static readonly TimeSpan LastPlace = TimeSpan.FromHours(-12);

    public async Task RunAsync(CancellationToken ct)
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime + LastPlace);
        foreach (var election in await db.Elections.Where(e => e.Status == ElectionStatus.Scheduled && e.Date < today).ToListAsync(ct)) election.Turn(ElectionPhase.Held);
        await db.SaveChangesAsync(ct);
    }
}
