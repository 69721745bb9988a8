using Microsoft.Extensions.Diagnostics.HealthChecks;
using CheckReport = Microsoft.Extensions.Diagnostics.HealthChecks.HealthReport;
using HealthReport = Aspire.Hosting.ApplicationModel.HealthReport;

namespace Aspire.Hosting.Local;

/// <summary>The life of one resource (one replica of it): wait, start, be healthy, end.</summary>
internal sealed class ResourceRun(IResource resource, int replica, ResourceLog log, RunnerParts parts) : IDisposable
{
    private CancellationTokenSource abandoned = new();
    private ChildProcess? child;
    private Task life = Task.CompletedTask;
    private volatile bool stopping;

    public IResource Resource => resource;

    public ResourceLog Log => log;

    public string Id { get; } = replica == 0 ? resource.Name : $"{resource.Name}-{replica + 1}";

    public CustomResourceSnapshot Snapshot { get; private set; } =
        new(replica == 0 ? resource.Name : $"{resource.Name}-{replica + 1}", resource, KindOf(resource)) { CreatedAt = parts.Clock.GetUtcNow() };

    public void Begin()
    {
        stopping = false;
        life = LiveAsync(abandoned.Token);
    }

    public async Task StopAsync()
    {
        stopping = true;
        await abandoned.CancelAsync();
        if (child is { } running)
        {
            Post(Snapshot with { State = KnownResourceStates.Stopping });
            await running.StopAsync();
        }
        await life;
    }

    /// <summary>Does what a button of the dashboard asks; false when that makes no sense now.</summary>
    public async Task<bool> ObeyAsync(string command)
    {
        switch (command)
        {
            case "stop" when child is not null:
                await StopAsync();
                return true;
            case "start" when child is null && life.IsCompleted:
                abandoned.Dispose();
                abandoned = new CancellationTokenSource();
                Begin();
                return true;
            default:
                return false;
        }
    }

    public void Dispose()
    {
        abandoned.Dispose();
        log.Dispose();
    }

    private async Task LiveAsync(CancellationToken cancellationToken)
    {
        try
        {
            await WaitForOthersAsync(cancellationToken);
            if (resource is ExecutableResource or ProjectResource)
                await RunProcessAsync(cancellationToken);
            else
                await StandAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Post(Snapshot with { State = KnownResourceStates.Finished });
        }
        catch (Exception reason) when (reason is DistributedApplicationException or IOException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            log.Write($"did not start: {reason.Message}", isError: true);
            Post(Snapshot with { State = KnownResourceStates.FailedToStart, Reason = reason.Message });
        }
    }

    private async Task WaitForOthersAsync(CancellationToken cancellationToken)
    {
        var waits = resource.Annotations.OfType<WaitAnnotation>().ToList();
        if (waits.Count > 0)
            Post(Snapshot with { State = KnownResourceStates.Waiting });
        foreach (var wait in waits)
        {
            if (wait.WaitType is WaitType.WaitForCompletion)
                await parts.Board.WaitForCompletionAsync(wait.Resource.Name, wait.ExitCode, cancellationToken);
            else
                await parts.Board.WaitForResourceHealthyAsync(wait.Resource.Name, WaitBehavior.StopOnResourceUnavailable, cancellationToken);
        }
    }

    // A connection string or a parameter runs as long as what it stands for does.
    private Task StandAsync(CancellationToken cancellationToken)
    {
        Post(Snapshot with { State = KnownResourceStates.Running, StartedAt = parts.Clock.GetUtcNow() });
        return WatchHealthAsync(cancellationToken);
    }

    private async Task RunProcessAsync(CancellationToken cancellationToken)
    {
        var plan = await LaunchPlan.ForAsync(resource, replica, parts.Telemetry, cancellationToken);
        Post(Snapshot with { State = KnownResourceStates.Starting, Plan = plan, ExitCode = null, StoppedAt = null, HealthReports = [] });
        using var process = child = await ChildProcess.StartAsync(parts.Spawner, plan, log.Write);
        Post(Snapshot with { State = KnownResourceStates.Running, ProcessId = process.Id, StartedAt = parts.Clock.GetUtcNow() });

        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var health = WatchHealthAsync(ended.Token);
        var code = await process.EndAsync();
        await ended.CancelAsync();
        await health;
        child = null;
        Report(code);
    }

    private void Report(int code)
    {
        var isProblem = code != 0 && !stopping;
        if (!stopping)
            log.Write($"ended with code {code}", isProblem);
        Post(Snapshot with
        {
            State = isProblem ? KnownResourceStates.Exited : KnownResourceStates.Finished,
            ExitCode = code,
            ProcessId = null,
            StoppedAt = parts.Clock.GetUtcNow(),
            HealthReports = [],
        });
    }

    private async Task WatchHealthAsync(CancellationToken cancellationToken)
    {
        var keys = resource.Annotations.OfType<HealthCheckAnnotation>().Select(a => a.Key).ToHashSet(StringComparer.Ordinal);
        try
        {
            while (keys.Count > 0)
            {
                var report = await parts.Health.CheckHealthAsync(check => keys.Contains(check.Name), cancellationToken);
                Take(report);
                await Task.Delay(Snapshot.IsHealthy ? RunnerParts.CalmPoll : RunnerParts.EagerPoll, parts.Clock, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The process is gone or going: nothing left to ask.
        }
    }

    private void Take(CheckReport report)
    {
        var before = Snapshot.IsHealthy;
        Post(Snapshot with
        {
            HealthReports = [.. report.Entries.Select(entry => new HealthReport(
                entry.Key, entry.Value.Status is HealthStatus.Healthy, entry.Value.Description ?? entry.Value.Exception?.Message, parts.Clock.GetUtcNow()))],
        });
        if (before && !Snapshot.IsHealthy)
            log.Write($"is no longer healthy: {string.Join("; ", Snapshot.HealthReports.Select(r => r.Description))}", isError: true);
    }

    private void Post(CustomResourceSnapshot snapshot)
    {
        Snapshot = snapshot;
        parts.Board.Publish(snapshot);
    }

    private static string KindOf(IResource resource) => resource switch
    {
        ProjectResource => "Project",
        ExecutableResource => "Executable",
        ParameterResource => "Parameter",
        _ => "ConnectionString",
    };
}
