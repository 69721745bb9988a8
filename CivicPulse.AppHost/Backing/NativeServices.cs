using System.Globalization;
using CivicPulse.AppHost.Instance;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CivicPulse.AppHost.Backing;

/// <summary>PostgreSQL, Redis and the blob store as processes of this machine, started by the scripts in eng/native.</summary>
internal static class NativeServices
{
    private const string BlobAccount = "civicpulse";

    public static BackingServices AddNativeServices(this IDistributedApplicationBuilder builder, LocalInstance instance,
        DatabaseLogins logins)
    {
        var password = builder.AddParameter("postgres-password", instance.Secrets.Password("postgres"), secret: true);
        var postgres = builder.AddNative("postgres", "tcp", instance)
            .WithEnvironment("PG_FOLDER", instance.Folder.Of("postgres"))
            .WithEnvironment("PG_PORT", Text(instance.Ports["postgres"]))
            .WithEnvironment("PG_PASSWORD", password)
            .WithEnvironment("PG_FSYNC", instance.ServicesOnly ? "off" : "on");
        var database = ReferenceExpression.Create(
            $"Host=127.0.0.1;Port={postgres.GetEndpoint("tcp").Property(EndpointProperty.Port)};Database=civicpulse");
        var owner = ReferenceExpression.Create($"{database};Username=postgres;Password={password}");
        postgres.Checked(new PostgresAnswer(owner));
        return new()
        {
            Postgres = postgres,
            Owner = builder.AddConnectionString("civicpulse", owner).WaitFor(postgres),
            Application = builder.AddConnectionString("civicpulse-app",
                ReferenceExpression.Create($"{database};Username=civicpulse_app;Password={logins.App}")).WaitFor(postgres),
            Host = builder.AddConnectionString("civicpulse-host",
                ReferenceExpression.Create($"{database};Username=civicpulse_host;Password={logins.Host}")).WaitFor(postgres),
            Redis = builder.AddNativeRedis(instance),
            Blobs = builder.AddNativeBlobs(instance),
        };
    }

    private static IResourceBuilder<ConnectionStringResource> AddNativeRedis(this IDistributedApplicationBuilder builder, LocalInstance instance)
    {
        var password = builder.AddParameter("redis-password", instance.Secrets.Password("redis"), secret: true);
        var redis = builder.AddNative("redis", "tcp", instance)
            .WithEnvironment("REDIS_FOLDER", instance.Folder.Of("redis"))
            .WithEnvironment("REDIS_PORT", Text(instance.Ports["redis"]))
            .WithEnvironment("REDIS_PASSWORD", password)
            .Checked(new RedisAnswer(instance.Ports["redis"], instance.Secrets.Password("redis")));
        return builder.AddConnectionString("redis-connection", ReferenceExpression.Create(
            $"127.0.0.1:{redis.GetEndpoint("tcp").Property(EndpointProperty.Port)},password={password}")).WaitFor(redis);
    }

    private static IResourceBuilder<ConnectionStringResource> AddNativeBlobs(this IDistributedApplicationBuilder builder, LocalInstance instance)
    {
        var key = builder.AddParameter("storage-key", instance.Secrets.Key("storage"), secret: true);
        var storage = builder.AddNative("storage", "http", instance)
            .WithEnvironment("BLOB_FOLDER", instance.Folder.Of("blobs"))
            .WithEnvironment("BLOB_PORT", Text(instance.Ports["storage"]))
            .WithEnvironment("AZURITE_ACCOUNTS", $"{BlobAccount}:{key}")
            .Checked(new BlobAnswer(instance.Ports["storage"], BlobAccount));
        return builder.AddConnectionString("blobs", ReferenceExpression.Create(
            $"DefaultEndpointsProtocol=http;AccountName={BlobAccount};AccountKey={key};BlobEndpoint={storage.GetEndpoint("http")}/{BlobAccount};"))
            .WaitFor(storage);
    }

    private static IResourceBuilder<ExecutableResource> AddNative(this IDistributedApplicationBuilder builder, string name, string scheme, LocalInstance instance)
    {
        var port = instance.Ports[name];
        return builder
            .AddExecutable(name, "bash", instance.Repository, Path.Combine(instance.Repository, "eng", "native", $"{name}.sh"))
            .WithEndpoint(port: port, targetPort: port, scheme: scheme, name: scheme, isProxied: false)
            .ExcludeFromManifest();
    }

    private static IResourceBuilder<ExecutableResource> Checked(this IResourceBuilder<ExecutableResource> builder, IHealthCheck check)
    {
        var key = $"{builder.Resource.Name}_answers";
        builder.ApplicationBuilder.Services.AddHealthChecks().AddCheck(key, check);
        return builder.WithHealthCheck(key);
    }

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
}
