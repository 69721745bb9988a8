using CivicPulse.Platform;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;

namespace CivicPulse.Modules.Accounts.Model;

/// <summary>
/// The owner of the demo tenant, with the password that the installation made up; and a clerk with the same, because some things need a second
/// person.
/// </summary>
internal sealed class DemoAccount(UserManager<Account> accounts, TenantDb db) : IDemoData
{
    public async Task AddAsync(IConfigurationSection demo, CancellationToken ct)
    {
        var (email, password) = (Required(demo, "Email"), Required(demo, "Password"));
        await AddAsync(email, "Demo staff", password, Role.Owner, ct);
        await AddAsync($"clerk.{email}", "Demo clerk", password, Role.Organizer, ct);
    }

    private async Task AddAsync(string email, string name, string password, Role role, CancellationToken ct)
    {
        var account = await accounts.FindByEmailAsync(email);
        if (account is null)
        {
            account = new Account { UserName = email, Email = email, DisplayName = name, EmailConfirmed = true };
            Check(await accounts.CreateAsync(account, password));
        }
        else if (!await accounts.CheckPasswordAsync(account, password))
        {
            Check(await accounts.RemovePasswordAsync(account));
            Check(await accounts.AddPasswordAsync(account, password));
        }
        var grants = db.Grants;
        if (await grants.AnyAsync(g => g.AccountId == account.Id, ct)) return;
        var grant = new Grant { AccountId = account.Id, Role = role };
        grant.Give(first: true);
        grants.Add(grant);
        await db.SaveChangesAsync(ct);
    }

    private static string Required(IConfigurationSection demo, string key) =>
        demo[key] ?? throw new InvalidOperationException($"Demo__{key} is not set.");

    private static void Check(IdentityResult result)
    {
        if (!result.Succeeded) throw new InvalidOperationException(string.Join(' ', result.Errors.Select(e => e.Description)));
    }
}
