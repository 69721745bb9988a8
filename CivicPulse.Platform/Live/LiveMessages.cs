using System.Text.Json;
using CivicPulse.Platform.Http;
using CivicPulse.Platform.Tenancy;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace CivicPulse.Platform.Live;

/// <summary>One message as it reaches the socket, beside its resume token.</summary>
internal sealed record LiveMessage(string Type, DateTimeOffset At, object Data);

/// <summary>The channel of a tenant, and of one account in it: the wall between those who listen.</summary>
internal class LiveChannels
{
    public virtual RedisChannel Of(Tenant tenant, Guid? account) =>
        RedisChannel.Literal($"civicpulse:live:{tenant.Id:N}:{account?.ToString("N") ?? "all"}");
}

/// <summary>Sends to everybody of a tenant, or to one account in it, on whatever process their sockets are.</summary>
public sealed partial class LiveMessages
{
    private const int LargestBytes = 64_000;
    private readonly LiveStreams _streams;
    private readonly LiveChannels _channels;
    private readonly TimeProvider _clock;
    private readonly ILogger<LiveMessages> _log;

    internal LiveMessages(LiveStreams streams, LiveChannels channels, TimeProvider clock, ILogger<LiveMessages> log) =>
        (_streams, _channels, _clock, _log) = (streams, channels, clock, log);

    /// <summary>Live messages are news, not records: kept for minutes for those who come back, and after that the page reads it over REST.</summary>
    public async Task SendAsync(Tenant tenant, Guid? account, string type, object data)
    {
        try
        {
            var body = Access.Redaction.ForOthers(() => JsonSerializer.SerializeToUtf8Bytes(new LiveMessage(type, _clock.GetUtcNow(), data), Wire.Json));
            if (body.Length > LargestBytes) TooLarge(_log, type, body.Length);
            else await _streams.SendAsync(_channels.Of(tenant, account), body);
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            NotSent(_log, type, e);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Live message {Type} was not sent")]
    private static partial void NotSent(ILogger log, string type, Exception e);

    [LoggerMessage(LogLevel.Error, "Live message {Type} of {Length} bytes was not sent: it is too large")]
    private static partial void TooLarge(ILogger log, string type, int length);
}
