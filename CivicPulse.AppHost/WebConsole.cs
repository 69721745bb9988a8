using System.Globalization;
using CivicPulse.AppHost.Instance;

namespace CivicPulse.AppHost;

internal static class WebConsole
{
    /// <summary>
    /// The built console on a port of its own, with the API behind the same origin. None when it is not built: the API serves
    /// the same files, as it does in production.
    /// </summary>
    public static IResourceBuilder<ExecutableResource>? AddWebConsole(this IDistributedApplicationBuilder builder, LocalInstance instance,
        IResourceBuilder<ProjectResource> api)
    {
        var folder = Path.Combine(instance.Repository, "CivicPulse.Web");
        const string server = "node_modules/vite/bin/vite.js";
        if (builder.ExecutionContext.IsPublishMode || !File.Exists(Path.Combine(folder, server)) || !File.Exists(Path.Combine(folder, "dist", "index.html")))
            return null;
        var port = instance.Ports["web"];
        return builder
            .AddExecutable("web", "node", folder, server, "preview", "--host", "127.0.0.1", "--strictPort", "--port", port.ToString(CultureInfo.InvariantCulture))
            .WithHttpEndpoint(port: port, targetPort: port, name: "http", env: "PORT", isProxied: false)
            .WithHttpHealthCheck("/")
            .WithReference(api)
            .WaitFor(api)
            .WithUrlForEndpoint("http", url => url.Url = LocalInstance.At($"{Demo.Tenant}.localhost", port))
            .ExcludeFromManifest();
    }
}
