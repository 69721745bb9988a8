using CivicPulse.Platform.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Accounts.Model;

/// <summary>Counting in one statement: guesses made side by side all count, and none is lost to another's version of the row.</summary>
internal static class AccountSql
{
    public static Task CountFailureAsync(this HostDb host, Guid account, LockoutOptions lockout, DateTimeOffset now, CancellationToken ct)
    {
        var (most, until) = (lockout.MaxFailedAccessAttempts, now + lockout.DefaultLockoutTimeSpan);
        return host.Accounts.Where(a => a.Id == account).ExecuteUpdateAsync(a => a
            .SetProperty(x => x.LockoutEnd, x => x.AccessFailedCount + 1 >= most ? until : x.LockoutEnd)
            .SetProperty(x => x.AccessFailedCount, x => x.AccessFailedCount + 1 >= most ? 0 : x.AccessFailedCount + 1), ct);
    }

    /// <summary>Who is about to end an ownership waits for the one before.</summary>
    public static Task HoldOwnersAsync(this TenantDb db, CancellationToken ct) =>
        db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended(current_schema() || ':owners', 0))", ct);

    public static Task EndSessionsAsync(this HostDb host, Guid tenant, Guid account, DateTimeOffset at, CancellationToken ct) =>
        host.Sessions.Where(s => s.TenantId == tenant && s.AccountId == account && s.EndedAt == null)
            .ExecuteUpdateAsync(s => s.SetProperty(x => x.EndedAt, at), ct);

    public static Task ForgetFailuresAsync(this HostDb host, Guid account, CancellationToken ct) =>
        host.Accounts.Where(a => a.Id == account).ExecuteUpdateAsync(a => a.SetProperty(x => x.AccessFailedCount, 0), ct);
}
