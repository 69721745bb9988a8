using System.Collections.Frozen;

namespace CivicPulse.Platform.Access;

public enum ActorKind { Anonymous, Account, System }

/// <summary>Who acts in this scope, and the permission words they hold in this tenant.</summary>
public sealed class CurrentAccount
{
    public ActorKind Kind { get; private set; } = ActorKind.Anonymous;

    public Guid? Id { get; private set; }

    public IReadOnlySet<string> Permissions { get; private set; } = FrozenSet<string>.Empty;

    /// <summary>The signed-in account; routes that need a permission always have one.</summary>
    public Guid Known => Id ?? throw new InvalidOperationException("Nobody is signed in.");

    public bool May(string permission) => Kind == ActorKind.System || Permissions.Contains(permission);

    internal void SignIn(Guid account, IReadOnlySet<string> permissions) => (Kind, Id, Permissions) = (ActorKind.Account, account, permissions);

    /// <summary>Background work: the system acts, for the account that caused it.</summary>
    internal void ActAsSystem(Guid? onBehalfOf, IReadOnlySet<string>? permissions = null) =>
        (Kind, Id, Permissions) = (ActorKind.System, onBehalfOf, permissions ?? FrozenSet<string>.Empty);
}

/// <summary>What an account may do in a tenant, as the Accounts module knows it.</summary>
public interface IAccountAccess
{
    /// <returns>The words held, or null when the session ended or the account has no place in the tenant.</returns>
    Task<IReadOnlySet<string>?> FindAsync(Tenancy.Tenant tenant, Guid account, Guid session, CancellationToken ct);
}
