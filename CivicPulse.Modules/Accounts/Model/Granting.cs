using CivicPulse.Platform.Access;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Http;
using CivicPulse.Platform.Tenancy;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Accounts.Model;

/// <summary>
/// The rules of giving and taking: nobody gives, changes or takes what reaches further than what they hold themselves, and a tenant
/// always has an owner.
/// </summary>
internal sealed class Granting(TenantDb db, HostDb host, CurrentTenant tenant, CurrentAccount actor, AccountAccess access, TimeProvider clock)
{
    public void RefuseBeyondOwn(IEnumerable<string> words, Reach reach)
    {
        if (actor.Kind == ActorKind.System) return;
        if (words.FirstOrDefault(w => !actor.Held.ReachOf(w).Covers(reach)) is { } word)
            throw new BadInput("accounts.beyond_own_words", $"You do not hold `{word}` that far yourself, so you can neither give nor take it.", StatusCodes.Status403Forbidden);
    }

    /// <summary>The words of the role that a grant is to be of.</summary>
    public async Task<IReadOnlyList<string>> WordsAsync(Role? role, Guid? roleId, CancellationToken ct)
    {
        if (role is { } known && roleId is null) return access.WordsOf(known);
        var roles = db.Roles;
        if (role is null && roleId is { } id && await roles.AsNoTracking().FirstOrDefaultAsync(r => r.Id == id, ct) is { } custom) return custom.Words;
        throw new BadInput("accounts.no_such_role", "Name one role: a built-in `role`, or the `role_id` of one of your own.", StatusCodes.Status422UnprocessableEntity);
    }

    /// <summary>Adds a grant to what is about to be saved.</summary>
    public async Task<Grant> GiveAsync(Guid account, Grant grant, CancellationToken ct)
    {
        var words = await WordsAsync(grant.Role, grant.RoleId, ct);
        RefuseBeyondOwn(words, Furthest(grant));
        var grants = db.Grants;
        var held = await grants.CountAsync(g => g.AccountId == account, ct);
        RuleBroken.Unless(held < AccountAccess.MostGrants, "accounts.too_many_grants", $"An account has at most {AccountAccess.MostGrants} grants.");
        grant.Give(first: held == 0);
        grants.Add(grant);
        return grant;
    }

    /// <summary>Takes these grants of one account away and saves; the last owner stays, also when two try at once.</summary>
    public async Task WithdrawAsync(Guid account, IReadOnlyList<Grant> withdrawn, CancellationToken ct)
    {
        foreach (var grant in withdrawn) RefuseBeyondOwn(await WordsAsync(grant.Role, grant.RoleId, ct), Furthest(grant));
        await using var transaction = await db.JoinTransactionAsync(ct);
        var (grants, gone) = (db.Grants, withdrawn.Select(g => g.Id).ToList());
        if (withdrawn.Any(g => g.IsOwnership))
        {
            await db.HoldOwnersAsync(ct);
            RuleBroken.Unless(await grants.AnyAsync(g => g.Role == Role.Owner && g.Scope == GrantScope.Everything && !gone.Contains(g.Id), ct),
                "accounts.last_owner", "A tenant always has an owner: make somebody else one first.");
        }
        var last = !await grants.AnyAsync(g => g.AccountId == account && !gone.Contains(g.Id), ct);
        withdrawn[0].Withdraw(last);
        grants.RemoveRange(withdrawn);
        if (last)
        {
            await LeaveAsync(account, ct);
            // With the decision and not before it; who hangs up now does not keep somebody signed in.
            db.WhenCommitted(() => host.EndSessionsAsync(tenant.Value.Id, account, clock.GetUtcNow(), CancellationToken.None));
        }
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }

    private async Task LeaveAsync(Guid account, CancellationToken ct)
    {
        var members = db.TeamMembers;
        members.RemoveRange(await members.Where(m => m.AccountId == account).ToListAsync(ct));
    }

    /// <summary>A grant for "whichever teams the account is in" may come to reach any team.</summary>
    private static Reach Furthest(Grant grant) => grant is { Scope: GrantScope.Team, TeamId: null }
        ? Reach.Everywhere
        : Grant.ReachOf(grant.Scope, grant.TeamId, grant.DistrictId, grant.State, []);
}
