using System.ComponentModel.DataAnnotations;
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

internal static class GrantEndpoints
{
    public static void MapGrants(this IEndpointRouteBuilder routes)
    {
        var grants = routes.MapGroup("/api/v1/accounts/{accountId:guid}/grants").WithTags("Accounts");
        grants.MapGet("/", List).Needs(AccountPermissions.Read).WithSummary("Lists the roles given to an account, newest first");
        grants.MapPost("/", Give).Needs(AccountPermissions.Manage).WithSummary("Gives an account of this tenant a role, for everything or for a part");
        grants.MapDelete("/{id:guid}", Withdraw).Needs(AccountPermissions.Manage).WithSummary("Withdraws a role; with the last one the account leaves the tenant");
    }

    private static async Task<Results<Ok<Page<GrantDetail>>, NotFound>> List(Guid accountId, [AsParameters] PageQuery page, TenantDb db, CancellationToken ct)
    {
        var (grants, roles) = (db.Grants, db.Roles);
        var found = await grants.Where(g => g.AccountId == accountId).ToPageAsync(page, g => g.CreatedAt,
            g => new GrantDetail(g.Id, g.Role, g.RoleId, roles.Where(r => r.Id == g.RoleId).Select(r => r.Name).FirstOrDefault(),
                g.Scope, g.TeamId, g.DistrictId, g.State, g.CreatedAt, g.CreatedBy), ct);
        return found.Items.Count == 0 && page.After is null ? TypedResults.NotFound() : TypedResults.Ok(found);
    }

    private static async Task<Results<Created<GrantDetail>, NotFound>> Give(
        Guid accountId, GiveGrant asked, TenantDb db, Granting granting, CancellationToken ct)
    {
        var (grants, roles) = (db.Grants, db.Roles);
        if (!await grants.AnyAsync(g => g.AccountId == accountId, ct)) return TypedResults.NotFound();
        var grant = await granting.GiveAsync(accountId, asked.ToGrant(accountId), ct);
        await db.SaveChangesAsync(ct);
        var name = await roles.Where(r => r.Id == grant.RoleId).Select(r => r.Name).FirstOrDefaultAsync(ct);
        return TypedResults.Created($"/api/v1/accounts/{accountId}/grants", new GrantDetail(
            grant.Id, grant.Role, grant.RoleId, name, grant.Scope, grant.TeamId, grant.DistrictId, grant.State, grant.CreatedAt, grant.CreatedBy));
    }

    private static async Task<Results<NoContent, NotFound>> Withdraw(Guid accountId, Guid id, TenantDb db, Granting granting, CancellationToken ct)
    {
        var grants = db.Grants;
        if (await grants.FirstOrDefaultAsync(g => g.Id == id && g.AccountId == accountId, ct) is not { } grant) return TypedResults.NotFound();
        await granting.WithdrawAsync(accountId, [grant], ct);
        return TypedResults.NoContent();
    }
}

/// <param name="Role">A built-in role, or</param>
/// <param name="RoleId">one of the tenant's own.</param>
/// <param name="Scope">How far it reaches; a team, district or state is named beside it. A grant for `team` without a team is for every team that the account is in.</param>
/// <param name="State">The word of a record's state, such as `published`.</param>
[Example("""{ "role": "staff" }""")]
public sealed record GiveGrant(
    Role? Role = null, Guid? RoleId = null, GrantScope Scope = GrantScope.Everything, Guid? TeamId = null, Guid? DistrictId = null,
    [MaxLength(60), RegularExpression("[a-z_]+")] string? State = null)
{
    internal Grant ToGrant(Guid account)
    {
        if ((TeamId is not null && Scope != GrantScope.Team) || (DistrictId is not null) != (Scope == GrantScope.District) || (State is not null) != (Scope == GrantScope.State))
            throw new BadInput("accounts.bad_scope", "Name a district with `district`, a state with `state`, a team with nothing but `team`.", StatusCodes.Status422UnprocessableEntity);
        return new Grant { AccountId = account, Role = Role, RoleId = RoleId, Scope = Scope, TeamId = TeamId, DistrictId = DistrictId, State = State };
    }
}

public sealed record GrantDetail(
    Guid Id, Role? Role, Guid? RoleId, string? RoleName, GrantScope Scope, Guid? TeamId, Guid? DistrictId, string? State,
    DateTimeOffset GrantedAt, Guid? GrantedBy);
