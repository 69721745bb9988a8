using CivicPulse.Platform.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Update;
using Npgsql;

namespace CivicPulse.Platform.Data;

internal static class GatedOptions
{
    /// <summary>Provider, names, gate: the same for every context.</summary>
    public static DbContextOptionsBuilder UseGatedNpgsql(this DbContextOptionsBuilder options, NpgsqlDataSource source, GateInterceptor gate) => options
        .UseNpgsql(source).UseSnakeCaseNamingConvention()
        .ReplaceService<IModificationCommandBatchFactory, OneTripBatches>()
        .AddInterceptors(gate);
}
