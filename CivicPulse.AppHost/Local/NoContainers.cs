using CivicPulse.AppHost.Instance;

namespace CivicPulse.AppHost.Backing;

/// <summary>Containers and publishing are Aspire's own work (see Containers/): the local runner starts processes only.</summary>
internal static class NoContainers
{
    public static BackingServices? TryAddContainers(this IDistributedApplicationBuilder builder, LocalInstance instance,
        DatabaseLogins logins) => null;

    public static void AddPublishTarget(this IDistributedApplicationBuilder builder)
    {
        if (builder.Configuration["CivicPulse:Publish"] is { } target)
            throw new InvalidOperationException($"Publishing to {target} needs the Aspire packages, which could not be restored here.");
    }

    public static IResourceBuilder<ProjectResource> PublishAsJob(this IResourceBuilder<ProjectResource> builder) => builder;
}
