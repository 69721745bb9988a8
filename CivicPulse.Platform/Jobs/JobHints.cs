using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace CivicPulse.Platform.Jobs;

/// <summary>Tells every Worker that a tenant has a job. A hint that nobody hears costs seconds: the sweep finds the job.</summary>
internal sealed partial class JobHints(IConnectionMultiplexer redis, ILogger<JobHints> log)
{
    private static readonly RedisChannel Channel = RedisChannel.Literal("civicpulse:jobs");

    public async Task GiveAsync(string tenant)
    {
        try
        {
            await redis.GetSubscriber().PublishAsync(Channel, tenant, CommandFlags.FireAndForget);
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            HintLost(log, tenant, e);
        }
    }

    public async Task ListenAsync(Action<string> heard) =>
        await redis.GetSubscriber().SubscribeAsync(Channel, (_, tenant) => heard(tenant.ToString()));

    [LoggerMessage(LogLevel.Warning, "Hint for a job of tenant {Tenant} was not given; the sweep will find it")]
    private static partial void HintLost(ILogger log, string tenant, Exception e);
}
