using Aspire.Hosting.Local;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting;

internal interface IDistributedApplicationBuilder
{
    ConfigurationManager Configuration { get; }

    string AppHostDirectory { get; }

    IServiceCollection Services { get; }

    DistributedApplicationExecutionContext ExecutionContext { get; }

    IReadOnlyList<IResource> Resources { get; }

    IResourceBuilder<T> AddResource<T>(T resource) where T : IResource;

    DistributedApplication Build();
}

internal sealed class DistributedApplicationExecutionContext
{
    // Publishing is Aspire's own work: it needs Aspire's packages.
    public bool IsPublishMode => false;

    public bool IsRunMode => !IsPublishMode;
}

internal sealed class DistributedApplicationOptions
{
    public string[]? Args { get; set; }

    public bool DisableDashboard { get; set; }
}

internal sealed class DistributedApplicationBuilder : IDistributedApplicationBuilder
{
    private readonly HostApplicationBuilder host;
    private readonly List<IResource> resources = [];

    public DistributedApplicationBuilder(DistributedApplicationOptions options)
    {
        host = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { Args = options.Args, ContentRootPath = AppHostDirectory });
        host.Logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("System", LogLevel.Warning)
            .AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None);
        host.Services.AddHttpClient();
        host.Services.AddLocalRunner(resources);
        if (!options.DisableDashboard)
            this.AddDashboard();
    }

    public ConfigurationManager Configuration => host.Configuration;

    public string AppHostDirectory => Projects.Location.AppHostDirectory;

    public IServiceCollection Services => host.Services;

    public DistributedApplicationExecutionContext ExecutionContext { get; } = new();

    public IReadOnlyList<IResource> Resources => resources;

    public IResourceBuilder<T> AddResource<T>(T resource) where T : IResource
    {
        if (resources.Exists(known => string.Equals(known.Name, resource.Name, StringComparison.Ordinal)))
            throw new InvalidOperationException($"There are two resources named '{resource.Name}'.");
        resources.Add(resource);
        return new ResourceBuilder<T>(this, resource);
    }

    public DistributedApplication Build() => new(host.Build());
}

internal sealed class DistributedApplication(IHost host)
{
    public IServiceProvider Services => host.Services;

    public static IDistributedApplicationBuilder CreateBuilder(string[] args) =>
        CreateBuilder(new DistributedApplicationOptions { Args = args });

    public static IDistributedApplicationBuilder CreateBuilder(DistributedApplicationOptions options) =>
        new DistributedApplicationBuilder(options);

    public Task RunAsync(CancellationToken cancellationToken = default) => host.RunAsync(cancellationToken);
}
