using System.Runtime.CompilerServices;
using System.Text.Json;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Http;
using CivicPulse.Platform.Tenancy.Archive;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Accounts.Model;

/// <summary>
/// Who has a place in the tenant, for its archive: name and address, never a password. Where an account is unknown it is made anew with
/// its id and without a password, so what refers to it is right and nobody can sign in before an owner let them.
/// </summary>
internal sealed class AccountNames(TenantDb db, HostDb host, UserManager<Account> accounts) : ITravelsWithTenant
{
    private const int AtOnce = 500;

    private sealed record Named(Guid Id, string Email, string DisplayName);

    public string Name => "accounts";

    public async IAsyncEnumerable<JsonElement> TakeAsync([EnumeratorCancellation] CancellationToken ct)
    {
        var grants = db.Grants;
        var members = await grants.Select(g => g.AccountId).Distinct().OrderBy(id => id).ToListAsync(ct);
        foreach (var some in members.Chunk(AtOnce))
        {
            foreach (var account in await host.Accounts.Where(a => some.Contains(a.Id)).Select(a => new Named(a.Id, a.Email!, a.DisplayName)).ToListAsync(ct))
                yield return JsonSerializer.SerializeToElement(account, Wire.Json);
        }
    }

    public async Task<string?> PutAsync(JsonElement record, CancellationToken ct)
    {
        var named = record.Deserialize<Named>(Wire.Json)!;
        if (await host.Accounts.AnyAsync(a => a.Id == named.Id, ct)) return null;
        if (await accounts.FindByEmailAsync(named.Email) is not null)
            return $"{named.Email} has another account here: give it its roles anew.";
        var made = await accounts.CreateAsync(new Account { Id = named.Id, UserName = named.Email, Email = named.Email, DisplayName = named.DisplayName });
        return made.Succeeded ? null : $"{named.Email} has no account: {string.Join(' ', made.Errors.Select(e => e.Description))}";
    }
}
