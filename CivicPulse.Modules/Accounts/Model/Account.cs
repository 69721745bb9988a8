using Microsoft.AspNetCore.Identity;

namespace CivicPulse.Modules.Accounts.Model;

/// <summary>Somebody who can sign in. Accounts belong to the installation; what they may do is granted by each tenant.</summary>
public sealed class Account : IdentityUser<Guid>
{
    public Account() => Id = Guid.CreateVersion7();

    public string DisplayName { get; set; } = "";
}

/// <summary>What a tenant gave an account that has no password of its own to begin with: it opens this tenant and no other.</summary>
internal sealed class GivenPassword
{
    public required Guid AccountId { get; init; }

    public required Guid TenantId { get; init; }

    public required string PasswordHash { get; set; }

    public required DateTimeOffset GivenAt { get; set; }
}

/// <summary>One sign-in of an account to one tenant; a token is worth what its session is worth.</summary>
internal sealed class Session
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid AccountId { get; init; }

    public required Guid TenantId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? EndedAt { get; private set; }

    public void End(DateTimeOffset at) => EndedAt ??= at;
}
