using System.Globalization;
using CivicPulse.Modules.Governance.Model;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Jobs;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Governance.Jobs;

/// <summary>
/// Tells of memberships whose last day has passed, each once. A term that was over for a month and longer when it became known is
/// history, and no news: an import of a century of them tells nothing.
/// </summary>
internal sealed class EndTerms(TenantDb db, TimeProvider clock) : IClockJob
{
    private const int AtOnce = 500;
    private static readonly TimeSpan News = TimeSpan.FromDays(31);

    public async Task RunAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var (today, longAgo) = (Membership.Today(clock, db.Zone), (now - News).DayIn(db.Zone).ToString("O", CultureInfo.InvariantCulture));
        while (true)
        {
            var memberships = db.Memberships;
            var ended = await memberships.Where(m => m.TermEndedAt == null && m.EndDate != null && string.Compare(m.EndDate, today) <= 0 && string.Compare(m.EndDate, longAgo) >= 0)
                .OrderBy(m => m.EndDate).Take(AtOnce).ToListAsync(ct);
            foreach (var membership in ended) membership.EndTerm(now);
            await db.SaveChangesAsync(ct);
            if (ended.Count < AtOnce) return;
            db.ChangeTracker.Clear();
        }
    }
}
