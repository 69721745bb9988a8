using System.Security.Cryptography;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Tenancy;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Accounts.Model;

/// <summary>Gives a tenant an owner; an account that has no password yet gets one that is made up here.</summary>
internal sealed class FirstOwner(UserManager<Account> accounts, TenantDb db) : ITenantOwners
{
    private const string Letters = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";

    public async Task<string?> AddAsync(string email, CancellationToken ct)
    {
        if (!new System.ComponentModel.DataAnnotations.EmailAddressAttribute().IsValid(email)) throw new ArgumentException($"'{email}' is no email address.", nameof(email));
        var account = await accounts.FindByEmailAsync(email);
        if (account is null)
        {
            account = new Account { UserName = email, Email = email, DisplayName = email, EmailConfirmed = true };
            Check(await accounts.CreateAsync(account));
        }
        var password = await accounts.HasPasswordAsync(account) ? null : RandomNumberGenerator.GetString(Letters, 20);
        if (password is not null) Check(await accounts.AddPasswordAsync(account, password));
        var grants = db.Grants;
        if (!await grants.AnyAsync(g => g.AccountId == account.Id && g.Role == Role.Owner, ct))
        {
            var owner = new Grant { AccountId = account.Id, Role = Role.Owner };
            owner.Give(first: !await grants.AnyAsync(g => g.AccountId == account.Id, ct));
            grants.Add(owner);
            await db.SaveChangesAsync(ct);
        }
        return password;
    }

    private static void Check(IdentityResult result)
    {
        if (!result.Succeeded) throw new InvalidOperationException(string.Join(' ', result.Errors.Select(e => e.Description)));
    }
}
