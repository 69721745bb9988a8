using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using CivicPulse.Platform.Http;
using CivicPulse.Platform.Tenancy;

namespace CivicPulse.Platform.Live;

/// <summary>Whose socket it is.</summary>
internal sealed record LiveListener(Tenant Tenant, Guid Account, Guid Session);

/// <summary>
/// One open socket. What it is to say waits in a bounded queue; a reader who lets it fill is closed and comes back with its token,
/// so nothing is lost silently and nobody else waits.
/// </summary>
internal sealed class LiveConnection(WebSocket socket, LiveListener listener, string epoch, TimeProvider clock)
{
    private const int Backlog = 256;
    private const int LargestMessage = 4096;
    private const int MessagesPerMinute = 60;
    private static readonly TimeSpan Stuck = TimeSpan.FromSeconds(15);
    private static readonly byte[] Ping = """{"type":"ping"}"""u8.ToArray();
    private static readonly byte[] Pong = """{"type":"pong"}"""u8.ToArray();
    private readonly Channel<Said> _queue = Channel.CreateBounded<Said>(new BoundedChannelOptions(Backlog) { SingleReader = true });
    private readonly LivePlace[] _at = new LivePlace[2];
    private readonly long _since = clock.GetTimestamp();
    private long _busySince;
    private int _code;

    private enum Kind { News, Resync, Pong }

    private readonly record struct Said(Kind Kind, int Part, LiveNews? News, LivePlace Place);

    public LiveListener Listener { get; } = listener;

    public TimeSpan Age => clock.GetElapsedTime(_since);

    public void Offer(int part, LiveNews news) => Queue(new Said(Kind.News, part, news, news.Place));

    public void OfferResync(int part, LivePlace now) => Queue(new Said(Kind.Resync, part, null, now));

    /// <summary>Ends the talk with this code; the first one counts.</summary>
    public void Close(LiveClose code)
    {
        if (Interlocked.CompareExchange(ref _code, (int)code, 0) != 0) return;
        Interlocked.CompareExchange(ref _busySince, clock.GetTimestamp(), 0);
        _queue.Writer.TryComplete();
    }

    /// <summary>Cuts off a socket that has taken nothing for too long.</summary>
    public void AbortIfStuck()
    {
        if (Interlocked.Read(ref _busySince) is var since and not 0 && clock.GetElapsedTime(since) > Stuck) socket.Abort();
    }

    /// <param name="at">The places behind which news are news to this client.</param>
    /// <param name="greeting"><c>ready</c>, <c>resync</c>, or null for none.</param>
    public async Task TalkAsync(LivePlace[] at, string? greeting, IEnumerable<(int Part, LiveNews News)> missed, CancellationToken ct)
    {
        at.CopyTo(_at, 0);
        var heard = HearAsync(ct);
        try
        {
            if (greeting is not null) await SayAsync(greeting, ct);
            foreach (var (part, news) in missed) await TellAsync(part, news, ct);
            await TellAllAsync(ct);
            await socket.CloseOutputAsync((WebSocketCloseStatus)_code, null, ct);
            await heard.WaitAsync(Stuck, clock, ct);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or TimeoutException or IOException)
        {
            // The other end is gone, or never said goodbye.
        }
        finally
        {
            if (socket.State != WebSocketState.Closed) socket.Abort();
            await heard.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task TellAllAsync(CancellationToken ct)
    {
        await foreach (var said in _queue.Reader.ReadAllAsync(ct))
        {
            if (_code != 0) return;
            if (said.Kind == Kind.Pong) await SendAsync(Pong, ct);
            else if (said.Kind == Kind.News) await TellAsync(said.Part, said.News!, ct);
            else
            {
                _at[said.Part] = said.Place;
                await SayAsync("resync", ct);
            }
        }
    }

    /// <summary>Heard twice, once from memory and once as it happened, is told once.</summary>
    private Task TellAsync(int part, LiveNews news, CancellationToken ct)
    {
        if (news.Place <= _at[part]) return Task.CompletedTask;
        _at[part] = news.Place;
        return SendAsync([.. Token(), .. news.Body.AsSpan(1)], ct);
    }

    private Task SayAsync(string type, CancellationToken ct)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new LiveMessage(type, clock.GetUtcNow(), new { }), Wire.Json);
        return SendAsync([.. Token(), .. body.AsSpan(1)], ct);
    }

    /// <summary>Opens the message's object with its token, of characters that JSON need not escape.</summary>
    private byte[] Token() => Encoding.ASCII.GetBytes($"{{\"id\":\"{new ResumeToken(epoch, _at[0], _at[1])}\",");

    private async Task SendAsync(byte[] message, CancellationToken ct)
    {
        Interlocked.CompareExchange(ref _busySince, clock.GetTimestamp(), 0);
        await socket.SendAsync(message, WebSocketMessageType.Text, true, ct);
        if (_code == 0) Interlocked.Exchange(ref _busySince, 0);
    }

    private void Queue(Said said)
    {
        if (!_queue.Writer.TryWrite(said)) Close(LiveClose.TooSlow);
    }

    /// <summary>Reads to notice the close. A client may ask whether we are still there; whatever else it says is ignored, within bounds.</summary>
    private async Task HearAsync(CancellationToken ct)
    {
        var buffer = new byte[256];
        var (minute, messages, length) = (clock.GetTimestamp(), 0, 0);
        try
        {
            while (await socket.ReceiveAsync(buffer.AsMemory(), ct) is { MessageType: not WebSocketMessageType.Close } received)
            {
                length += received.Count;
                if (length > LargestMessage) Close(LiveClose.TooLarge);
                if (!received.EndOfMessage) continue;
                if (clock.GetElapsedTime(minute) > TimeSpan.FromMinutes(1)) (minute, messages) = (clock.GetTimestamp(), 0);
                if (++messages > MessagesPerMinute) Close(LiveClose.TooManyMessages);
                if (length == Ping.Length && buffer.AsSpan(0, length).SequenceEqual(Ping)) Queue(new Said(Kind.Pong, 0, null, default));
                length = 0;
            }
        }
        finally
        {
            Close(LiveClose.Normal);
        }
    }
}
