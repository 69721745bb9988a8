using System.Collections.Concurrent;
using System.Diagnostics;

namespace Aspire.Hosting.Local;

/// <summary>
/// Starts processes, and sees to it that none outlives this one however it ends. Two nets: the kernel signals a child when the
/// thread that started it dies (so one thread starts them all and lives as long as the process), and the reaper, a script at
/// the end of a pipe, stops whole process groups when the pipe breaks.
/// </summary>
internal sealed class Spawner : IDisposable
{
    private const string SetSession = "/usr/bin/setsid";

    private readonly BlockingCollection<Action> orders = [];
    private readonly Process reaper;
    private readonly Lock pipe = new();

    public Spawner()
    {
        var thread = new Thread(() =>
        {
            foreach (var order in orders.GetConsumingEnumerable())
                order();
        })
        { IsBackground = true, Name = "spawner" };
        thread.Start();
        var script = Path.GetFullPath("../eng/native/reaper.sh", Projects.Location.AppHostDirectory);
        reaper = Process.Start(new ProcessStartInfo(SetSession, ["bash", script]) { UseShellExecute = false, RedirectStandardInput = true })
            ?? throw new InvalidOperationException("The reaper did not start.");
    }

    public Task<Process> StartAsync(LaunchPlan plan)
    {
        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        orders.Add(() =>
        {
            try
            {
                var process = new Process { StartInfo = InfoFor(plan), EnableRaisingEvents = true };
                process.Start();
                Tell($"+{process.Id}");
                started.SetResult(process);
            }
            catch (Exception reason) when (reason is System.ComponentModel.Win32Exception or InvalidOperationException or IOException)
            {
                started.SetException(reason);
            }
        });
        return started.Task;
    }

    public void Forget(int processGroup) => Tell($"-{processGroup}");

    public void Dispose()
    {
        orders.CompleteAdding();
        reaper.StandardInput.Dispose();
        reaper.Dispose();
        orders.Dispose();
    }

    private void Tell(string line)
    {
        lock (pipe)
        {
            try
            {
                reaper.StandardInput.WriteLine(line);
                reaper.StandardInput.Flush();
            }
            catch (IOException)
            {
                // Someone ended the reaper; the first net still holds.
            }
        }
    }

    // A session of its own: Ctrl-C in the terminal reaches this program only, which then stops the rest in order.
    private static ProcessStartInfo InfoFor(LaunchPlan plan)
    {
        var info = new ProcessStartInfo(SetSession, ["setpriv", "--pdeathsig", "TERM", plan.Command, .. plan.Arguments])
        {
            WorkingDirectory = plan.Folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var inherited in info.Environment.Keys.Where(key => key.StartsWith("ASPNETCORE_", StringComparison.Ordinal)).ToList())
            info.Environment.Remove(inherited);
        foreach (var (name, value) in plan.Environment)
            info.Environment[name] = value;
        return info;
    }
}
