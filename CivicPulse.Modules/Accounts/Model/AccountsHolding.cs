using CivicPulse.Modules.Accounts.Public;
using CivicPulse.Platform;
using CivicPulse.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Accounts.Model;

internal sealed class AccountsHolding(TenantDb db, ModuleList modules) : IAccountsHolding
{
    public async Task<IReadOnlyList<Guid>> HoldingAsync(string word, CancellationToken ct)
    {
        var builtIn = modules.Permissions.Where(p => p.Word == word).SelectMany(p => p.Roles).ToList();
        var (grants, roles) = (db.Grants, db.Set<CustomRole>());
        var own = (await roles.AsNoTracking().ToListAsync(ct)).Where(r => r.Words.Contains(word, StringComparer.Ordinal)).Select(r => r.Id).ToList();
        return await grants.Where(g => g.Scope == GrantScope.Everything && ((g.Role != null && builtIn.Contains(g.Role.Value)) || (g.RoleId != null && own.Contains(g.RoleId.Value))))
            .Select(g => g.AccountId).Distinct().ToListAsync(ct);
    }
}
