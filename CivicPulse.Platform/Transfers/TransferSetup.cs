using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CivicPulse.Platform.Transfers;

internal static class TransferSetup
{
    public static IServiceCollection AddTransfers(this IServiceCollection services, ModuleList modules) => services
        .AddSingleton(TransferList.Of(modules)).AddScoped<Exporter>().AddScoped<ImportFiles>().AddScoped<Reconciliation>().AddScoped<ImportDesk>()
        .AddScoped(p => new WidenedTables(p.GetRequiredService<ImportFiles>(), p.GetRequiredService<Files.BlobFiles>()));

    public static void MapTransfers(this IEndpointRouteBuilder routes)
    {
        routes.MapExports();
        routes.MapImports();
        routes.MapImportRuns();
    }
}
