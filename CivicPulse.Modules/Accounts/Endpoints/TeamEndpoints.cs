using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
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

internal static class TeamEndpoints
{
    public static void MapTeams(this IEndpointRouteBuilder routes)
    {
        var teams = routes.MapGroup("/api/v1/teams").WithTags("Accounts");
        teams.MapGet("/", List).Needs(AccountPermissions.ReadTeams).WithSummary("Lists teams, newest first");
        teams.MapPost("/", Create).Needs(AccountPermissions.ManageTeams).WithSummary("Makes a team");
        teams.MapGet("/{id:guid}", Read).Needs(AccountPermissions.ReadTeams).WithSummary("Reads a team");
        teams.MapPatch("/{id:guid}", Change).Needs(AccountPermissions.ManageTeams).WithSummary("Changes the named fields of a team");
        teams.MapDelete("/{id:guid}", Delete).Needs(AccountPermissions.ManageTeams).WithSummary("Deletes a team that no grant is for, with its memberships");
    }

    private static Task<Page<TeamDetail>> List([AsParameters] PageQuery page, TenantDb db, CancellationToken ct)
    {
        var members = db.TeamMembers;
        return db.Teams.ToPageAsync(page, t => t.CreatedAt, t => new TeamDetail(t.Id, t.Name, t.Description, members.Count(m => m.TeamId == t.Id), t.CreatedAt, t.Version), ct);
    }

    private static async Task<Created<TeamDetail>> Create(CreateTeam asked, TenantDb db, CancellationToken ct)
    {
        var team = new Team { Name = asked.Name, Description = asked.Description };
        db.Teams.Add(team);
        await db.SaveChangesAsync(ct);
        return TypedResults.Created($"/api/v1/teams/{team.Id}", Detail(team, 0));
    }

    private static async Task<Results<Ok<TeamDetail>, NotFound>> Read(Guid id, TenantDb db, CancellationToken ct)
    {
        var (teams, members) = (db.Teams, db.TeamMembers);
        return await teams.AsNoTracking().FirstOrDefaultAsync(t => t.Id == id, ct) is { } team
            ? TypedResults.Ok(Detail(team, await members.CountAsync(m => m.TeamId == id, ct)))
            : TypedResults.NotFound();
    }

    private static async Task<Results<Ok<TeamDetail>, NotFound>> Change(Guid id, ChangeTeam asked, TenantDb db, CancellationToken ct)
    {
        var (teams, members) = (db.Teams, db.TeamMembers);
        if (await teams.FirstOrDefaultAsync(t => t.Id == id, ct) is not { } team) return TypedResults.NotFound();
        (team.Name, team.Description) = (asked.Name ?? team.Name, asked.Description ?? team.Description);
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(Detail(team, await members.CountAsync(m => m.TeamId == id, ct)));
    }

    private static async Task<Results<NoContent, NotFound>> Delete(Guid id, TenantDb db, CancellationToken ct)
    {
        var (teams, grants) = (db.Teams, db.Grants);
        if (await teams.FirstOrDefaultAsync(t => t.Id == id, ct) is not { } team) return TypedResults.NotFound();
        RuleBroken.Unless(!await grants.AnyAsync(g => g.TeamId == id, ct), "accounts.team_in_use", "Grants are for this team: withdraw them first.");
        teams.Remove(team);
        await db.SaveChangesAsync(ct);
        return TypedResults.NoContent();
    }

    private static TeamDetail Detail(Team t, int members) => new(t.Id, t.Name, t.Description, members, t.CreatedAt, t.Version);
}

[Example("""{ "name": "East side", "description": "Doors east of the river." }""")]
public sealed record CreateTeam([Required, MinLength(1), MaxLength(200)] string Name, [MaxLength(5000)] string? Description = null);

[Example("""{ "description": "Doors east of the river and on the island." }""")]
public sealed record ChangeTeam([MinLength(1), MaxLength(200)] string? Name = null, [MaxLength(5000)] string? Description = null);

public sealed record TeamDetail(Guid Id, string Name, string? Description, int Members, DateTimeOffset CreatedAt,
    [property: JsonIgnore] uint RowVersion) : IVersioned;
