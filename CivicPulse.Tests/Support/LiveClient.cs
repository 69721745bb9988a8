using System.Net.WebSockets;
using System.Text.Json;

namespace CivicPulse.Tests.Support;

/// <summary>Somebody who listens at <c>/ws/notifications/</c>.</summary>
internal sealed class LiveClient : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly byte[] _buffer = new byte[200_000];

    public ClientWebSocket Socket { get; } = new();

    /// <param name="query">Such as <c>?resume=</c>.</param>
    public static async Task<LiveClient> OpenAsync(Uri address, TestTenant tenant, string token, string query = "")
    {
        var client = new LiveClient();
        client.Socket.Options.SetRequestHeader("Authorization", "Bearer " + token);
        await client.ConnectAsync(address, tenant, query);
        return client;
    }

    public Task ConnectAsync(Uri address, TestTenant tenant, string query = "")
    {
        Socket.Options.SetRequestHeader("X-Tenant", tenant.Slug);
        return Socket.ConnectAsync(new UriBuilder(new Uri(address, "/ws/notifications/" + query)) { Scheme = "ws" }.Uri, CancellationToken.None);
    }

    /// <returns>The next message; null when the socket was closed.</returns>
    public async Task<JsonElement?> ReadAsync(TimeSpan? patience = null)
    {
        using var waiting = new CancellationTokenSource(patience ?? Patience);
        var length = 0;
        WebSocketReceiveResult received;
        do
        {
            received = await Socket.ReceiveAsync(new ArraySegment<byte>(_buffer, length, _buffer.Length - length), waiting.Token);
            if (received.MessageType == WebSocketMessageType.Close) return null;
            length += received.Count;
        }
        while (!received.EndOfMessage);
        return JsonSerializer.Deserialize<JsonElement>(_buffer.AsSpan(0, length));
    }

    /// <summary>Everything up to the message of this type, which is not among it.</summary>
    public async Task<List<JsonElement>> UntilAsync(string type)
    {
        var heard = new List<JsonElement>();
        while (await ReadAsync() is { } message)
        {
            if (message.Text("type") == type) return heard;
            heard.Add(message);
        }
        throw new InvalidOperationException($"Closed with {(int?)Socket.CloseStatus} before '{type}' came.");
    }

    /// <summary>Reads until the other side closes, and tells with which code.</summary>
    public async Task<int?> ClosedAsync()
    {
        while (await ReadAsync() is not null)
        {
            // What is said before the end is not asked for here.
        }
        return (int?)Socket.CloseStatus;
    }

    public void Dispose() => Socket.Dispose();
}
