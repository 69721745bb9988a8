using CivicPulse.Platform.Audit;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Http;
using CivicPulse.Platform.Tenancy;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Accounts.Model;

internal sealed record SignedInAccount(Account Account, Session Session, IReadOnlySet<string> Permissions);

/// <summary>Password sign-in to this scope's tenant. An unknown name, a wrong password, a locked account and a stranger to the tenant look alike.</summary>
internal sealed class SignIn(UserManager<Account> accounts, AccountAccess access, HostDb host, CurrentTenant tenant, AuditEvents audit, PasswordTurns turns, TimeProvider clock)
{
    private static readonly Account Nobody = new();

    public async Task<SignedInAccount?> WithPasswordAsync(string email, string password, CancellationToken ct)
    {
        var account = await accounts.FindByEmailAsync(email);
        if (account is null)
        {
            // The same work as for a known name, so that time does not tell who has an account.
            using (await turns.TakeAsync(ct)) accounts.PasswordHasher.HashPassword(Nobody, password);
            return await RefusedAsync(null, "unknown_name");
        }
        var correct = await IsCorrectAsync(account, password, ct);
        if (await accounts.IsLockedOutAsync(account)) return await RefusedAsync(account.Id, "locked");
        if (!correct)
        {
            await host.CountFailureAsync(account.Id, accounts.Options.Lockout, clock.GetUtcNow(), ct);
            return await RefusedAsync(account.Id, "wrong_password");
        }
        if (await access.HeldByAsync(account.Id, ct) is not { } held) return await RefusedAsync(account.Id, "no_role_here");
        if (account.AccessFailedCount > 0) await host.ForgetFailuresAsync(account.Id, ct);
        return new SignedInAccount(account, await OpenAsync(account, ct), held.Words);
    }

    /// <summary>A password that opens this tenant alone.</summary>
    public async Task GivePasswordAsync(Account account, string password, CancellationToken ct)
    {
        var hash = accounts.PasswordHasher.HashPassword(account, password);
        if (await host.GivenPasswords.FindAsync([account.Id, tenant.Value.Id], ct) is { } before) (before.PasswordHash, before.GivenAt) = (hash, clock.GetUtcNow());
        else host.GivenPasswords.Add(new GivenPassword { AccountId = account.Id, TenantId = tenant.Value.Id, PasswordHash = hash, GivenAt = clock.GetUtcNow() });
        await host.SaveChangesAsync(ct);
    }

    /// <summary>Their own password, or while they have none what this tenant gave them.</summary>
    private async Task<bool> IsCorrectAsync(Account account, string password, CancellationToken ct)
    {
        var given = account.PasswordHash is null
            ? await host.GivenPasswords.AsNoTracking().FirstOrDefaultAsync(p => p.AccountId == account.Id && p.TenantId == tenant.Value.Id, ct)
            : null;
        using var turn = await turns.TakeAsync(ct);
        if (account.PasswordHash is not null) return await accounts.CheckPasswordAsync(account, password);
        if (given is not null) return accounts.PasswordHasher.VerifyHashedPassword(account, given.PasswordHash, password) != PasswordVerificationResult.Failed;
        accounts.PasswordHasher.HashPassword(Nobody, password);
        return false;
    }

    public async Task EndAsync(Guid session, CancellationToken ct)
    {
        if (await host.Sessions.FirstOrDefaultAsync(s => s.Id == session, ct) is not { } found) return;
        found.End(clock.GetUtcNow());
        await host.SaveChangesAsync(ct);
        await audit.RecordAsync("accounts.signed_out", "accounts", found.AccountId, new { SessionId = session }, ct);
    }

    /// <summary>Not cancelled with the request: who hangs up early is written down as well. The name is not: people type passwords there.</summary>
    private async Task<SignedInAccount?> RefusedAsync(Guid? account, string reason)
    {
        await audit.RecordAsync("accounts.sign_in_refused", "accounts", account, new { Reason = reason }, CancellationToken.None);
        return null;
    }

    private async Task<Session> OpenAsync(Account account, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var session = new Session { AccountId = account.Id, TenantId = tenant.Value.Id, CreatedAt = now, ExpiresAt = now + Sessions.Lifetime };
        host.Sessions.Add(session);
        await host.SaveChangesAsync(ct);
        await audit.RecordAsync("accounts.signed_in", "accounts", account.Id, new { SessionId = session.Id }, ct);
        return session;
    }
}
