using System.Globalization;
using CivicPulse.AppHost.Backing;
using CivicPulse.AppHost.Instance;

namespace CivicPulse.AppHost;

/// <summary>The parts of the diagram that several resources share.</summary>
internal static class Settings
{
    private static readonly string[] ModelSettings = ["Endpoint", "Key", "Model", "EmbeddingModel", "SpeechModel"];

    /// <summary>A host's own launch profile is for starting it alone.</summary>
    public static void ComeFromHere(ProjectResourceOptions options)
    {
        options.ExcludeLaunchProfile = true;
        options.ExcludeKestrelEndpoints = true;
    }

    public static IResourceBuilder<ProjectResource> WithBackingServices(this IResourceBuilder<ProjectResource> builder, BackingServices backing,
        IResourceBuilder<ParameterResource> keyRing) => builder
        .WithReference(backing.Application, "civicpulse").WithReference(backing.Host, "civicpulse_host").WaitFor(backing.Postgres)
        .WithEnvironment("DataProtection__Certificate", keyRing)
        .WithReference(backing.Redis, "redis").WaitFor(backing.Redis)
        .WithReference(backing.Blobs, "blobs").WaitFor(backing.Blobs);

    /// <summary>The port that this instance keeps for it; a published one gets its port where it goes.</summary>
    public static IResourceBuilder<ProjectResource> WithOwnPort(this IResourceBuilder<ProjectResource> builder, LocalInstance instance) =>
        builder.WithHttpEndpoint(builder.ApplicationBuilder.ExecutionContext.IsRunMode ? instance.Ports[builder.Resource.Name] : null, name: "http");

    /// <summary>Passes on where a language model answers, when the environment names one; the embedded engine needs none.</summary>
    public static IResourceBuilder<ProjectResource> WithModelSettings(this IResourceBuilder<ProjectResource> builder)
    {
        var application = builder.ApplicationBuilder;
        foreach (var name in ModelSettings)
        {
            var value = application.Configuration[$"AI:{name}"];
            if (string.IsNullOrEmpty(value) && application.ExecutionContext.IsRunMode)
                continue;
            var parameter = application.AddParameter($"ai-{name.ToLowerInvariant()}", value ?? "", secret: name is "Key");
            builder.WithEnvironment($"AI__{name}", parameter);
        }
        return builder;
    }

    /// <summary>For example <c>CivicPulse:Replicas:worker=3</c>.</summary>
    public static int Replicas(this IDistributedApplicationBuilder builder, string name) =>
        int.TryParse(builder.Configuration[$"CivicPulse:Replicas:{name}"], CultureInfo.InvariantCulture, out var count) ? count : 1;
}

internal static class Demo
{
    public const string Tenant = "demo";
    public const string Name = "Demo County";
    public const string Email = "demo@civicpulse.example";
}
