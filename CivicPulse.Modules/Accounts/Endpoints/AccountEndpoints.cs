using System.ComponentModel.DataAnnotations;
using CivicPulse.Modules.Accounts.Model;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Accounts.Endpoints;

internal static class AccountEndpoints
{
    public static void MapAccounts(this IEndpointRouteBuilder routes)
    {
        var accounts = routes.MapGroup("/api/v1/accounts").WithTags("Accounts");
        accounts.MapGet("/", List).Needs(AccountPermissions.Read).WithSummary("Lists the accounts of this tenant, newest first");
        accounts.MapPost("/", Add).Needs(AccountPermissions.Manage).WithSummary("Gives somebody a place in this tenant: an account that exists, or a new one");
        accounts.MapGet("/{id:guid}", Read).Needs(AccountPermissions.Read).WithSummary("Reads an account of this tenant");
        accounts.MapDelete("/{id:guid}", Remove).Needs(AccountPermissions.Manage).WithSummary("Takes an account's place in this tenant away: its roles, teams and sessions here");
    }

    private static async Task<Page<AccountSummary>> List([AsParameters] PageQuery page, TenantDb db, HostDb host, CancellationToken ct)
    {
        var grants = db.Grants;
        // An account joins with its first grant.
        var first = grants.Where(g => !grants.Any(o => o.AccountId == g.AccountId && (o.CreatedAt < g.CreatedAt || (o.CreatedAt == g.CreatedAt && o.Id < g.Id))));
        var found = await first.ToPageAsync(page, g => g.CreatedAt, g => new { g.AccountId, g.CreatedAt }, ct);
        var ids = found.Items.Select(f => f.AccountId).ToList();
        return new(await DescribeAsync(ids, db, host, ct), found.Next);
    }

    private static async Task<Results<Ok<AccountSummary>, NotFound>> Read(Guid id, TenantDb db, HostDb host, CancellationToken ct) =>
        (await DescribeAsync([id], db, host, ct)).FirstOrDefault() is { } account ? TypedResults.Ok(account) : TypedResults.NotFound();

    /// <summary>
    /// An account belongs to whose address it is, and anybody may type one: so nobody gets a password of their own here. What is given
    /// opens this tenant, and only until they have one.
    /// </summary>
    private static async Task<Created<AccountSummary>> Add(
        AddAccount asked, TenantDb db, HostDb host, Granting granting, UserManager<Account> people, SignIn signIn, CancellationToken ct)
    {
        var known = await people.FindByEmailAsync(asked.Email);
        var account = known ?? new Account { UserName = asked.Email, Email = asked.Email, DisplayName = asked.DisplayName };
        var grants = db.Grants;
        RuleBroken.Unless(!await grants.AnyAsync(g => g.AccountId == account.Id, ct), "accounts.already_here", "This account has a place in this tenant already.");
        await granting.GiveAsync(account.Id, asked.Grant.ToGrant(account.Id), ct);
        if (asked.Password is { } password)
            foreach (var rule in people.PasswordValidators) Check(await rule.ValidateAsync(people, account, password));
        if (known is null) Check(await people.CreateAsync(account));
        if (asked.Password is { } given && account.PasswordHash is null) await signIn.GivePasswordAsync(account, given, ct);
        await db.SaveChangesAsync(ct);
        return TypedResults.Created($"/api/v1/accounts/{account.Id}", (await DescribeAsync([account.Id], db, host, ct))[0]);
    }

    private static async Task<Results<NoContent, NotFound>> Remove(Guid id, TenantDb db, Granting granting, CancellationToken ct)
    {
        var grants = db.Grants;
        var held = await grants.Where(g => g.AccountId == id).ToListAsync(ct);
        if (held.Count == 0) return TypedResults.NotFound();
        await granting.WithdrawAsync(id, held, ct);
        return TypedResults.NoContent();
    }

    /// <summary>In the order of the ids; who has no grant here is left out.</summary>
    private static async Task<IReadOnlyList<AccountSummary>> DescribeAsync(IReadOnlyList<Guid> ids, TenantDb db, HostDb host, CancellationToken ct)
    {
        var (grants, roles) = (db.Grants, db.Roles);
        var held = (await grants.Where(g => ids.Contains(g.AccountId)).OrderBy(g => g.CreatedAt).Take(ids.Count * AccountAccess.MostGrants)
            .Select(g => new { g.AccountId, g.CreatedAt, g.Role, Custom = roles.Where(r => r.Id == g.RoleId).Select(r => r.Name).FirstOrDefault() })
            .ToListAsync(ct)).ToLookup(g => g.AccountId);
        var people = await host.Accounts.Where(a => ids.Contains(a.Id)).Select(a => new { a.Id, a.DisplayName, a.Email }).ToDictionaryAsync(a => a.Id, ct);
        return [.. ids.Where(id => held.Contains(id) && people.ContainsKey(id)).Select(id => new AccountSummary(
            id, people[id].DisplayName, people[id].Email, [.. held[id].Select(g => g.Custom ?? RoleWord.Of(g.Role!.Value)).Distinct(StringComparer.Ordinal)],
            held[id].First().CreatedAt))];
    }

    private static void Check(IdentityResult made)
    {
        if (made.Succeeded) return;
        var said = string.Join(' ', made.Errors.Select(e => e.Description));
        throw made.Errors.Any(e => e.Code.StartsWith("Duplicate", StringComparison.Ordinal))
            ? new RuleBroken("accounts.email_taken", "Somebody just took this address: try again.")
            : new BadInput("accounts.refused", said, StatusCodes.Status422UnprocessableEntity);
    }
}

/// <param name="DisplayName">Of a new account; one that exists keeps its own.</param>
/// <param name="Password">For signing in to this tenant at once, and to no other; who has a password of their own keeps that.</param>
[Example("""{ "email": "clerk@town.example", "display_name": "Clerk", "grant": { "role": "viewer" } }""")]
public sealed record AddAccount(
    [Required, EmailAddress, MaxLength(256)] string Email, [Required, MinLength(1), MaxLength(200)] string DisplayName,
    [Required] GiveGrant Grant, [MinLength(12), MaxLength(256)] string? Password = null);

/// <param name="Roles">Built-in roles by their words, the tenant's own by their names.</param>
public sealed record AccountSummary(
    Guid Id, string DisplayName, [property: Sensitive(Sensitivity.Confidential)] string? Email, IReadOnlyList<string> Roles, DateTimeOffset JoinedAt);
