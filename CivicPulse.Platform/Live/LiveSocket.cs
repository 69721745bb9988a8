using System.Net.WebSockets;
using System.Text;
using System.Threading.Channels;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Http;
using CivicPulse.Platform.Tenancy;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using StackExchange.Redis;

namespace CivicPulse.Platform.Live;

/// <summary><c>/ws/notifications/</c>: what concerns this account in this tenant, as it happens.</summary>
internal static class LiveSocket
{
    private const int Backlog = 256;
    private static readonly TimeSpan StillAllowed = TimeSpan.FromSeconds(5);

    public static void MapLiveSocket(this IEndpointRouteBuilder routes) =>
        routes.MapMethods("/ws/notifications", [HttpMethods.Get, HttpMethods.Connect], OpenAsync).Needs(PlatformPermissions.Listen).ExcludeFromDescription();

    private static async Task OpenAsync(HttpContext http, CurrentTenant tenant, CurrentAccount account, IConnectionMultiplexer redis)
    {
        if (!http.WebSockets.IsWebSocketRequest)
        {
            await Problems.Of(StatusCodes.Status426UpgradeRequired, "live.not_a_websocket", "Open this address as a WebSocket.").ExecuteAsync(http);
            return;
        }
        // A slow reader loses the oldest news instead of holding up the process.
        var news = Channel.CreateBounded<string>(new BoundedChannelOptions(Backlog) { FullMode = BoundedChannelFullMode.DropOldest });
        var heard = new List<ChannelMessageQueue>();
        try
        {
            // A queue keeps the order in which the news were sent.
            foreach (var channel in (RedisChannel[])[LiveMessages.Channel(tenant.Value, account.Known), LiveMessages.Channel(tenant.Value, null)])
            {
                heard.Add(await redis.GetSubscriber().SubscribeAsync(channel));
                heard[^1].OnMessage(message => news.Writer.TryWrite(message.Message.ToString()));
            }
            using var socket = await http.WebSockets.AcceptWebSocketAsync();
            await TalkAsync(socket, news.Reader, http);
        }
        finally
        {
            foreach (var queue in heard) await queue.UnsubscribeAsync();
        }
    }

    private static async Task TalkAsync(WebSocket socket, ChannelReader<string> news, HttpContext http)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        var heard = DrainAsync(socket, over.Token);
        var allowed = StayAllowedAsync(http, over.Token);
        var sent = SendAsync(socket, news, over.Token);
        await Task.WhenAny(heard, allowed, sent);
        await over.CancelAsync();
        await Task.WhenAll(heard, allowed, sent).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
    }

    private static async Task SendAsync(WebSocket socket, ChannelReader<string> news, CancellationToken ct)
    {
        await foreach (var message in news.ReadAllAsync(ct))
            await socket.SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, true, ct);
    }

    /// <summary>Reads only to notice the close; what clients say here is ignored.</summary>
    private static async Task DrainAsync(WebSocket socket, CancellationToken ct)
    {
        var buffer = new byte[512];
        while ((await socket.ReceiveAsync(buffer, ct)).MessageType != WebSocketMessageType.Close)
        {
        }
    }

    /// <summary>An account that loses its place in the tenant loses its open socket too.</summary>
    private static async Task StayAllowedAsync(HttpContext http, CancellationToken ct)
    {
        while (await SignedIn.StillAsync(http, ct)) await Task.Delay(StillAllowed, ct);
    }
}
