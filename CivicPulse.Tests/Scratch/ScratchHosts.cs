using CivicPulse.Modules;
using CivicPulse.Platform;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Http;
using CivicPulse.Tests.Scratch.Gardens;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CivicPulse.Tests.Scratch;

/// <summary>The API and the Worker as their programs put them together, with one module more in the list.</summary>
internal static class ScratchHosts
{
    /// <summary>The one line.</summary>
    public static readonly ModuleList Modules = new([.. AllModules.List.All, new GardensModule()]);

    public static async Task<WebApplication> StartApiAsync(IReadOnlyDictionary<string, string?> settings)
    {
        var builder = Builder(settings);
        builder.AddPlatform(Modules).AsApi();
        builder.Services.AddRequestValidation().AddValidation();
        var app = builder.Build();
        app.UseSecurityHeaders();
        app.UsePlatform();
        app.UseWebSockets();
        app.MapPlatform(Modules);
        app.RefuseUnguardedRoutes(Modules);
        await app.StartAsync();
        return app;
    }

    public static async Task<WebApplication> StartWorkerAsync(IReadOnlyDictionary<string, string?> settings)
    {
        var builder = Builder(settings);
        builder.AddPlatform(Modules).AsWorker();
        var app = builder.Build();
        await app.StartAsync();
        return app;
    }

    private static WebApplicationBuilder Builder(IReadOnlyDictionary<string, string?> settings)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(settings);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.AddServiceDefaults();
        // Two lists of modules in one process are two models; a product has one.
        builder.Services.ConfigureDbContext<TenantDb>(o => o.EnableServiceProviderCaching(false));
        return builder;
    }
}
