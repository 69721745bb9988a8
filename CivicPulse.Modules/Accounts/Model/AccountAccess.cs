using CivicPulse.Platform;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Accounts.Model;

/// <summary>Session alive and roles granted here: only then the words of those roles.</summary>
internal sealed class AccountAccess(HostDb host, TenantDb db, ModuleList modules, TimeProvider clock) : IAccountAccess
{
    public async Task<HeldAccess?> FindAsync(Tenant tenant, Guid account, Guid session, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var alive = await host.Sessions.AnyAsync(
            s => s.Id == session && s.AccountId == account && s.TenantId == tenant.Id && s.EndedAt == null && s.ExpiresAt > now, ct);
        return alive ? await HeldByAsync(account, ct) : null;
    }

    public async Task<IReadOnlySet<Guid>> StillAsync(
        Tenant tenant, IReadOnlyCollection<(Guid Account, Guid Session)> asked, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var (sessions, accounts) = (asked.Select(a => a.Session).ToArray(), asked.Select(a => a.Account).Distinct().ToArray());
        var alive = await host.Sessions.Where(s => sessions.Contains(s.Id) && s.TenantId == tenant.Id && s.EndedAt == null && s.ExpiresAt > now)
            .Select(s => new { s.Id, s.AccountId }).ToListAsync(ct);
        var grants = db.Grants;
        var holders = await grants.Where(g => accounts.Contains(g.AccountId)).Select(g => g.AccountId).ToHashSetAsync(ct);
        return alive.Where(s => holders.Contains(s.AccountId)).Select(s => s.Id).ToHashSet();
    }

    /// <returns>Null when the account has no role in this scope's tenant.</returns>
    public async Task<HeldAccess?> HeldByAsync(Guid account, CancellationToken ct)
    {
        var grants = db.Grants;
        var roles = await grants.Where(g => g.AccountId == account).Select(g => g.Role).ToListAsync(ct);
        return roles.Count == 0
            ? null
            : HeldAccess.Everywhere(modules.Permissions.Where(p => p.Roles.Intersect(roles).Any()).Select(p => p.Word));
    }
}
