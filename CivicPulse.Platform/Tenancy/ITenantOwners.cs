namespace CivicPulse.Platform.Tenancy;

/// <summary>Makes the first account of a tenant, inside it; the Accounts module knows how.</summary>
public interface ITenantOwners
{
    /// <returns>A new password when the account had none; null when it can already sign in.</returns>
    Task<string?> AddAsync(string email, CancellationToken ct);
}
