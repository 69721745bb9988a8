using CivicPulse.AppHost.Instance;

namespace CivicPulse.AppHost.Backing;

/// <summary>What the hosts stand on: containers, native processes or a cloud's own, under the same names.</summary>
internal sealed record BackingServices
{
    /// <summary>Where the database server answers.</summary>
    public required IResourceBuilder<IResource> Postgres { get; init; }

    /// <summary>The owner of the database: for migrations.</summary>
    public required IResourceBuilder<IResourceWithConnectionString> Owner { get; init; }

    /// <summary>The restricted login of everything that serves people.</summary>
    public required IResourceBuilder<IResourceWithConnectionString> Application { get; init; }

    /// <summary>The login for the installation's own tables: tenants, accounts, keys.</summary>
    public required IResourceBuilder<IResourceWithConnectionString> Host { get; init; }

    public required IResourceBuilder<IResourceWithConnectionString> Redis { get; init; }

    public required IResourceBuilder<IResourceWithConnectionString> Blobs { get; init; }
}

internal static class BackingExtensions
{
    public static BackingServices AddBackingServices(this IDistributedApplicationBuilder builder, LocalInstance instance,
        DatabaseLogins logins) =>
        builder.TryAddContainers(instance, logins) ?? builder.AddNativeServices(instance, logins);
}

/// <summary>The passwords of the two restricted logins: one becomes tenants, the other reads accounts and keys; neither can do both.</summary>
internal sealed record DatabaseLogins(IResourceBuilder<ParameterResource> App, IResourceBuilder<ParameterResource> Host);
