using System.Net;
using System.Net.Sockets;

namespace CivicPulse.Tests.Support;

/// <summary>Stands between a client and the database and counts turns: how often the client speaks after the server has answered.</summary>
internal sealed class CountingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly (string Host, int Port) _server;
    private readonly Task _accepting;
    private int _turns;

    public CountingProxy(string host, int port)
    {
        _server = (host, port);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public int Turns => Volatile.Read(ref _turns);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _accepting;
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = CarryAsync(await _listener.AcceptTcpClientAsync(_end.Token));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            // The test is over.
        }
    }

    private async Task CarryAsync(TcpClient client)
    {
        using (client)
        using (var server = new TcpClient(_server.Host, _server.Port))
        {
            (client.NoDelay, server.NoDelay) = (true, true);
            // 1: the server spoke last, so what the client says next is a new turn.
            var answered = new int[] { 1 };
            await Task.WhenAny(
                PumpAsync(client.GetStream(), server.GetStream(), () => { if (Interlocked.Exchange(ref answered[0], 0) == 1) Interlocked.Increment(ref _turns); }),
                PumpAsync(server.GetStream(), client.GetStream(), () => Volatile.Write(ref answered[0], 1)));
        }
    }

    private async Task PumpAsync(NetworkStream from, NetworkStream to, Action carried)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            for (int read; (read = await from.ReadAsync(buffer, _end.Token)) > 0;)
            {
                carried();
                await to.WriteAsync(buffer.AsMemory(0, read), _end.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // One side has gone; the other follows.
        }
    }
}
