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

    public static Task ForgetFailuresAsync(this HostDb host, Guid account, CancellationToken ct) =>
        host.Accounts.Where(a => a.Id == account).ExecuteUpdateAsync(a => a.SetProperty(x => x.AccessFailedCount, 0), ct);
}
