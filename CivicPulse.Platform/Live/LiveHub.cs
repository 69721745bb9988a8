using System.Collections.Concurrent;
using Microsoft.Extensions.Configuration;
using StackExchange.Redis;

namespace CivicPulse.Platform.Live;

/// <summary>All open sockets of this process and the channels they share.</summary>
internal sealed class LiveHub : IDisposable
{
    private const int SocketsPerAccount = 20;
    private const int SocketsPerProcess = 20_000;
    private readonly IConnectionMultiplexer _redis;
    private readonly LiveStreams _streams;
    private readonly int _most;
    private readonly Dictionary<string, LiveChannel> _channels = new(StringComparer.Ordinal);
    private readonly Dictionary<(Guid Tenant, Guid Account), int> _perAccount = [];
    private readonly ConcurrentDictionary<LiveConnection, bool> _open = [];
    private int _places;

    /// <param name="configuration"><c>Live:Sockets</c> bounds the sockets of a process, where memory is short.</param>
    public LiveHub(IConnectionMultiplexer redis, LiveStreams streams, IConfiguration configuration)
    {
        (_redis, _streams, _most) = (redis, streams, configuration.GetValue("Live:Sockets", SocketsPerProcess));
        redis.ConnectionRestored += CatchUp;
    }

    public ICollection<LiveConnection> Open => _open.Keys;

    /// <returns>Null when there is room; else what is full: <c>account</c> or <c>process</c>.</returns>
    public string? TakePlace(LiveListener listener)
    {
        var key = (listener.Tenant.Id, listener.Account);
        lock (_perAccount)
        {
            if (_places >= _most) return "process";
            var taken = _perAccount.GetValueOrDefault(key);
            if (taken >= SocketsPerAccount) return "account";
            (_perAccount[key], _places) = (taken + 1, _places + 1);
            return null;
        }
    }

    public void GivePlaceBack(LiveListener listener)
    {
        var key = (listener.Tenant.Id, listener.Account);
        lock (_perAccount)
        {
            _places--;
            if (--_perAccount[key] == 0) _perAccount.Remove(key);
        }
    }

    public void Add(LiveConnection connection) => _open[connection] = true;

    public void Remove(LiveConnection connection) => _open.TryRemove(connection, out _);

    /// <summary>The channel, subscribed; whoever holds it releases it.</summary>
    public async Task<LiveChannel> HoldAsync(RedisChannel name)
    {
        LiveChannel? channel;
        lock (_channels)
        {
            if (!_channels.TryGetValue(name.ToString(), out channel)) _channels[name.ToString()] = channel = new LiveChannel(name, _redis, _streams);
            channel.Holders++;
        }
        try
        {
            await channel.OpenAsync();
            return channel;
        }
        catch
        {
            await ReleaseAsync(channel);
            throw;
        }
    }

    public async Task ReleaseAsync(LiveChannel channel)
    {
        lock (_channels)
        {
            if (--channel.Holders > 0) return;
            _channels.Remove(channel.Name.ToString());
        }
        await channel.CloseAsync();
    }

    /// <summary>Subscriptions come back by themselves, a moment after the connection; what was sent meanwhile is read from the streams.</summary>
    private async void CatchUp(object? sender, ConnectionFailedEventArgs restored)
    {
        try
        {
            foreach (var seconds in (int[])[1, 5])
            {
                await Task.Delay(TimeSpan.FromSeconds(seconds));
                List<LiveChannel> channels;
                lock (_channels) channels = [.. _channels.Values];
                foreach (var channel in channels) await channel.CatchUpAsync();
            }
        }
        catch (Exception e) when (e is RedisException or TimeoutException or ObjectDisposedException)
        {
            // Lost again: it will be restored again.
        }
    }

    public void Dispose() => _redis.ConnectionRestored -= CatchUp;
}
