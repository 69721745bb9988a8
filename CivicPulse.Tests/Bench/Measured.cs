using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using CivicPulse.Tests.Support;

namespace CivicPulse.Tests.Bench;

/// <summary>A host in a process of its own, whose memory and processor time are watched.</summary>
internal sealed class Measured : IDisposable
{
    private readonly Process _process;

    private Measured(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    public static async Task<Measured> StartAsync(Site site, string project)
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        var address = new Uri($"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}");
        probe.Stop();
        var start = new ProcessStartInfo("dotnet", [Backing.Built(project)]) { RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var (key, value) in site.Settings) start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        start.Environment["DOTNET_ENVIRONMENT"] = start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment["ASPNETCORE_URLS"] = address.ToString();
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        var measured = new Measured(process, address);
        using var client = new HttpClient();
        await Eventually.TrueAsync(async () =>
        {
            try
            {
                using var alive = await client.GetAsync(new Uri(address, "/alive"));
                return alive.IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        }, 60);
        return measured;
    }

    public double Megabytes => Field("/proc/{0}/status", "VmRSS:") / 1024.0;

    public double CpuSeconds
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime.TotalSeconds;
        }
    }

    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    private long Field(string path, string name)
    {
        var line = File.ReadLines(string.Format(CultureInfo.InvariantCulture, path, _process.Id)).FirstOrDefault(l => l.StartsWith(name, StringComparison.Ordinal));
        return line is null ? 0 : long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        if (!_process.HasExited) Kill();
        _process.Dispose();
    }
}

/// <summary>Figures of one measurement, in the order they were taken; written where <c>CIVICPULSE_BENCH_OUT</c> says.</summary>
internal sealed class Figures
{
    private readonly ConcurrentQueue<KeyValuePair<string, double>> _all = new();

    public static int Size(int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable("CIVICPULSE_BENCH_SIZE"), NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? size : otherwise;

    public void Add(string name, double value) => _all.Enqueue(new(name, Math.Round(value, 2)));

    public async Task WriteAsync()
    {
        var json = JsonSerializer.Serialize(_all.ToDictionary(f => f.Key, f => f.Value, StringComparer.Ordinal));
        if (Environment.GetEnvironmentVariable("CIVICPULSE_BENCH_OUT") is { Length: > 0 } path) await File.WriteAllTextAsync(path, json);
        else TestContext.Current.TestOutputHelper?.WriteLine(json);
    }
}
