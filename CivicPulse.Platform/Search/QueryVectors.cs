using CivicPulse.Platform.Ai;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Logging;

namespace CivicPulse.Platform.Search;

/// <summary>The vector of a query, when the AI service gives it in time. Search does not wait for it longer, nor ask again at once.</summary>
internal sealed partial class QueryVectors(IMemoryCache cache, TimeProvider clock, ILogger<QueryVectors> log)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(10);
    private long _restUntil;

    public async Task<QueryVector?> FindAsync(AiClient ai, string text, CancellationToken ct)
    {
        if (cache.TryGetValue((nameof(QueryVectors), text), out QueryVector? known)) return known;
        if (clock.GetUtcNow().UtcTicks < Interlocked.Read(ref _restUntil)) return null;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Patience);
        try
        {
            var made = await ai.EmbedAsync([text], patience.Token);
            // Nothing known in it: no direction to look in.
            var vector = made.Vectors is [{ } values, ..] && values.Any(v => v != 0) ? new QueryVector(made.Model, values) : null;
            return cache.Set((nameof(QueryVectors), text), vector, Kept);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            Interlocked.Exchange(ref _restUntil, (clock.GetUtcNow() + Rest).UtcTicks);
            Without(log, e.GetType().Name);
            return null;
        }
    }

    [LoggerMessage(LogLevel.Information, "Searching by text alone for a while: the AI service did not answer ({Failure})")]
    private static partial void Without(ILogger log, string failure);
}
