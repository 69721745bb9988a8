using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Local;

internal static class LocalRunnerSetup
{
    public static IServiceCollection AddLocalRunner(this IServiceCollection services, IReadOnlyList<IResource> resources)
    {
        services.Configure<HostOptions>(options =>
        {
            // Two generations (hosts, then what they stand on), each with its grace.
            options.ShutdownTimeout = 3 * ChildProcess.Grace;
            options.ServicesStartConcurrently = true;
        });
        services.AddHealthChecks();
        services.AddSingleton<ResourceNotificationService>();
        services.AddSingleton<Spawner>();
        services.AddSingleton<LocalTelemetry>();
        services.AddSingleton<RunnerParts>();
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<Runner>(provider, new Diagram(resources)));
        services.AddHostedService(provider => provider.GetRequiredService<Runner>());
        return services;
    }
}

/// <summary>The resources as they were drawn, in that order.</summary>
internal sealed record Diagram(IReadOnlyList<IResource> Resources);
