using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Aspire.Hosting.Local;

/// <summary>One started process, the leader of a group of its own.</summary>
internal sealed partial class ChildProcess(Process process, Spawner spawner) : IDisposable
{
    private const int Terminate = 15;
    private const int Kill = 9;

    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(6);

    public int Id { get; } = process.Id;

    public static async Task<ChildProcess> StartAsync(Spawner spawner, LaunchPlan plan, Action<string, bool> line)
    {
        var process = await spawner.StartAsync(plan);
        process.StandardInput.Close();
        process.OutputDataReceived += (_, e) => Pass(e.Data, false);
        process.ErrorDataReceived += (_, e) => Pass(e.Data, true);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new ChildProcess(process, spawner);

        void Pass(string? text, bool error)
        {
            if (text is not null)
                line(text, error);
        }
    }

    /// <summary>Waits for the end and tidies up what the process itself left behind in its group.</summary>
    public async Task<int> EndAsync()
    {
        await process.WaitForExitAsync(CancellationToken.None);
        _ = SendSignal(-Id, Kill);
        spawner.Forget(Id);
        return process.ExitCode;
    }

    public async Task StopAsync()
    {
        if (process.HasExited)
            return;
        _ = SendSignal(Id, Terminate);
        using var limit = new CancellationTokenSource(Grace);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            _ = SendSignal(-Id, Kill);
        }
    }

    public void Dispose() => process.Dispose();

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SendSignal(int process, int signal);
}
