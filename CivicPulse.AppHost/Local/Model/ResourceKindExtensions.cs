namespace Aspire.Hosting;

internal interface IProjectMetadata
{
    string ProjectPath { get; }
}

internal sealed class ProjectResourceOptions
{
    public bool ExcludeLaunchProfile { get; set; }

    public bool ExcludeKestrelEndpoints { get; set; }
}

/// <summary>The kinds of resource that the diagram is drawn of.</summary>
internal static class ResourceKindExtensions
{
    public static IResourceBuilder<ParameterResource> AddParameter(this IDistributedApplicationBuilder builder, string name, string value,
        bool publishValueAsDefault = false, bool secret = false) => builder.AddResource(new ParameterResource(name, () => value, secret));

    public static IResourceBuilder<ConnectionStringResource> AddConnectionString(this IDistributedApplicationBuilder builder, string name,
        ReferenceExpression connectionStringExpression) => builder.AddResource(new ConnectionStringResource(name, connectionStringExpression));

    public static IResourceBuilder<ExecutableResource> AddExecutable(this IDistributedApplicationBuilder builder, string name, string command,
        string workingDirectory, params string[]? args) => builder
            .AddResource(new ExecutableResource(name, command, Path.GetFullPath(workingDirectory, builder.AppHostDirectory)))
            .WithArgs(args ?? []);

    // Launch profiles and Kestrel sections describe a host that is started alone: neither is read here.
    public static IResourceBuilder<ProjectResource> AddProject<TProject>(this IDistributedApplicationBuilder builder, string name,
        Action<ProjectResourceOptions> configure) where TProject : IProjectMetadata, new()
    {
        configure(new ProjectResourceOptions());
        return builder.AddResource(new ProjectResource(name, new TProject()));
    }

    public static IResourceBuilder<ProjectResource> WithReplicas(this IResourceBuilder<ProjectResource> builder, int replicas) =>
        builder.With(new ReplicaAnnotation(replicas));
}
