using System.Collections.Concurrent;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Local;

/// <summary>Runs the diagram: everything starts at once and waits for what it depends on; it stops in the opposite order.</summary>
internal sealed class Runner(Diagram diagram, RunnerParts parts, IConfiguration configuration) : IHostedService, IDisposable
{
    private readonly ConcurrentDictionary<string, Task> stops = new(StringComparer.Ordinal);
    private readonly List<ResourceRun> runs = [];

    public IReadOnlyList<ResourceRun> Runs => runs;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var folder = Path.Combine(configuration["CIVICPULSE_DATA"] ?? Path.GetTempPath(), "logs");
        foreach (var resource in diagram.Resources)
        {
            var replicas = resource.Annotations.OfType<ReplicaAnnotation>().LastOrDefault()?.Replicas ?? 1;
            for (var replica = 0; replica < replicas; replica++)
            {
                var name = replica == 0 ? resource.Name : $"{resource.Name}-{replica + 1}";
                runs.Add(new ResourceRun(resource, replica, new ResourceLog(name, folder, parts.Clock), parts));
            }
        }
        foreach (var run in runs)
            parts.Board.Publish(run.Snapshot);
        foreach (var run in runs)
            run.Begin();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.WhenAll(runs.Select(StopInTurnAsync));

    public void Dispose()
    {
        foreach (var run in runs)
            run.Dispose();
    }

    private Task StopInTurnAsync(ResourceRun run) => stops.GetOrAdd(run.Id, _ => Task.Run(async () =>
    {
        await Task.WhenAll(runs.Where(other => Needs(other.Resource, run.Resource)).Select(StopInTurnAsync));
        await run.StopAsync();
    }));

    private static bool Needs(IResource one, IResource other) => one.Annotations.OfType<WaitAnnotation>().Any(wait => wait.Resource == other);
}
