using CivicPulse.Platform.Search;
using Microsoft.Extensions.DependencyInjection;

namespace CivicPulse.Platform.Facts;

internal static class FactSetup
{
    public static void AddRelay(this IServiceCollection services, ModuleList modules)
    {
        var reactions = new ReactionList().AddSearch();
        foreach (var module in modules.All) module.Reactions(reactions);
        foreach (var type in reactions.All.Select(r => r.Type).Distinct()) services.AddScoped(type);
        services.AddSingleton(reactions).AddSingleton<PendingWork>().AddSingleton<FactMetrics>();
        services.AddSingleton<FactWork>().AddSingleton<RelayTools>().AddSingleton<Relay>().AddHostedService<RelayWorker>();
    }
}
