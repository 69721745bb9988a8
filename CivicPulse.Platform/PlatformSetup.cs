using Azure.Identity;
using Azure.Storage.Blobs;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Ai;
using CivicPulse.Platform.Audit;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Facts;
using CivicPulse.Platform.Files;
using CivicPulse.Platform.Jobs;
using CivicPulse.Platform.Live;
using CivicPulse.Platform.Tenancy;
using CivicPulse.Platform.Transfers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using StackExchange.Redis;

namespace CivicPulse.Platform;

/// <summary>The mechanisms every host shares; <c>AsApi</c>, <c>AsWorker</c>, <c>AsAi</c> and <c>AsMigrator</c> add what only that host needs.</summary>
public sealed class PlatformBuilder(IHostApplicationBuilder host, ModuleList modules)
{
    public IHostApplicationBuilder Host { get; } = host;

    public ModuleList Modules { get; } = modules;

    public IServiceCollection Services => Host.Services;
}

public static class PlatformSetup
{
    public static PlatformBuilder AddPlatform(this IHostApplicationBuilder host, ModuleList modules)
    {
        var services = host.Services;
        // One line a request is in the traces; statements and client calls are spans there.
        foreach (var noisy in (string[])["Microsoft.AspNetCore", "Microsoft.EntityFrameworkCore", "System.Net.Http", "Polly"])
            host.Logging.AddFilter(noisy, LogLevel.Warning);
        services.AddSingleton(modules);
        services.AddSingleton(TimeProvider.System);
        services.AddMemoryCache();
        services.AddScoped<CurrentTenant>().AddScoped<CurrentAccount>();
        services.AddSingleton<AccessChanges>().AddSingleton<AccountScopes>().AddScoped<VisibleRecords>().AddScoped<AccessViews>().AddScoped<Redaction>();
        services.AddSingleton<TenantScopes>().AddSingleton<CallerTickets>();
        services.AddLiveMessages().AddSingleton<FactHints>();
        services.AddAudit();
        services.AddKeyRing(host.Configuration);
        services.AddJobs(modules);
        services.AddTransfers(modules);
        AddDatabase(host);
        AddRedis(host);
        AddFiles(host);
        foreach (var module in modules.All) module.Services(services);
        return new PlatformBuilder(host, modules);
    }

    /// <summary>A client of the AI service for hosts that call it; reactions may take longer than people wait.</summary>
    internal static void AddAiClient(this IServiceCollection services, TimeSpan patience) =>
        services.AddHttpClient<AiClient>(client => (client.BaseAddress, client.Timeout) = (new Uri("https+http://ai"), patience));

    private static void AddDatabase(IHostApplicationBuilder host)
    {
        var services = host.Services;
        services.AddDataSources(host.Configuration);
        services.AddSingleton<GateInterceptor>().AddSingleton<SaveRules>();
        services.AddPooledDbContextFactory<TenantDb>((provider, options) => options
            .UseGatedNpgsql(provider, DataSources.Brief)
            .AddInterceptors(provider.GetRequiredService<SaveRules>()));
        services.AddScoped(provider => provider.GetRequiredService<TenantSources>().Database(provider)
            .Bind(provider.GetRequiredService<CurrentTenant>().Value, provider.GetRequiredService<CurrentAccount>()));
        services.AddPooledDbContextFactory<HostDb>((provider, options) => options.UseGatedNpgsql(provider, DataSources.Host));
        services.AddScoped(provider => provider.GetRequiredService<IDbContextFactory<HostDb>>().CreateDbContext());
        services.AddScoped<TenantConnection>();
        services.AddHealthChecks().AddCheck<DatabaseHealth>("database").AddCheck<RedisHealth>("redis");
    }

    private static void AddRedis(IHostApplicationBuilder host) => host.Services.AddSingleton<IConnectionMultiplexer>(_ =>
    {
        var options = ConfigurationOptions.Parse(Required(host.Configuration, "redis"));
        options.AbortOnConnectFail = false;
        return ConnectionMultiplexer.Connect(options);
    });

    private static void AddFiles(IHostApplicationBuilder host)
    {
        host.Services.AddSingleton(_ =>
        {
            var account = Required(host.Configuration, "blobs");
            return Uri.TryCreate(account, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps
                ? new BlobServiceClient(uri, new DefaultAzureCredential())
                : new BlobServiceClient(account);
        });
        host.Services.TryAddSingleton(provider => provider.GetRequiredService<BlobServiceClient>().GetBlobContainerClient(BlobFiles.Container));
        host.Services.AddScoped<BlobFiles>();
    }

    internal static string Required(IConfiguration configuration, string name) =>
        configuration.GetConnectionString(name) is { Length: > 0 } found
            ? found
            : throw new InvalidOperationException($"ConnectionStrings__{name} is not set. Start the system with ./civicpulse up.");
}
