using System.Collections.Concurrent;
using System.Threading.Channels;

namespace Aspire.Hosting.ApplicationModel;

internal enum WaitBehavior
{
    WaitOnResourceUnavailable,
    StopOnResourceUnavailable,
}

public sealed class DistributedApplicationException(string message) : Exception(message);

/// <summary>The board on which resources post their state and others wait for it.</summary>
internal sealed class ResourceNotificationService
{
    private readonly ConcurrentDictionary<string, CustomResourceSnapshot> snapshots = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Channel<CustomResourceSnapshot>, bool> watchers = new();

    public IEnumerable<CustomResourceSnapshot> All => snapshots.Values.OrderBy(s => s.CreatedAt).ThenBy(s => s.ResourceId, StringComparer.Ordinal);

    public void Publish(CustomResourceSnapshot snapshot)
    {
        snapshots[snapshot.ResourceId] = snapshot;
        foreach (var watcher in watchers.Keys)
            watcher.Writer.TryWrite(snapshot);
    }

    public Task WaitForResourceAsync(string resourceName, string? targetState = null, CancellationToken cancellationToken = default) =>
        WaitForAsync(resourceName, s => string.Equals(s.State, targetState ?? KnownResourceStates.Running, StringComparison.Ordinal), cancellationToken);

    public async Task WaitForResourceHealthyAsync(string resourceName, WaitBehavior waitBehavior, CancellationToken cancellationToken = default)
    {
        var settled = await WaitForAsync(resourceName, s => s.IsHealthy
            || (waitBehavior is WaitBehavior.StopOnResourceUnavailable && KnownResourceStates.IsTerminal(s.State)), cancellationToken);
        if (!settled.IsHealthy)
            throw new DistributedApplicationException(Why(settled));
    }

    public async Task WaitForCompletionAsync(string resourceName, int exitCode, CancellationToken cancellationToken)
    {
        var settled = await WaitForAsync(resourceName, s => KnownResourceStates.IsTerminal(s.State), cancellationToken);
        if (settled.ExitCode != exitCode)
            throw new DistributedApplicationException(Why(settled));
    }

    public async IAsyncEnumerable<CustomResourceSnapshot> WatchAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var channel = Channel.CreateUnbounded<CustomResourceSnapshot>();
        watchers[channel] = true;
        try
        {
            foreach (var snapshot in All)
                yield return snapshot;
            await foreach (var snapshot in channel.Reader.ReadAllAsync(cancellationToken))
                yield return snapshot;
        }
        finally
        {
            watchers.TryRemove(channel, out _);
        }
    }

    private async Task<CustomResourceSnapshot> WaitForAsync(string name, Predicate<CustomResourceSnapshot> reached, CancellationToken cancellationToken)
    {
        await foreach (var snapshot in WatchAsync(cancellationToken))
        {
            if (string.Equals(snapshot.Resource.Name, name, StringComparison.Ordinal) && reached(snapshot))
                return snapshot;
        }
        throw new OperationCanceledException(cancellationToken);
    }

    private static string Why(CustomResourceSnapshot snapshot)
    {
        var reason = snapshot.Reason ?? (snapshot.ExitCode is { } code ? $"it ended with code {code}" : "it did not start");
        return $"'{snapshot.Resource.Name}' is {snapshot.State}: {reason}";
    }
}
