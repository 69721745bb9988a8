namespace Aspire.Hosting;

internal static class EndpointExtensions
{
    public static IResourceBuilder<T> WithEndpoint<T>(this IResourceBuilder<T> builder, int? port = null, int? targetPort = null,
        string? scheme = null, string? name = null, string? env = null, bool isProxied = true) where T : IResourceWithEndpoints
    {
        var endpoint = new EndpointAnnotation(name ?? scheme ?? "tcp", scheme ?? "tcp", port ?? targetPort);
        builder.With(endpoint);
        if (env is not null && builder is IResourceBuilder<IResourceWithEnvironment> environment)
            environment.WithEnvironment(context => context.EnvironmentVariables[env] =
                new EndpointReference(builder.Resource, endpoint.Name).Property(EndpointProperty.TargetPort));
        return builder;
    }

    public static IResourceBuilder<T> WithHttpEndpoint<T>(this IResourceBuilder<T> builder, int? port = null, int? targetPort = null,
        string? name = null, string? env = null, bool isProxied = true) where T : IResourceWithEndpoints =>
        builder.WithEndpoint(port, targetPort, "http", name, env, isProxied);

    public static EndpointReference GetEndpoint<T>(this IResourceBuilder<T> builder, string name) where T : IResourceWithEndpoints =>
        new(builder.Resource, name);

    public static IResourceBuilder<T> WithUrlForEndpoint<T>(this IResourceBuilder<T> builder, string endpointName,
        Action<ResourceUrlAnnotation> callback) where T : IResource => builder.With(new UrlTextAnnotation(endpointName, callback));
}
