using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace CivicPulse.Tests.Support;

/// <summary>The distribution's own pooler in front of the tests' database server, in the mode that is asked for.</summary>
internal sealed class PgBouncer : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _folder;

    private PgBouncer(Process process, string folder, int port) => (_process, _folder, Port) = (process, folder, port);

    public int Port { get; }

    /// <summary>Skips the test where it is not installed; CI installs it and says so.</summary>
    public static async Task<PgBouncer> StartAsync(Backing backing, string mode, string more = "")
    {
        const string Program = "/usr/sbin/pgbouncer";
        Assert.SkipUnless(File.Exists(Program) || Environment.GetEnvironmentVariable("CI") is { Length: > 0 }, "pgbouncer is not installed: eng/install.sh browser installs it.");
        var server = new NpgsqlConnectionStringBuilder(backing.Owner);
        var folder = Directory.CreateTempSubdirectory("civicpulse-pooler-").FullName;
        var port = FreePort();
        await File.WriteAllTextAsync(Path.Combine(folder, "users.txt"), $"\"civicpulse_app\" \"{backing.AppPassword}\"\n\"civicpulse_host\" \"{backing.HostPassword}\"\n");
        await File.WriteAllTextAsync(Path.Combine(folder, "pgbouncer.ini"), $"""
            [databases]
            * = host=127.0.0.1 port={server.Port}
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = {port}
            unix_socket_dir =
            auth_type = plain
            auth_file = {folder}/users.txt
            pool_mode = {mode}
            ignore_startup_parameters = extra_float_digits,options
            {more}

            """);
        // It refuses to run as root.
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
            foreach (var file in Directory.EnumerateFiles(folder)) File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        }
        string[] asOther = Environment.UserName == "root" ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--pdeathsig", "TERM"] : ["setpriv", "--pdeathsig", "TERM"];
        var process = Process.Start(new ProcessStartInfo(asOther[0], [.. asOther[1..], Program, Path.Combine(folder, "pgbouncer.ini")]) { RedirectStandardError = true, UseShellExecute = false })!;
        process.BeginErrorReadLine();
        var pooler = new PgBouncer(process, folder, port);
        await Eventually.TrueAsync(async () =>
        {
            using var client = new TcpClient();
            try { await client.ConnectAsync(IPAddress.Loopback, port); return true; }
            catch (SocketException) { return false; }
        });
        return pooler;
    }

    public async ValueTask DisposeAsync()
    {
        using (_process)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }
        Directory.Delete(_folder, recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
