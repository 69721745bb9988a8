using StackExchange.Redis;

namespace CivicPulse.Platform.Live;

/// <summary>One Redis subscription of this process, shared by all its sockets that listen there.</summary>
internal sealed class LiveChannel(RedisChannel name, IConnectionMultiplexer redis, LiveStreams streams)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<LiveConnection, int> _listeners = [];
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ChannelMessageQueue? _heard;
    private Task? _opened;
    private LivePlace _last;

    public RedisChannel Name => name;

    /// <summary>How many connections hold it; counted under the hub's lock.</summary>
    public int Holders { get; set; }

    /// <summary>Subscribed first and asked for its end after that: nothing falls between.</summary>
    public Task OpenAsync()
    {
        lock (_gate) return _opened ??= SubscribeAsync();
    }

    public async Task CloseAsync()
    {
        _ready.TrySetCanceled();
        if (_heard is { } heard) await heard.UnsubscribeAsync();
    }

    /// <returns>The place behind which the connection is offered everything.</returns>
    public LivePlace Join(LiveConnection connection, int part)
    {
        lock (_gate)
        {
            _listeners[connection] = part;
            return _last;
        }
    }

    public void Leave(LiveConnection connection)
    {
        lock (_gate) _listeners.Remove(connection);
    }

    /// <summary>Reads what this process did not hear, after a connection to Redis was lost or a gap was noticed.</summary>
    public async Task CatchUpAsync()
    {
        if (!_ready.Task.IsCompletedSuccessfully) return;
        LivePlace from;
        lock (_gate) from = _last;
        if (await streams.AfterAsync(name, from) is { } missed)
        {
            foreach (var news in missed) Tell(news);
            return;
        }
        var now = await streams.LastAsync(name);
        lock (_gate)
        {
            _last = now;
            foreach (var (listener, part) in _listeners) listener.OfferResync(part, now);
        }
    }

    private async Task SubscribeAsync()
    {
        _heard = await redis.GetSubscriber().SubscribeAsync(name);
        // A queue keeps the order in which the news were sent.
        _heard.OnMessage(HearAsync);
        var last = await streams.LastAsync(name);
        lock (_gate) _last = last;
        _ready.TrySetResult();
    }

    private async Task HearAsync(ChannelMessage message)
    {
        await _ready.Task;
        if (LiveStreams.Read((byte[]?)message.Message ?? []) is not { } read) return;
        bool gap;
        lock (_gate) gap = read.Before > _last;
        if (gap) await CatchUpAsync();
        Tell(read.News);
    }

    private void Tell(LiveNews news)
    {
        lock (_gate)
        {
            if (news.Place <= _last) return;
            _last = news.Place;
            foreach (var (listener, part) in _listeners) listener.Offer(part, news);
        }
    }
}
