using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CivicPulse.Platform.Audit;

internal static class AuditSetup
{
    public static void AddAudit(this IServiceCollection services) => services
        .AddSingleton(provider => new SealKeys(provider.GetRequiredService<IConfiguration>())).AddSingleton<LedgerRedaction>()
        .AddScoped<AuditEvents>().AddScoped<SealCopies>().AddScoped<Sealer>().AddScoped<LiveLedger>().AddScoped<LedgerExport>();
}
