namespace CivicPulse.AppHost.Backing;

internal enum PublishTarget
{
    None,
    Azure,
    Compose,
    Kubernetes,
}

/// <summary>Where a published CivicPulse goes: <c>CivicPulse:Publish</c> is azure (the default), compose or kubernetes.</summary>
internal static class Publishing
{
    public static PublishTarget PublishTarget(this IDistributedApplicationBuilder builder)
    {
        if (!builder.ExecutionContext.IsPublishMode)
            return Backing.PublishTarget.None;
        var name = builder.Configuration["CivicPulse:Publish"] ?? nameof(Backing.PublishTarget.Azure);
        return Enum.Parse<PublishTarget>(name, ignoreCase: true);
    }

    // Exactly one: with several, Aspire asks which of them each resource belongs to.
    public static void AddPublishTarget(this IDistributedApplicationBuilder builder)
    {
        switch (builder.PublishTarget())
        {
            case Backing.PublishTarget.Azure:
                builder.AddAzureContainerAppEnvironment("civicpulse-azure").WithAzdResourceNaming();
                break;
            case Backing.PublishTarget.Compose:
                builder.AddDockerComposeEnvironment("civicpulse-compose");
                break;
            case Backing.PublishTarget.Kubernetes:
                builder.AddKubernetesEnvironment("civicpulse-kubernetes");
                break;
            default:
                break;
        }
    }

    /// <summary>Something that runs to its end, not for ever.</summary>
    public static IResourceBuilder<ProjectResource> PublishAsJob(this IResourceBuilder<ProjectResource> builder)
    {
        switch (builder.ApplicationBuilder.PublishTarget())
        {
            case Backing.PublishTarget.Azure:
#pragma warning disable ASPIREAZURE002 // Jobs are the right shape for a migration, if a young one in Aspire.
                return builder.PublishAsAzureContainerAppJob();
#pragma warning restore ASPIREAZURE002
            case Backing.PublishTarget.Compose:
                return builder.PublishAsDockerComposeService((_, service) => service.Restart = "no");
            default:
                return builder;
        }
    }
}
