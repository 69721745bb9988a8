using CivicPulse.Platform.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Update;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CivicPulse.Platform.Data;

internal static class GatedOptions
{
    /// <summary>
    /// Provider, names, gate: the same for every context. The source of connections is no part of these options: Entity Framework keeps
    /// what it needs for options it has not seen, with models and compiled queries, as long as the process lives, and a process may
    /// host several systems one after another.
    /// </summary>
    /// <param name="key">The data source's.</param>
    public static DbContextOptionsBuilder UseGatedNpgsql(this DbContextOptionsBuilder options, IServiceProvider services, string key) => options
        .UseApplicationServiceProvider(new WithSource(services, services.GetRequiredKeyedService<NpgsqlDataSource>(key)))
        .UseNpgsql(npgsql => npgsql.UseNetTopologySuite()).UseSnakeCaseNamingConvention()
        .ReplaceService<IModificationCommandBatchFactory, OneTripBatches>()
        .ReplaceService<IModelCacheKeyFactory, ModelOfModules>()
        .AddInterceptors(services.GetRequiredService<GateInterceptor>());

    /// <summary>The provider of Entity Framework asks the application for a data source when its options name none.</summary>
    private sealed class WithSource(IServiceProvider services, NpgsqlDataSource source) : IServiceProvider
    {
        public object? GetService(Type serviceType) => serviceType == typeof(NpgsqlDataSource) ? source : services.GetService(serviceType);
    }

    /// <summary>What tables there are is said by the modules.</summary>
    private sealed class ModelOfModules : IModelCacheKeyFactory
    {
        public object Create(DbContext context, bool designTime) =>
            (context.GetType(), designTime, string.Join(' ', context.GetService<ModuleList>().All.Select(m => m.GetType().FullName)));
    }
}
