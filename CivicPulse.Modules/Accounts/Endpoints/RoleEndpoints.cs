using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using CivicPulse.Modules.Accounts.Model;
using CivicPulse.Platform;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Accounts.Endpoints;

internal static class RoleEndpoints
{
    public static void MapRoles(this IEndpointRouteBuilder routes)
    {
        var roles = routes.MapGroup("/api/v1/roles").WithTags("Accounts");
        roles.MapGet("/", List).Needs(AccountPermissions.Read).WithSummary("Lists the roles: the built-in ones, then the tenant's own by name");
        roles.MapPost("/", Create).Needs(AccountPermissions.ManageRoles).WithSummary("Makes a role of permission words that you hold yourself");
        roles.MapGet("/{id}", Read).Needs(AccountPermissions.Read).WithSummary("Reads a role: a built-in one by its word, one of the tenant's own by its id");
        roles.MapPatch("/{id}", Change).Needs(AccountPermissions.ManageRoles).WithSummary("Changes the named fields of one of the tenant's own roles");
        roles.MapDelete("/{id}", Delete).Needs(AccountPermissions.ManageRoles).WithSummary("Deletes one of the tenant's own roles that nobody has");
    }

    private static async Task<Page<RoleDetail>> List([AsParameters] PageQuery page, TenantDb db, AccountAccess access, CancellationToken ct)
    {
        var (grants, roles) = (db.Grants, db.Roles);
        var uses = await grants.GroupBy(g => new { g.Role, g.RoleId }).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(ct);
        int Uses(Role? role, Guid? id) => uses.FirstOrDefault(u => u.Key.Role == role && u.Key.RoleId == id)?.Count ?? 0;
        var own = await roles.AsNoTracking().OrderBy(r => r.Name).ThenBy(r => r.Id).Take(CustomRole.Most).ToListAsync(ct);
        return Pages.Of(
            [.. Enum.GetValues<Role>().Select(r => BuiltIn(r, access, Uses(r, null))), .. own.Select(r => Own(r, Uses(null, r.Id)))], page);
    }

    private static async Task<Created<RoleDetail>> Create(
        CreateRole asked, TenantDb db, ModuleList modules, Granting granting, CancellationToken ct)
    {
        var roles = db.Roles;
        var words = RoleWords.Check(asked.Words, modules);
        granting.RefuseBeyondOwn(words, Reach.Everywhere);
        RuleBroken.Unless(RoleWord.Parse(asked.Name.ToLowerInvariant()) is null, "accounts.role_built_in", "A built-in role has this name.");
        RuleBroken.Unless(await roles.CountAsync(ct) < CustomRole.Most, "accounts.too_many_roles", $"A tenant has at most {CustomRole.Most} roles of its own.");
        var role = new CustomRole { Name = asked.Name, Description = asked.Description, Words = words };
        roles.Add(role);
        await db.SaveChangesAsync(ct);
        return TypedResults.Created($"/api/v1/roles/{role.Id}", Own(role, 0));
    }

    private static async Task<Results<Ok<RoleDetail>, NotFound>> Read(
        [MaxLength(60)] string id, TenantDb db, AccountAccess access, CancellationToken ct)
    {
        var grants = db.Grants;
        if (RoleWord.Parse(id) is { } known) return TypedResults.Ok(BuiltIn(known, access, await grants.CountAsync(g => g.Role == known, ct)));
        if (await FindAsync(id, db, ct) is not { } role) return TypedResults.NotFound();
        return TypedResults.Ok(Own(role, await grants.CountAsync(g => g.RoleId == role.Id, ct)));
    }

    private static async Task<Results<Ok<RoleDetail>, NotFound>> Change(
        [MaxLength(60)] string id, ChangeRole asked, TenantDb db, ModuleList modules, Granting granting, CancellationToken ct)
    {
        if (await FindAsync(id, db, ct) is not { } role) return TypedResults.NotFound();
        var words = asked.Words is null ? role.Words : RoleWords.Check(asked.Words, modules);
        granting.RefuseBeyondOwn(words.Union(role.Words, StringComparer.Ordinal), Reach.Everywhere);
        RuleBroken.Unless(asked.Name is null || RoleWord.Parse(asked.Name.ToLowerInvariant()) is null, "accounts.role_built_in", "A built-in role has this name.");
        (role.Name, role.Description) = (asked.Name ?? role.Name, asked.Description ?? role.Description);
        role.Redefine(words);
        await db.SaveChangesAsync(ct);
        var grants = db.Grants;
        return TypedResults.Ok(Own(role, await grants.CountAsync(g => g.RoleId == role.Id, ct)));
    }

    private static async Task<Results<NoContent, NotFound>> Delete(
        [MaxLength(60)] string id, TenantDb db, Granting granting, CancellationToken ct)
    {
        if (await FindAsync(id, db, ct) is not { } role) return TypedResults.NotFound();
        granting.RefuseBeyondOwn(role.Words, Reach.Everywhere);
        var grants = db.Grants;
        RuleBroken.Unless(!await grants.AnyAsync(g => g.RoleId == role.Id, ct), "accounts.role_in_use", "Somebody has this role: withdraw it first.");
        db.Roles.Remove(role);
        await db.SaveChangesAsync(ct);
        return TypedResults.NoContent();
    }

    /// <summary>One of the tenant's own. The built-in ones stand for changing nothing.</summary>
    private static async Task<CustomRole?> FindAsync(string id, TenantDb db, CancellationToken ct)
    {
        RuleBroken.Unless(RoleWord.Parse(id) is null, "accounts.role_built_in", "Built-in roles are the same everywhere: make a role of your own instead.");
        var roles = db.Roles;
        return Guid.TryParse(id, out var key) ? await roles.FirstOrDefaultAsync(r => r.Id == key, ct) : null;
    }

    private static RoleDetail BuiltIn(Role role, AccountAccess access, int uses) =>
        new(RoleWord.Of(role), RoleWord.Of(role), true, RoleWords.Describe(role), [.. access.WordsOf(role).Order(StringComparer.Ordinal)], uses, 0);

    private static RoleDetail Own(CustomRole role, int uses) => new(role.Id.ToString(), role.Name, false, role.Description, role.Words, uses, role.Version);
}

/// <param name="Words">Permission words; `GET /api/v1/permissions` lists them.</param>
[Example("""{ "name": "Minute taker", "words": [ "governance.read" ] }""")]
public sealed record CreateRole(
    [Required, MinLength(1), MaxLength(100)] string Name, [Required, MinLength(1), MaxLength(300)] IReadOnlyList<string> Words,
    [MaxLength(2000)] string? Description = null);

[Example("""{ "words": [ "governance.read", "governance.write" ] }""")]
public sealed record ChangeRole(
    [MinLength(1), MaxLength(100)] string? Name = null, [MinLength(1), MaxLength(300)] IReadOnlyList<string>? Words = null,
    [MaxLength(2000)] string? Description = null);

/// <param name="Id">The word of a built-in role, or the id of one of the tenant's own.</param>
/// <param name="Grants">How many grants are of this role.</param>
public sealed record RoleDetail(string Id, string Name, bool BuiltIn, string? Description, IReadOnlyList<string> Words, int Grants,
    [property: JsonIgnore] uint RowVersion) : IVersioned;
