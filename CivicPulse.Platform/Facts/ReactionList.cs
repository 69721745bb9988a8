using Microsoft.Extensions.DependencyInjection;

namespace CivicPulse.Platform.Facts;

/// <summary>Which reactions follow which facts, in module order.</summary>
public sealed class ReactionList
{
    private readonly List<Reaction> _all = [];

    /// <param name="onlyDatabase">
    /// It changes rows through <c>TenantDb</c> and does nothing else, neither calls nor transactions of its own: then many facts may
    /// share one transaction.
    /// </param>
    public ReactionList On<TFact, TReaction>(bool onlyDatabase = false) where TFact : Fact where TReaction : class, IReaction<TFact>
    {
        _all.Add(new Reaction(FactNames.Of(typeof(TReaction)), typeof(TReaction), FactNames.Of(typeof(TFact)), typeof(TFact), onlyDatabase,
            (services, fact, ct) => services.GetRequiredService<TReaction>().ReactAsync((TFact)fact, ct),
            (services, fact, error, ct) => services.GetRequiredService<TReaction>().GiveUpAsync((TFact)fact, error, ct)));
        return this;
    }

    internal IReadOnlyList<Reaction> All => _all;

    /// <summary>Rows written before facts were named after their module hold the bare class name.</summary>
    internal IEnumerable<Reaction> For(string factType) => _all.Where(r => r.Fact == factType || r.FactType.Name == factType);
}

/// <param name="Name">As stored in <c>handled</c>; rows of before hold the bare class name.</param>
internal sealed record Reaction(
    string Name, Type Type, string Fact, Type FactType, bool OnlyDatabase,
    Func<IServiceProvider, Fact, CancellationToken, Task> RunAsync,
    Func<IServiceProvider, Fact, string, CancellationToken, Task> GiveUpAsync);
