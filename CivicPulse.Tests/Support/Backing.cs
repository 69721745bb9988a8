using System.Diagnostics;
using System.Text.Json;
using Npgsql;

namespace CivicPulse.Tests.Support;

/// <summary>Real PostgreSQL, Redis and blob store for one test run, started by the AppHost and gone with this process.</summary>
internal sealed class Backing : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly Process _host;
    private readonly string _folder;
    private int _redisDatabases;

    private Backing(Process host, string folder, JsonElement connections)
    {
        (_host, _folder) = (host, folder);
        string Text(string name) => connections.GetProperty(name).GetString()!;
        (Owner, Redis, Blobs) = (Text("civicpulse_admin"), Text("redis"), Text("blobs"));
        (AppPassword, HostPassword, KeyRing) = (Text("app_password"), Text("host_password"), Text("key_ring"));
    }

    public string Owner { get; }

    public string Redis { get; }

    public string Blobs { get; }

    public string AppPassword { get; }

    public string HostPassword { get; }

    /// <summary>The certificate that the keys of tokens are kept under.</summary>
    public string KeyRing { get; }

    public static async Task<Backing> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("civicpulse-tests-").FullName;
        // The database server runs as its own user and must be able to reach its folder.
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        var start = new ProcessStartInfo("dotnet", [Built("CivicPulse.AppHost"), "--only=services", $"--parent-pid={Environment.ProcessId}"])
        {
            Environment = { ["CIVICPULSE_DATA"] = folder },
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var host = Process.Start(start)!;
        var log = new List<string>();
        host.OutputDataReceived += (_, line) => Keep(line.Data);
        host.ErrorDataReceived += (_, line) => Keep(line.Data);
        host.BeginOutputReadLine();
        host.BeginErrorReadLine();
        return new Backing(host, folder, await ConnectionsAsync(host, Path.Combine(folder, "run", "services.json"), log));

        void Keep(string? line)
        {
            lock (log) log.Add(line ?? "");
        }
    }

    /// <summary>Installations do not take each other's hints: each has a database of Redis to itself, as many as the server has.</summary>
    public int NextRedisDatabase() => Interlocked.Increment(ref _redisDatabases) - 1;

    /// <summary>A fresh database beside the others; the login roles and their passwords are the server's.</summary>
    public async Task<(string Owner, string App, string Host)> CreateDatabaseAsync(string name)
    {
        await using (var server = NpgsqlDataSource.Create(Owner))
        await using (var create = server.CreateCommand($"create database {name}"))
            await create.ExecuteNonQueryAsync();
        var owner = new NpgsqlConnectionStringBuilder(Owner) { Database = name, MaxPoolSize = 20 };
        var app = new NpgsqlConnectionStringBuilder(owner.ConnectionString) { Username = "civicpulse_app", Password = AppPassword, MaxPoolSize = 40 };
        var host = new NpgsqlConnectionStringBuilder(app.ConnectionString) { Username = "civicpulse_host", Password = HostPassword, MaxPoolSize = 20 };
        return (owner.ConnectionString, app.ConnectionString, host.ConnectionString);
    }

    /// <summary>The assembly of another project of this solution, built in the same configuration.</summary>
    public static string Built(string project)
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        var path = Path.Combine(here.Parent!.Parent!.Parent!.Parent!.FullName, project, "bin", here.Parent.Name, here.Name, project + ".dll");
        return File.Exists(path) ? path : throw new FileNotFoundException($"{project} is not built.", path);
    }

    public async ValueTask DisposeAsync()
    {
        using (_host)
        {
            using var stop = Process.Start("kill", ["-TERM", _host.Id.ToString()]);
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            await _host.WaitForExitAsync(patience.Token);
        }
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task<JsonElement> ConnectionsAsync(Process host, string file, List<string> log)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!File.Exists(file))
        {
            if (host.HasExited || patience.IsCancellationRequested)
            {
                lock (log) throw new InvalidOperationException("The backing services did not start:\n" + string.Join('\n', log.TakeLast(30)));
            }
            await Task.Delay(100);
        }
        return JsonSerializer.Deserialize<JsonElement>(await File.ReadAllTextAsync(file));
    }
}
