using CivicPulse.Platform.Data;
using CivicPulse.Platform.Facts;
using CivicPulse.Tests.Scratch.Gardens.Model;
using CivicPulse.Tests.Scratch.Gardens.Public;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Tests.Scratch.Gardens.Reactions;

/// <summary>Counts how often a plot was taken.</summary>
internal sealed class CountTakings(TenantDb db) : IReaction<PlotTaken>
{
    public async Task ReactAsync(PlotTaken fact, CancellationToken ct) =>
        (await db.Plots.FirstOrDefaultAsync(p => p.Id == fact.PlotId, ct))?.CountTaking();
}
