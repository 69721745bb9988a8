namespace CivicPulse.Platform.Facts;

/// <summary>Something that happened, in the past tense. Recorded in the tenant's outbox together with the change that caused it.</summary>
public abstract record Fact;

/// <summary>Does one thing because something happened. It runs inside the tenant and inside one transaction with its own "done" mark.</summary>
public interface IReaction<in TFact> where TFact : Fact
{
    Task ReactAsync(TFact fact, CancellationToken ct);

    /// <summary>Called once, after the last attempt failed and the fact was laid aside for this reaction.</summary>
    Task GiveUpAsync(TFact fact, string error, CancellationToken ct) => Task.CompletedTask;
}
