using CivicPulse.Platform.Access;
using CivicPulse.Platform.Commands;
using CivicPulse.Platform.Facts;
using CivicPulse.Platform.Jobs;
using CivicPulse.Platform.Transfers;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CivicPulse.Platform;

/// <summary>A room of the house. Modules stand in one ordered list; each may call the <c>Public</c> part of those before it.</summary>
public interface IModule
{
    string Name { get; }

    /// <summary>What it knows, in one sentence: the description of its part of the API.</summary>
    string About => $"{Name}.";

    IReadOnlyList<Permission> Permissions { get; }

    /// <summary>Parts of the public portal that an organization can open, such as <c>bodies</c>.</summary>
    IReadOnlyList<string> PortalSections => [];

    /// <summary>Tables in every tenant's own schema.</summary>
    void Tables(ModelBuilder model);

    /// <summary>Tables shared by the whole installation (accounts, not anybody's records).</summary>
    void HostTables(ModelBuilder model) { }

    void Services(IServiceCollection services) { }

    void Routes(IEndpointRouteBuilder routes);

    void Reactions(ReactionList reactions) { }

    void Jobs(JobList jobs) { }

    void Commands(CommandList commands) { }

    /// <summary>What can be imported and exported as a table.</summary>
    void Transfers(TransferList transfers) { }
}

public sealed class ModuleList(params IModule[] modules)
{
    public IReadOnlyList<IModule> All { get; } = modules;

    /// <summary>Every permission word with the built-in roles that hold it.</summary>
    public IReadOnlyList<Permission> Permissions { get; } = [.. PlatformPermissions.All, .. modules.SelectMany(m => m.Permissions)];
}
