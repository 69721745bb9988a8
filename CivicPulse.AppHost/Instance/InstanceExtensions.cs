using CivicPulse.AppHost.Backing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CivicPulse.AppHost.Instance;

/// <summary>What the instance tells the outside world, in files of its data folder.</summary>
internal static class InstanceExtensions
{
    public static void AddInstance(this IDistributedApplicationBuilder builder, LocalInstance instance)
    {
        if (builder.ExecutionContext.IsPublishMode)
            return;
        builder.Configuration["CIVICPULSE_DATA"] = instance.Folder.Path;
        builder.Services.AddHttpClient();
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(instance);
        builder.Services.AddSingleton<DashboardAddress>();
        builder.Services.AddHostedService<InstanceFiles>();
        builder.Services.AddHostedService<ParentWatch>();
    }

    /// <summary>For tests: where the services are and how to get in.</summary>
    public static void WriteServices(this IDistributedApplicationBuilder builder, LocalInstance instance, BackingServices backing) =>
        builder.Services.AddSingleton(new InstanceFile("run/services.json",
            [backing.Owner.Resource.Name, backing.Redis.Resource.Name, backing.Blobs.Resource.Name],
            async (_, cancellationToken) => new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["civicpulse_admin"] = await backing.Owner.Resource.ConnectionStringExpression.GetValueAsync(cancellationToken),
                ["redis"] = await backing.Redis.Resource.ConnectionStringExpression.GetValueAsync(cancellationToken),
                ["blobs"] = await backing.Blobs.Resource.ConnectionStringExpression.GetValueAsync(cancellationToken),
                ["app_password"] = instance.Secrets.Password("app"),
                ["host_password"] = instance.Secrets.Password("host"),
                ["key_ring"] = instance.Secrets.Certificate("key_ring"),
                ["pid"] = Environment.ProcessId,
            }));

    /// <summary>For <c>./civicpulse status --json</c>: the addresses and the demo login.</summary>
    public static void WriteStatus(this IDistributedApplicationBuilder builder, LocalInstance instance, IResourceBuilder<ProjectResource> api,
        IResourceBuilder<ExecutableResource>? web, IReadOnlyList<string> others, IResourceBuilder<ParameterResource> password)
    {
        if (builder.ExecutionContext.IsPublishMode)
            return;
        List<string> needed = [api.Resource.Name, .. others];
        if (web is not null)
            needed.Add(web.Resource.Name);
        builder.Services.AddSingleton(new InstanceFile("run/status.json", needed, async (services, cancellationToken) => new
        {
            api = LocalInstance.At("127.0.0.1", api.GetEndpoint("http").Port),
            web = LocalInstance.At($"{Demo.Tenant}.localhost", (web?.GetEndpoint("http") ?? api.GetEndpoint("http")).Port) + "/",
            dashboard = await services.GetRequiredService<DashboardAddress>().WhenUpAsync(cancellationToken),
            otlp = instance.OtlpAddress,
            tenant = Demo.Tenant,
            login = new { email = Demo.Email, password = await password.Resource.GetValueAsync(cancellationToken) },
        }));
    }

    /// <summary>For the commands that <c>./civicpulse</c> hands to the Worker as the database's owner.</summary>
    public static void WriteCommandEnvironment(this IDistributedApplicationBuilder builder, BackingServices backing,
        DatabaseLogins logins, IResourceBuilder<ParameterResource> keyRing, IResourceBuilder<ParameterResource> sealKey) =>
        builder.Services.AddSingleton(new InstanceFile("run/owner.env", [backing.Postgres.Resource.Name, backing.Redis.Resource.Name, backing.Blobs.Resource.Name],
            async (_, cancellationToken) => string.Concat(
                Export("ASPNETCORE_ENVIRONMENT", "Development"),
                Export("ConnectionStrings__civicpulse", await backing.Owner.Resource.ConnectionStringExpression.GetValueAsync(cancellationToken)),
                Export("ConnectionStrings__redis", await backing.Redis.Resource.ConnectionStringExpression.GetValueAsync(cancellationToken)),
                Export("ConnectionStrings__blobs", await backing.Blobs.Resource.ConnectionStringExpression.GetValueAsync(cancellationToken)),
                Export("Database__AppPassword", await logins.App.Resource.GetValueAsync(cancellationToken)),
                Export("Database__HostPassword", await logins.Host.Resource.GetValueAsync(cancellationToken)),
                Export("DataProtection__Certificate", await keyRing.Resource.GetValueAsync(cancellationToken)),
                Export("Audit__SealKey", await sealKey.Resource.GetValueAsync(cancellationToken)))));

    private static string Export(string name, string? value) => $"export {name}='{value?.Replace("'", "'\\''", StringComparison.Ordinal)}'\n";
}
