using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace CivicPulse.Platform.Facts;

/// <summary>
/// Tells the Workers which tenant has new facts: an entry in a Redis stream with a consumer group, so that one Worker takes
/// each. Hints may be lost or doubled; the outbox in PostgreSQL is the truth.
/// </summary>
internal sealed partial class FactHints(IConnectionMultiplexer redis, ILogger<FactHints> log)
{
    private const string Stream = "civicpulse:facts";
    private const string Group = "workers";
    private const int KeptEntries = 10_000;
    private static readonly TimeSpan Abandoned = TimeSpan.FromSeconds(10);

    public async Task GiveAsync(string tenant)
    {
        try
        {
            await redis.GetDatabase().StreamAddAsync(Stream, "tenant", tenant, maxLength: KeptEntries, useApproximateMaxLength: true);
            await redis.GetSubscriber().PublishAsync(RedisChannel.Literal(Stream), tenant, CommandFlags.FireAndForget);
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            HintLost(log, tenant, e);
        }
    }

    /// <summary>Calls <paramref name="wake"/> whenever a hint was given anywhere.</summary>
    public async Task ListenAsync(Action wake)
    {
        try
        {
            await redis.GetDatabase().StreamCreateConsumerGroupAsync(Stream, Group, "0");
        }
        catch (RedisServerException e) when (e.Message.StartsWith("BUSYGROUP", StringComparison.Ordinal))
        {
            // Another Worker created it.
        }
        await redis.GetSubscriber().SubscribeAsync(RedisChannel.Literal(Stream), (_, _) => wake());
    }

    /// <summary>Takes waiting hints, and those that a Worker took and never finished.</summary>
    public async Task<IReadOnlyList<(string Id, string Tenant)>> TakeAsync(string worker)
    {
        var db = redis.GetDatabase();
        var fresh = await db.StreamReadGroupAsync(Stream, Group, worker, ">", count: 16);
        var left = await db.StreamAutoClaimAsync(Stream, Group, worker, (long)Abandoned.TotalMilliseconds, "0-0", 16);
        return [.. fresh.Concat(left.ClaimedEntries).Where(e => !e.IsNull).Select(e => (e.Id.ToString(), e["tenant"].ToString()))];
    }

    /// <summary>A hint that cannot be crossed off comes back, and finds nothing to do.</summary>
    public Task FinishAsync(string id) => redis.GetDatabase().StreamAcknowledgeAsync(Stream, Group, id, CommandFlags.FireAndForget);

    [LoggerMessage(LogLevel.Warning, "Hint for tenant {Tenant} was not given; the sweep will find its facts")]
    private static partial void HintLost(ILogger log, string tenant, Exception e);
}
