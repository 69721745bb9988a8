using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json;

namespace CivicPulse.AppHost.Instance;

/// <summary>Chosen once and kept in the data folder, so that addresses stay the same from run to run while they are free.</summary>
internal sealed class Ports
{
    private const string FileName = "ports.json";

    // Below the range from which the kernel takes ports for outgoing connections.
    private const int First = 20000;
    private const int Beyond = 32000;

    private readonly DataFolder folder;
    private readonly SortedDictionary<string, int> kept;
    private readonly Dictionary<string, int> settled = new(StringComparer.Ordinal);

    public Ports(DataFolder folder)
    {
        this.folder = folder;
        var path = folder.Of(FileName);
        kept = File.Exists(path)
            ? JsonSerializer.Deserialize<SortedDictionary<string, int>>(File.ReadAllText(path)) ?? []
            : [];
    }

    public int this[string name]
    {
        get
        {
            if (settled.TryGetValue(name, out var port))
                return port;
            if (kept.TryGetValue(name, out var known) && IsFree(known))
                return settled[name] = known;
            settled[name] = kept[name] = port = FreeOne();
            folder.WritePrivately(FileName, JsonSerializer.Serialize(kept));
            return port;
        }
    }

    private int FreeOne()
    {
        while (true)
        {
            var port = RandomNumberGenerator.GetInt32(First, Beyond);
            if (!kept.ContainsValue(port) && IsFree(port))
                return port;
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
