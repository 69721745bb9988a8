using System.Text.Json;
using CivicPulse.Platform.Http;
using CivicPulse.Platform.Tenancy;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace CivicPulse.Platform.Live;

/// <summary>One message as it reaches the socket.</summary>
internal sealed record LiveMessage(string Type, DateTimeOffset At, object Data);

/// <summary>Sends to everybody of a tenant, or to one account in it, on whatever process their sockets are.</summary>
public sealed partial class LiveMessages(IConnectionMultiplexer redis, TimeProvider clock, ILogger<LiveMessages> log)
{
    internal static RedisChannel Channel(Tenant tenant, Guid? account) =>
        RedisChannel.Literal($"civicpulse:live:{tenant.Slug}:{account?.ToString() ?? "all"}");

    /// <summary>Live messages are news, not records: what nobody hears is lost, and the page reads it over REST.</summary>
    public async Task SendAsync(Tenant tenant, Guid? account, string type, object data)
    {
        try
        {
            var message = JsonSerializer.Serialize(new LiveMessage(type, clock.GetUtcNow(), data), Wire.Json);
            await redis.GetSubscriber().PublishAsync(Channel(tenant, account), message);
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            NotSent(log, type, e);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Live message {Type} was not sent")]
    private static partial void NotSent(ILogger log, string type, Exception e);
}
