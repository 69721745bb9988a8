using CivicPulse.AppHost.Backing;
using Microsoft.Extensions.DependencyInjection;

namespace CivicPulse.AppHost.Instance;

internal static class InstanceExtensions
{
    public static void AddInstance(this IDistributedApplicationBuilder builder, LocalInstance instance)
    {
        if (builder.ExecutionContext.IsPublishMode)
            return;
        builder.Configuration["CIVICPULSE_DATA"] = instance.Folder.Path;
        builder.Services.AddSingleton(instance);
        builder.Services.AddHostedService<InstanceFiles>();
        builder.Services.AddHostedService<ParentWatch>();
    }

    /// <summary>For tests: where the services are and how to get in.</summary>
    public static void WriteServices(this IDistributedApplicationBuilder builder, LocalInstance instance, BackingServices backing) =>
        builder.Services.AddSingleton(new InstanceFile("run/services.json",
            [backing.Owner.Resource.Name, backing.Redis.Resource.Name, backing.Blobs.Resource.Name],
            async cancellationToken => new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["civicpulse_admin"] = await backing.Owner.Resource.ConnectionStringExpression.GetValueAsync(cancellationToken),
                ["redis"] = await backing.Redis.Resource.ConnectionStringExpression.GetValueAsync(cancellationToken),
                ["blobs"] = await backing.Blobs.Resource.ConnectionStringExpression.GetValueAsync(cancellationToken),
                ["app_password"] = instance.Secrets.Password("app"),
                ["pid"] = Environment.ProcessId,
            }));
}
