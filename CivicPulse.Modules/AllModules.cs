using CivicPulse.Modules.Accounts;
using CivicPulse.Modules.Assistant;
using CivicPulse.Modules.AuditTrail;
using CivicPulse.Modules.Documents;
using CivicPulse.Modules.Elections;
using CivicPulse.Modules.Gis;
using CivicPulse.Modules.Governance;
using CivicPulse.Platform;
using Microsoft.Extensions.DependencyInjection;

namespace CivicPulse.Modules;

/// <summary>The house, in order: a module may call the <c>Public</c> part of those above it and react to the facts of all above it.</summary>
public static class AllModules
{
    public static readonly ModuleList List = new(
        new AccountsModule(),
        new GisModule(),
        new DocumentsModule(),
        new GovernanceModule(),
        new ElectionsModule(),
        new AssistantModule(),
        new AuditTrailModule());

    /// <summary>Validation of every request record in this assembly; it is generated here, so it is switched on here.</summary>
    public static IServiceCollection AddRequestValidation(this IServiceCollection services) => services.AddValidation();
}
