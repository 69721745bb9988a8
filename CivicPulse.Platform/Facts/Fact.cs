using Microsoft.Extensions.DependencyInjection;

namespace CivicPulse.Platform.Facts;

/// <summary>Something that happened, in the past tense. Recorded in the tenant's outbox together with the change that caused it.</summary>
public abstract record Fact;

/// <summary>Does one thing because something happened. It runs inside the tenant and inside one transaction with its own "done" mark.</summary>
public interface IReaction<in TFact> where TFact : Fact
{
    Task ReactAsync(TFact fact, CancellationToken ct);

    /// <summary>Called once, after the last attempt failed and the fact was laid aside.</summary>
    Task GiveUpAsync(TFact fact, string error, CancellationToken ct) => Task.CompletedTask;
}

/// <summary>Which reactions follow which facts, in module order.</summary>
public sealed class ReactionList
{
    private readonly Dictionary<string, List<Reaction>> _byFact = new(StringComparer.Ordinal);

    public ReactionList On<TFact, TReaction>() where TFact : Fact where TReaction : class, IReaction<TFact>
    {
        if (!_byFact.TryGetValue(typeof(TFact).Name, out var list)) _byFact[typeof(TFact).Name] = list = [];
        list.Add(new Reaction(typeof(TReaction).Name, typeof(TReaction), typeof(TFact),
            (services, fact, ct) => services.GetRequiredService<TReaction>().ReactAsync((TFact)fact, ct),
            (services, fact, error, ct) => services.GetRequiredService<TReaction>().GiveUpAsync((TFact)fact, error, ct)));
        return this;
    }

    internal IReadOnlyList<Reaction> For(string factType) => _byFact.TryGetValue(factType, out var list) ? list : [];

    internal IEnumerable<Reaction> All => _byFact.Values.SelectMany(r => r);
}

internal sealed record Reaction(
    string Name, Type Type, Type FactType,
    Func<IServiceProvider, Fact, CancellationToken, Task> RunAsync,
    Func<IServiceProvider, Fact, string, CancellationToken, Task> GiveUpAsync);

internal sealed class OutboxFact
{
    public long Id { get; init; }

    public required string Type { get; init; }

    public required string Payload { get; init; }

    /// <summary>W3C trace context of the change, so that the reaction continues its trace.</summary>
    public string? TraceParent { get; init; }

    public Guid? ActorId { get; init; }

    public DateTimeOffset ToldAt { get; init; }

    public int Attempts { get; set; }

    public DateTimeOffset? NextAttemptAt { get; set; }

    public string? Error { get; set; }

    public DateTimeOffset? DoneAt { get; set; }

    public DateTimeOffset? DeadAt { get; set; }
}

internal sealed class HandledFact
{
    public long FactId { get; init; }

    public required string Reaction { get; init; }

    public DateTimeOffset HandledAt { get; init; }
}
