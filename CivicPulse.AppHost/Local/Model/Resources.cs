
// The part of the Aspire.Hosting builder API that this AppHost uses, with Aspire's own signatures, over a process runner:
// compiled where the Aspire packages cannot be restored, so that AppHost.cs is written once.

namespace Aspire.Hosting.ApplicationModel;

internal interface IResource
{
    string Name { get; }

    List<IResourceAnnotation> Annotations { get; }
}

internal interface IResourceAnnotation;

internal interface IResourceWithWaitSupport : IResource;

internal interface IResourceWithEnvironment : IResource;

internal interface IResourceWithArgs : IResource;

internal interface IResourceWithEndpoints : IResource;

internal interface IResourceWithServiceDiscovery : IResourceWithEndpoints;

internal interface IResourceWithConnectionString : IResource, IValueProvider
{
    ReferenceExpression ConnectionStringExpression { get; }
}

internal interface IResourceBuilder<out T> where T : IResource
{
    IDistributedApplicationBuilder ApplicationBuilder { get; }

    T Resource { get; }
}

internal sealed record ResourceBuilder<T>(IDistributedApplicationBuilder ApplicationBuilder, T Resource)
    : IResourceBuilder<T> where T : IResource;

internal abstract class Resource(string name) : IResource
{
    public string Name => name;

    public List<IResourceAnnotation> Annotations { get; } = [];
}

internal sealed class ExecutableResource(string name, string command, string workingDirectory)
    : Resource(name), IResourceWithEnvironment, IResourceWithArgs, IResourceWithEndpoints, IResourceWithWaitSupport
{
    public string Command => command;

    public string WorkingDirectory => workingDirectory;
}

internal sealed class ProjectResource(string name, IProjectMetadata project)
    : Resource(name), IResourceWithEnvironment, IResourceWithArgs, IResourceWithServiceDiscovery, IResourceWithWaitSupport
{
    public IProjectMetadata Project => project;
}

internal sealed class ParameterResource(string name, Func<string> value, bool secret) : Resource(name), IValueProvider
{
    public bool Secret => secret;

    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) => ValueTask.FromResult<string?>(value());
}

internal sealed class ConnectionStringResource(string name, ReferenceExpression expression)
    : Resource(name), IResourceWithConnectionString, IResourceWithWaitSupport
{
    public ReferenceExpression ConnectionStringExpression => expression;

    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) => expression.GetValueAsync(cancellationToken);
}
