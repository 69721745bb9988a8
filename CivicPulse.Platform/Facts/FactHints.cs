using System.Collections.Concurrent;
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
    private static readonly TimeSpan Gone = TimeSpan.FromHours(1);

    /// <summary>Tenants whose hint is on its way; true when it must go once more, for what was committed since.</summary>
    private readonly ConcurrentDictionary<string, bool> _onTheWay = new(StringComparer.Ordinal);

    /// <summary>Gives it soon, and once for all who ask while one is on its way: no request waits for it.</summary>
    public void Give(string tenant)
    {
        if (!_onTheWay.AddOrUpdate(tenant, false, (_, _) => true)) _ = SendAsync(tenant);
    }

    private async Task SendAsync(string tenant)
    {
        try
        {
            do await GiveAsync(tenant);
            while (!_onTheWay.TryRemove(KeyValuePair.Create(tenant, false)) && _onTheWay.TryUpdate(tenant, false, true));
        }
        catch
        {
            _onTheWay.TryRemove(tenant, out _);
            throw;
        }
    }

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
        var fresh = await db.StreamReadGroupAsync(Stream, Group, worker, ">", count: 100);
        var left = await db.StreamAutoClaimAsync(Stream, Group, worker, (long)Abandoned.TotalMilliseconds, "0-0", 100);
        return [.. fresh.Concat(left.ClaimedEntries).Where(e => !e.IsNull).Select(e => (e.Id.ToString(), e["tenant"].ToString()))];
    }

    /// <summary>Hints that cannot be crossed off come back, and find nothing to do.</summary>
    public Task FinishAsync(IEnumerable<string> ids) =>
        redis.GetDatabase().StreamAcknowledgeAsync(Stream, Group, [.. ids.Select(i => (RedisValue)i)], CommandFlags.FireAndForget);

    /// <summary>Hints that a Worker took and did not cross off; 0 when Redis cannot tell.</summary>
    public async Task<long> CountAsync()
    {
        try
        {
            return (await redis.GetDatabase().StreamPendingAsync(Stream, Group)).PendingMessageCount;
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            return 0;
        }
    }

    public async Task ForgetDeadAsync()
    {
        var db = redis.GetDatabase();
        foreach (var worker in await db.StreamConsumerInfoAsync(Stream, Group))
            if (worker.PendingMessageCount == 0 && worker.IdleTimeInMilliseconds > Gone.TotalMilliseconds) await db.StreamDeleteConsumerAsync(Stream, Group, worker.Name);
    }

    [LoggerMessage(LogLevel.Warning, "Hint for tenant {Tenant} was not given; the sweep will find its facts")]
    private static partial void HintLost(ILogger log, string tenant, Exception e);
}
