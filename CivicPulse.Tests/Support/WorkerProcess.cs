using System.Diagnostics;

namespace CivicPulse.Tests.Support;

/// <summary>A Worker as a process of its own, to be killed with SIGKILL. It knows the scratch jobs beside the product's.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private readonly Process _process;

    private WorkerProcess(Process process) => _process = process;

    /// <summary>The real Worker, with this test assembly among what it can load.</summary>
    public static WorkerProcess Start(Site site)
    {
        var here = AppContext.BaseDirectory;
        var start = new ProcessStartInfo("dotnet",
            ["exec", "--depsfile", Path.Combine(here, "CivicPulse.Tests.deps.json"), "--runtimeconfig", Path.Combine(here, "CivicPulse.Tests.runtimeconfig.json"),
                Path.Combine(here, "CivicPulse.Worker.dll")])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        foreach (var (key, value) in site.Settings) start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        start.Environment["ASPNETCORE_HOSTINGSTARTUPASSEMBLIES"] = "CivicPulse.Tests";
        var worker = Process.Start(start)!;
        worker.BeginOutputReadLine();
        return new WorkerProcess(worker);
    }

    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Waits for it to end by itself.</summary>
    public async Task EndedAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await _process.WaitForExitAsync(patience.Token);
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }
}
