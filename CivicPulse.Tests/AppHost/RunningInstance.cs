using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using CivicPulse.Tests.Support;

namespace CivicPulse.Tests.AppHost;

/// <summary>The AppHost as its users start it: a process with a data folder of its own.</summary>
internal sealed class RunningInstance : IAsyncDisposable
{
    private readonly List<string> _log = [];

    private RunningInstance(string folder, params string[] arguments)
    {
        Folder = folder;
        var start = new ProcessStartInfo("dotnet", [Backing.Built("CivicPulse.AppHost"), $"--parent-pid={Environment.ProcessId}", .. arguments])
        {
            Environment = { ["CIVICPULSE_DATA"] = folder },
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Process = Process.Start(start)!;
        Process.OutputDataReceived += (_, line) => Keep(line.Data);
        Process.ErrorDataReceived += (_, line) => Keep(line.Data);
        Process.BeginOutputReadLine();
        Process.BeginErrorReadLine();
    }

    public string Folder { get; }

    public Process Process { get; }

    /// <summary>Starts it and waits for the file that says it is up.</summary>
    public static async Task<RunningInstance> UpAsync(string folder, string file, params string[] arguments)
    {
        var instance = new RunningInstance(folder, arguments);
        var path = Path.Combine(folder, "run", file);
        var failed = Path.Combine(folder, "run", "failed.txt");
        var waited = Stopwatch.StartNew();
        // A killed predecessor leaves its files: only those of this process count.
        while (!instance.HasBegun() || !File.Exists(path))
        {
            if (instance.Process.HasExited || (instance.HasBegun() && File.Exists(failed)) || waited.Elapsed > TimeSpan.FromMinutes(2))
                await instance.GiveUpAsync();
            await Task.Delay(50);
        }
        return instance;
    }

    public JsonElement Read(string file) => JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(Path.Combine(Folder, file)));

    /// <summary>The processes of this machine that have to do with the folder, as their environment, arguments or place tell.</summary>
    public static IReadOnlyList<string> ProcessesOf(string folder) =>
        [.. Directory.EnumerateDirectories("/proc").Where(path => int.TryParse(Path.GetFileName(path), out _))
            .Where(path => Mentions(path, "environ", folder) || Mentions(path, "cmdline", folder) || StandsIn(path, folder))
            .Select(path => $"{Path.GetFileName(path)} {Text(path, "cmdline")}")];

    public void Signal(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", Process.Id.ToString()]);
        kill.WaitForExit();
    }

    public string LastLines()
    {
        lock (_log)
            return string.Join('\n', _log.TakeLast(40));
    }

    public async ValueTask DisposeAsync()
    {
        using (Process)
        {
            if (!Process.HasExited)
                Signal("TERM");
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            await Process.WaitForExitAsync(patience.Token);
        }
    }

    private async Task GiveUpAsync()
    {
        await DisposeAsync();
        Assert.Fail("It did not come up:\n" + LastLines());
    }

    private bool HasBegun()
    {
        var file = Path.Combine(Folder, "run", "apphost.pid");
        return File.Exists(file) && File.ReadAllText(file).Trim() == Process.Id.ToString(CultureInfo.InvariantCulture);
    }

    private void Keep(string? line)
    {
        lock (_log)
            _log.Add(line ?? "");
    }

    private static bool Mentions(string process, string file, string folder) => Text(process, file).Contains(folder, StringComparison.Ordinal);

    private static bool StandsIn(string process, string folder)
    {
        try
        {
            return new FileInfo(Path.Combine(process, "cwd")).LinkTarget?.StartsWith(folder, StringComparison.Ordinal) ?? false;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static string Text(string process, string file)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, file)).Replace('\0', ' ');
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
