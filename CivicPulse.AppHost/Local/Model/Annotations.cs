namespace Aspire.Hosting.ApplicationModel;

internal sealed class EndpointAnnotation(string name, string scheme, int? port) : IResourceAnnotation
{
    private readonly Lazy<int> allocated = new(() => port ?? FreePort.Any());

    public const string LoopbackAddress = "127.0.0.1";

    public string Name => name;

    public string UriScheme => scheme;

    public string Loopback => LoopbackAddress;

    public int AllocatedPort => allocated.Value;
}

internal enum WaitType
{
    WaitUntilHealthy,
    WaitForCompletion,
}

internal sealed record WaitAnnotation(IResource Resource, WaitType WaitType, int ExitCode) : IResourceAnnotation;

internal sealed record HealthCheckAnnotation(string Key) : IResourceAnnotation;

internal sealed record ReplicaAnnotation(int Replicas) : IResourceAnnotation;

internal sealed record ParentAnnotation(IResource Parent) : IResourceAnnotation;

internal sealed record ReferenceAnnotation(IResource Resource) : IResourceAnnotation;

internal sealed record UrlTextAnnotation(string EndpointName, Action<ResourceUrlAnnotation> Change) : IResourceAnnotation;

internal sealed class ResourceUrlAnnotation : IResourceAnnotation
{
    public required string Url { get; set; }

    public string? DisplayText { get; set; }
}

internal sealed record EnvironmentCallbackAnnotation(Func<EnvironmentCallbackContext, Task> Callback) : IResourceAnnotation;

internal sealed record CommandLineArgsCallbackAnnotation(Func<CommandLineArgsCallbackContext, Task> Callback) : IResourceAnnotation;

internal sealed class EnvironmentCallbackContext(CancellationToken cancellationToken)
{
    public Dictionary<string, object> EnvironmentVariables { get; } = new(StringComparer.Ordinal);

    public CancellationToken CancellationToken => cancellationToken;
}

internal sealed class CommandLineArgsCallbackContext(CancellationToken cancellationToken)
{
    public IList<object> Args { get; } = [];

    public CancellationToken CancellationToken => cancellationToken;
}
