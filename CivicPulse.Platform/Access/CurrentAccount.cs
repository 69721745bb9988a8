namespace CivicPulse.Platform.Access;

public enum ActorKind { Anonymous, Account, System }

/// <summary>Who acts in this scope, and what they hold in this tenant.</summary>
public sealed class CurrentAccount
{
    public ActorKind Kind { get; private set; } = ActorKind.Anonymous;

    public Guid? Id { get; private set; }

    public HeldAccess Held { get; private set; } = HeldAccess.Nothing;

    public IReadOnlySet<string> Permissions => Held.Words;

    /// <summary>On a page of the public portal, where everybody sees the same, whoever they are elsewhere.</summary>
    public bool IsVisitor { get; private set; }

    /// <summary>The signed-in account; routes that need a permission always have one.</summary>
    public Guid Known => Id ?? throw new InvalidOperationException("Nobody is signed in.");

    public bool May(string permission) => Kind == ActorKind.System || Permissions.Contains(permission);

    /// <summary>
    /// How far a word reaches for what is being done now: the grants that let the account into this route count, too, so that reading
    /// everything and changing one's own do not add up to changing everything.
    /// </summary>
    public Reach ReachOf(string word) => Kind switch
    {
        ActorKind.System => Reach.Everywhere,
        _ when Using is null => Held.ReachOf(word),
        _ => Held.ReachOf(word).And(Held.ReachOf(Using)),
    };

    /// <summary>The word that the current route needs; none outside a guarded route.</summary>
    internal string? Using { get; set; }

    internal void Visit() => (Kind, Id, Held, IsVisitor) = (ActorKind.Anonymous, null, HeldAccess.Nothing, true);

    internal void SignIn(Guid account, HeldAccess held) => (Kind, Id, Held) = (ActorKind.Account, account, held);

    /// <summary>Background work: the system acts, for the account that caused it.</summary>
    internal void ActAsSystem(Guid? onBehalfOf, IEnumerable<string>? permissions = null) =>
        (Kind, Id, Held) = (ActorKind.System, onBehalfOf, permissions is null ? HeldAccess.Nothing : HeldAccess.Everywhere(permissions));
}

/// <summary>What an account holds in a tenant, as the Accounts module knows it.</summary>
public interface IAccountAccess
{
    /// <returns>Null when the session ended or the account has no place in the tenant.</returns>
    Task<HeldAccess?> FindAsync(Tenancy.Tenant tenant, Guid account, Guid session, CancellationToken ct);

    /// <summary>Asks for many at once, for those who stay connected.</summary>
    /// <returns>The sessions that are alive and whose account has a place in the tenant.</returns>
    Task<IReadOnlySet<Guid>> StillAsync(Tenancy.Tenant tenant, IReadOnlyCollection<(Guid Account, Guid Session)> asked, CancellationToken ct);

    /// <returns>What the account holds in this scope's tenant, signed in or not; null when it has no place there.</returns>
    Task<HeldAccess?> HeldByAsync(Guid account, CancellationToken ct);
}
