using CivicPulse.Platform.Access;
using CivicPulse.Platform.Http;
using CivicPulse.Platform.Tenancy;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace CivicPulse.Platform.Live;

/// <summary><c>/ws/notifications/</c>: what concerns this account in this tenant, as it happens.</summary>
internal static class LiveSocket
{
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(30);

    public static void MapLiveSocket(this IEndpointRouteBuilder routes) =>
        routes.MapMethods("/ws/notifications", [HttpMethods.Get, HttpMethods.Connect], OpenAsync).Needs(PlatformPermissions.Listen).DisableRequestTimeout().ExcludeFromDescription();

    private static async Task OpenAsync(HttpContext http, CurrentTenant tenant, CurrentAccount account, LiveHub hub)
    {
        if (!http.WebSockets.IsWebSocketRequest)
        {
            await Refuse(http, StatusCodes.Status426UpgradeRequired, "live.not_a_websocket", "Open this address as a WebSocket.");
            return;
        }
        var listener = new LiveListener(tenant.Value, account.Known, AccountClaims.Session(http.User) ?? Guid.Empty);
        if (hub.TakePlace(listener) is { } full)
        {
            await (full == "account"
                ? Refuse(http, StatusCodes.Status429TooManyRequests, "live.too_many_sockets", "This account has as many open sockets as it may have.")
                : Refuse(http, StatusCodes.Status503ServiceUnavailable, "live.full", "This server has as many open sockets as it can serve."));
            return;
        }
        try
        {
            await ListenAsync(http, listener, hub);
        }
        finally
        {
            hub.GivePlaceBack(listener);
        }
    }

    private static async Task ListenAsync(HttpContext http, LiveListener listener, LiveHub hub)
    {
        var names = http.RequestServices.GetRequiredService<LiveChannels>();
        var streams = http.RequestServices.GetRequiredService<LiveStreams>();
        var clock = http.RequestServices.GetRequiredService<TimeProvider>();
        var held = new List<LiveChannel>();
        try
        {
            string epoch;
            try
            {
                held.Add(await hub.HoldAsync(names.Of(listener.Tenant, null)));
                held.Add(await hub.HoldAsync(names.Of(listener.Tenant, listener.Account)));
                epoch = await streams.EpochAsync();
            }
            catch (Exception e) when (e is RedisException or TimeoutException)
            {
                await Refuse(http, StatusCodes.Status503ServiceUnavailable, "live.unavailable", "There are no live messages now; try again soon.");
                return;
            }
            using var socket = await http.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext { KeepAliveInterval = KeepAlive, KeepAliveTimeout = KeepAlive });
            await TalkAsync(http, hub, new LiveConnection(socket, listener, epoch, clock), new Memory(streams, epoch, held));
        }
        finally
        {
            foreach (var channel in held) await hub.ReleaseAsync(channel);
        }
    }

    private static async Task TalkAsync(HttpContext http, LiveHub hub, LiveConnection connection, Memory memory)
    {
        try
        {
            LivePlace[] now = [memory.Channels[0].Join(connection, 0), memory.Channels[1].Join(connection, 1)];
            hub.Add(connection);
            if (!http.Request.Query.TryGetValue("resume", out var asked))
                await connection.TalkAsync(now, null, [], http.RequestAborted);
            else if (asked.ToString() is "")
                await connection.TalkAsync(now, "ready", [], http.RequestAborted);
            else if (ResumeToken.Parse(asked.ToString()) is { } token && await memory.MissedAsync(token) is { } missed)
                await connection.TalkAsync([token.Everybody, token.Own], "ready", missed, http.RequestAborted);
            else
                await connection.TalkAsync(now, "resync", [], http.RequestAborted);
        }
        finally
        {
            hub.Remove(connection);
            foreach (var channel in memory.Channels) channel.Leave(connection);
        }
    }

    private sealed record Memory(LiveStreams Streams, string Epoch, IReadOnlyList<LiveChannel> Channels)
    {
        /// <returns>What was said since, of both channels in the order of its places; null when that is not known any more.</returns>
        public async Task<IReadOnlyList<(int Part, LiveNews News)>?> MissedAsync(ResumeToken token)
        {
            if (token.Epoch != Epoch) return null;
            var everybody = await Streams.AfterAsync(Channels[0].Name, token.Everybody);
            var own = await Streams.AfterAsync(Channels[1].Name, token.Own);
            return everybody is null || own is null
                ? null
                : [.. everybody.Select(n => (Part: 0, News: n)).Concat(own.Select(n => (Part: 1, News: n))).OrderBy(m => m.News.Place)];
        }
    }

    private static Task Refuse(HttpContext http, int status, string code, string detail) => Problems.Of(status, code, detail).ExecuteAsync(http);
}
