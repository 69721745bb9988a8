using StackExchange.Redis;

namespace CivicPulse.Platform.Live;

/// <summary>One message with its place; <paramref name="Body"/> is the JSON object that was sent, as UTF-8.</summary>
internal sealed record LiveNews(LivePlace Place, byte[] Body);

/// <summary>
/// The short memory of each channel: a Redis stream under the channel's name. Writing and telling are one script, so the order of the
/// stream is the order in which the processes hear, and each message names the one before it, so a gap is noticed.
/// </summary>
internal sealed class LiveStreams(IConnectionMultiplexer redis, TimeProvider clock)
{
    public const int KeptMessages = 256;
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(10);

    /// <summary>Less than <see cref="Kept"/>: the clocks of Redis and of this process are not one.</summary>
    private static readonly TimeSpan Resumable = TimeSpan.FromMinutes(9);
    private const string EpochKey = "civicpulse:live:epoch";

    private const string Append = """
        local last = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)
        local id = redis.call('XADD', KEYS[1], 'MAXLEN', ARGV[2], '*', 'm', ARGV[1])
        redis.call('PEXPIRE', KEYS[1], ARGV[3])
        redis.call('PUBLISH', KEYS[1], (last[1] and last[1][1] or '') .. ' ' .. id .. ' ' .. ARGV[1])
        """;

    // An empty stream ends just before now: what comes next stands behind it.
    private const string Last = """
        local last = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)
        if last[1] then return last[1][1] end
        local now = redis.call('TIME')
        return string.format('%.0f-0', now[1] * 1000 + math.floor(now[2] / 1000) - 1)
        """;

    public Task SendAsync(RedisChannel channel, byte[] body) => redis.GetDatabase()
        .ScriptEvaluateAsync(Append, [Key(channel)], [body, KeptMessages, (long)Kept.TotalMilliseconds]);

    public async Task<LivePlace> LastAsync(RedisChannel channel) =>
        LivePlace.Parse((string?)await redis.GetDatabase().ScriptEvaluateAsync(Last, [Key(channel)]));

    /// <summary>A word that lives as long as Redis remembers.</summary>
    public async Task<string> EpochAsync()
    {
        var db = redis.GetDatabase();
        await db.StringSetAsync(EpochKey, Guid.CreateVersion7().ToString("N")[^12..], when: When.NotExists);
        return (await db.StringGetAsync(EpochKey)).ToString();
    }

    /// <returns>Everything behind a place, in order; null when something may have been there that is forgotten.</returns>
    public async Task<IReadOnlyList<LiveNews>?> AfterAsync(RedisChannel channel, LivePlace place)
    {
        var db = redis.GetDatabase();
        var entries = await db.StreamRangeAsync(Key(channel), minId: $"({place}");
        // Asked for after the entries: what was forgotten before them is gone now too.
        var first = await db.StreamRangeAsync(Key(channel), count: 1);
        var length = await db.StreamLengthAsync(Key(channel));
        var reachesBack = first.Length > 0 && LivePlace.Parse(first[0].Id) <= place;
        var fresh = clock.GetUtcNow() - DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(place.Milliseconds, 0, 1L << 45)) < Resumable;
        if (!reachesBack && (!fresh || length >= KeptMessages)) return null;
        return [.. entries.Select(e => new LiveNews(LivePlace.Parse(e.Id), (byte[]?)e["m"] ?? []))];
    }

    /// <summary>Takes apart what <see cref="Append"/> publishes: the place before, the own place, the body.</summary>
    public static (LivePlace Before, LiveNews News)? Read(byte[] published)
    {
        var first = Array.IndexOf(published, (byte)' ');
        var second = first < 0 ? -1 : Array.IndexOf(published, (byte)' ', first + 1);
        if (second < 0 || !LivePlace.TryParse(System.Text.Encoding.ASCII.GetString(published, first + 1, second - first - 1), out var place)) return null;
        return (LivePlace.Parse(System.Text.Encoding.ASCII.GetString(published, 0, first)), new LiveNews(place, published[(second + 1)..]));
    }

    private static RedisKey Key(RedisChannel channel) => channel.ToString();
}
