using CivicPulse.Platform;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Accounts.Model;

/// <summary>A grant with what it means now: the words of its role, and how far they reach for this account.</summary>
internal sealed record GrantedWords(
    Guid Id, Role? Role, Guid? RoleId, string RoleName, GrantScope Scope, Guid? TeamId, Guid? DistrictId, string? State,
    DateTimeOffset GrantedAt, Guid? GrantedBy, IReadOnlyList<string> Words, Reach Reach);

/// <summary>Session alive and roles granted here: only then what those roles mean.</summary>
internal sealed class AccountAccess(HostDb host, TenantDb db, ModuleList modules, TimeProvider clock) : IAccountAccess
{
    /// <summary>Of one account: more would only be a mistake, and every request pays for reading them.</summary>
    public const int MostGrants = 50;

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
        var teams = await TeamsOfAsync(account, ct);
        var grants = await GrantsOfAsync(account, teams, ct);
        return grants.Count == 0 ? null : HeldAccess.Of(grants.Select(g => (g.Reach, (IEnumerable<string>)g.Words)), teams);
    }

    public Task<Guid[]> TeamsOfAsync(Guid account, CancellationToken ct)
    {
        var members = db.TeamMembers;
        return members.Where(m => m.AccountId == account).Select(m => m.TeamId).ToArrayAsync(ct);
    }

    public async Task<IReadOnlyList<GrantedWords>> GrantsOfAsync(Guid account, Guid[] teams, CancellationToken ct)
    {
        var (grants, roles) = (db.Grants, db.Roles);
        var found = await grants.AsNoTracking().Where(g => g.AccountId == account)
            .Select(g => new { Grant = g, Custom = roles.FirstOrDefault(r => r.Id == g.RoleId) })
            .OrderBy(g => g.Grant.CreatedAt).ThenBy(g => g.Grant.Id).Take(MostGrants).ToListAsync(ct);
        return [.. found.Select(f => Meaning(f.Grant, f.Custom, teams))];
    }

    /// <summary>The words of a built-in role.</summary>
    public IReadOnlyList<string> WordsOf(Role role) => [.. modules.Permissions.Where(p => p.Roles.Contains(role)).Select(p => p.Word)];

    private GrantedWords Meaning(Grant g, CustomRole? custom, Guid[] teams) => new(
        g.Id, g.Role, g.RoleId, custom?.Name ?? RoleWord.Of(g.Role!.Value), g.Scope, g.TeamId, g.DistrictId, g.State, g.CreatedAt, g.CreatedBy,
        Given(custom is null ? WordsOf(g.Role!.Value) : custom.Words, g.Scope), Grant.ReachOf(g.Scope, g.TeamId, g.DistrictId, g.State, teams));

    /// <summary>A word that no module declares any more means nothing, and what cannot be divided is not in a grant for a part.</summary>
    private IReadOnlyList<string> Given(IReadOnlyList<string> words, GrantScope scope) =>
        [.. words.Where(w => modules.Permissions.Any(p => p.Word == w && (scope == GrantScope.Everything || !p.Whole)))];
}

internal static class RoleWord
{
    public static string Of(Role role) => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(role.ToString());

    public static Role? Parse(string word) => Enum.GetValues<Role>().Cast<Role?>().FirstOrDefault(r => Of(r!.Value) == word);
}
