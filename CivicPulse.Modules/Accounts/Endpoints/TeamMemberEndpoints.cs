using CivicPulse.Modules.Accounts.Model;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Accounts.Endpoints;

internal static class TeamMemberEndpoints
{
    public static void MapTeamMembers(this IEndpointRouteBuilder routes)
    {
        var members = routes.MapGroup("/api/v1/teams/{teamId:guid}/members").WithTags("Accounts");
        members.MapGet("/", List).Needs(AccountPermissions.ReadTeams).WithSummary("Lists a team's members, newest first");
        members.MapPut("/{accountId:guid}", Add).Needs(AccountPermissions.ManageTeams).WithSummary("Takes an account of this tenant into a team");
        members.MapDelete("/{accountId:guid}", Remove).Needs(AccountPermissions.ManageTeams).WithSummary("Takes an account out of a team");
    }

    private static async Task<Results<Ok<Page<TeamMemberDetail>>, NotFound>> List(
        Guid teamId, [AsParameters] PageQuery page, TenantDb db, HostDb host, CancellationToken ct)
    {
        var (teams, members) = (db.Teams, db.TeamMembers);
        if (!await teams.AnyAsync(t => t.Id == teamId, ct)) return TypedResults.NotFound();
        var found = await members.Where(m => m.TeamId == teamId).ToPageAsync(page, m => m.CreatedAt, m => new { m.AccountId, m.CreatedAt }, ct);
        var ids = found.Items.Select(m => m.AccountId).ToList();
        var names = await host.Accounts.Where(a => ids.Contains(a.Id)).ToDictionaryAsync(a => a.Id, a => a.DisplayName, ct);
        return TypedResults.Ok(new Page<TeamMemberDetail>(
            [.. found.Items.Select(m => new TeamMemberDetail(m.AccountId, names.GetValueOrDefault(m.AccountId, ""), m.CreatedAt))], found.Next));
    }

    /// <summary>Who holds something for whichever teams they are in comes to hold it for this one: that is giving it.</summary>
    private static async Task<Results<NoContent, NotFound>> Add(Guid teamId, Guid accountId, TenantDb db, Granting granting, CancellationToken ct)
    {
        var (teams, members, grants) = (db.Teams, db.TeamMembers, db.Grants);
        if (!await teams.AnyAsync(t => t.Id == teamId, ct) || !await grants.AnyAsync(g => g.AccountId == accountId, ct)) return TypedResults.NotFound();
        if (await members.AnyAsync(m => m.TeamId == teamId && m.AccountId == accountId, ct)) return TypedResults.NoContent();
        foreach (var wide in await grants.Where(g => g.AccountId == accountId && g.Scope == GrantScope.Team && g.TeamId == null).AsNoTracking().ToListAsync(ct))
            granting.RefuseBeyondOwn(await granting.WordsAsync(wide.Role, wide.RoleId, ct), Grant.ReachOf(GrantScope.Team, teamId, null, null, []));
        members.Add(new TeamMember { TeamId = teamId, AccountId = accountId });
        await db.SaveChangesAsync(ct);
        return TypedResults.NoContent();
    }

    private static async Task<Results<NoContent, NotFound>> Remove(Guid teamId, Guid accountId, TenantDb db, CancellationToken ct)
    {
        var members = db.TeamMembers;
        if (await members.FirstOrDefaultAsync(m => m.TeamId == teamId && m.AccountId == accountId, ct) is not { } member) return TypedResults.NotFound();
        members.Remove(member);
        await db.SaveChangesAsync(ct);
        return TypedResults.NoContent();
    }
}

public sealed record TeamMemberDetail(Guid AccountId, string DisplayName, DateTimeOffset Since);
