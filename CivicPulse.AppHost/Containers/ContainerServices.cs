using System.Diagnostics;
using CivicPulse.AppHost.Instance;

namespace CivicPulse.AppHost.Backing;

/// <summary>The backing services as containers of this machine, or as Azure's managed ones when published there.</summary>
internal static class ContainerServices
{
    private const string BlobAccount = "civicpulse";

    public static BackingServices? TryAddContainers(this IDistributedApplicationBuilder builder, LocalInstance instance,
        DatabaseLogins logins)
    {
        if (builder.PublishTarget() is PublishTarget.Azure)
            return builder.AddAzureServices(logins);
        return builder.ExecutionContext.IsPublishMode || RuntimeAnswers() ? builder.AddContainers(instance, logins) : null;
    }

    private static BackingServices AddContainers(this IDistributedApplicationBuilder builder, LocalInstance instance,
        DatabaseLogins logins)
    {
        var password = builder.AddParameter("postgres-password", instance.Secrets.Password("postgres"), secret: true);
        var postgres = builder.AddPostgres("postgres", password: password)
            .WithDockerfile("../deploy/postgres")
            .WithDataVolume($"{instance.Name}-postgres");
        var application = builder.AddConnectionString("civicpulse-app", ReferenceExpression.Create(
            $"Host={postgres.Resource.Host};Port={postgres.Resource.Port};Database=civicpulse;Username=civicpulse_app;Password={logins.App}"));
        var host = builder.AddConnectionString("civicpulse-host", ReferenceExpression.Create(
            $"Host={postgres.Resource.Host};Port={postgres.Resource.Port};Database=civicpulse;Username=civicpulse_host;Password={logins.Host}"));
        var redisPassword = builder.AddParameter("redis-password", instance.Secrets.Password("redis"), secret: true);
        return new()
        {
            Postgres = postgres,
            Owner = postgres.AddDatabase("civicpulse"),
            Application = application.WaitFor(postgres),
            Host = host.WaitFor(postgres),
            Redis = builder.AddRedis("redis", port: null, redisPassword).WithDataVolume($"{instance.Name}-redis").WithPersistence(),
            Blobs = builder.AddBlobStore(instance),
        };
    }

    private static IResourceBuilder<IResourceWithConnectionString> AddBlobStore(this IDistributedApplicationBuilder builder, LocalInstance instance)
    {
        var volume = $"{instance.Name}-blobs";
        if (builder.ExecutionContext.IsRunMode)
        {
            return builder.AddAzureStorage("storage")
                .RunAsEmulator(emulator => emulator.WithDataVolume(volume).WithApiVersionCheck(false))
                .AddBlobs("blobs");
        }
        var key = builder.AddParameter("storage-key", instance.Secrets.Key("storage"), secret: true);
        var storage = builder.AddContainer("storage", "mcr.microsoft.com/azure-storage/azurite", "3.35.0")
            .WithEntrypoint("azurite-blob")
            .WithArgs("--blobHost", "0.0.0.0", "--location", "/data", "--skipApiVersionCheck", "--silent")
            .WithEnvironment("AZURITE_ACCOUNTS", $"{BlobAccount}:{key}")
            .WithVolume(volume, "/data")
            .WithHttpEndpoint(targetPort: 10000, name: "http");
        return builder.AddConnectionString("blobs", ReferenceExpression.Create(
            $"DefaultEndpointsProtocol=http;AccountName={BlobAccount};AccountKey={key};BlobEndpoint={storage.GetEndpoint("http")}/{BlobAccount};"));
    }

    private static BackingServices AddAzureServices(this IDistributedApplicationBuilder builder, DatabaseLogins logins)
    {
        var postgres = builder.AddAzurePostgresFlexibleServer("postgres").WithPasswordAuthentication();
        var database = postgres.AddDatabase("civicpulse");
        return new()
        {
            Postgres = postgres,
            Owner = database,
            Application = builder.AddConnectionString("civicpulse-app", ReferenceExpression.Create(
                $"Host={postgres.Resource.Host};Port={postgres.Resource.Port};Database=civicpulse;Username=civicpulse_app;Password={logins.App};Ssl Mode=VerifyFull")),
            Host = builder.AddConnectionString("civicpulse-host", ReferenceExpression.Create(
                $"Host={postgres.Resource.Host};Port={postgres.Resource.Port};Database=civicpulse;Username=civicpulse_host;Password={logins.Host};Ssl Mode=VerifyFull")),
            Redis = builder.AddAzureManagedRedis("redis").WithAccessKeyAuthentication(),
            // An address without a key: the hosts show their own identity.
            Blobs = builder.AddAzureStorage("storage").AddBlobs("blobs"),
        };
    }

    private static bool RuntimeAnswers()
    {
        var runtime = Environment.GetEnvironmentVariable("ASPIRE_CONTAINER_RUNTIME") ?? "docker";
        try
        {
            using var question = Process.Start(new ProcessStartInfo(runtime, "info") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true });
            return question is not null && question.WaitForExit(TimeSpan.FromSeconds(10)) && question.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
