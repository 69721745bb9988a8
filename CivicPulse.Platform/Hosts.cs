using CivicPulse.Platform.Access;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Facts;
using CivicPulse.Platform.Http;
using CivicPulse.Platform.Jobs;
using CivicPulse.Platform.Live;
using CivicPulse.Platform.Portal;
using CivicPulse.Platform.Search;
using CivicPulse.Platform.Tenancy;
using CivicPulse.Platform.Tenancy.Archive;
using CivicPulse.Platform.Transfers;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace CivicPulse.Platform;

public static class Hosts
{
    /// <summary>Host-wide bound of a request body; uploads raise it for their own route.</summary>
    public const long LargestBody = 1_000_000;

    public static PlatformBuilder AsApi(this PlatformBuilder platform)
    {
        var services = platform.Services;
        services.AddHostedService<PoolerCheck>();
        services.AddHttp();
        services.AddApiPipeline();
        services.AddAiClient(TimeSpan.FromSeconds(60));
        services.AddSessions();
        services.AddLiveSockets();
        services.AddCivicPulseOpenApi();
        services.AddSearch();
        services.AddScoped<PortalDoor>().AddScoped(provider => new PortalPages(provider.GetRequiredService<PortalDoor>(), provider.GetServices<IPortalPages>()));
        return platform;
    }

    public static PlatformBuilder AsWorker(this PlatformBuilder platform)
    {
        platform.Services.AddHostedService<PoolerCheck>();
        platform.Services.AddRelay(platform.Modules);
        platform.Services.AddJobRunner();
        platform.Services.AddAiClient(TimeSpan.FromMinutes(5));
        return platform;
    }

    /// <summary>An inner service: callers come with a ticket, not with a session.</summary>
    public static PlatformBuilder AsAi(this PlatformBuilder platform)
    {
        platform.Services.AddHostedService<PoolerCheck>();
        platform.Services.AddHttp();
        platform.Services.AddAuthentication(CallerTicketScheme.Name)
            .AddScheme<AuthenticationSchemeOptions, CallerTicketScheme>(CallerTicketScheme.Name, null);
        return platform;
    }

    /// <summary>Runs as the database owner, once, before the others start.</summary>
    public static PlatformBuilder AsMigrator(this PlatformBuilder platform)
    {
        platform.Services.AddOwnerAsHost().AddSingleton<Migrator>().AddSingleton<TenantRegistry>();
        platform.Services.AddSingleton<TenantExport>().AddSingleton<TenantDeletion>().AddSingleton<TenantRestore>();
        platform.Services.AddSingleton(provider => new Installation(provider)).AddScoped<IDemoData, DemoPortal>();
        return platform;
    }

    private static void AddHttp(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(o => Wire.Apply(o.SerializerOptions));
        services.AddProblemDetails(o => o.CustomizeProblemDetails = ProblemCodes.Complete);
        services.AddExceptionHandler<ProblemFromException>();
        // The same clear problem for unreadable input in every environment.
        services.Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = true);
        services.AddAuthorization(o => o.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        services.AddScoped<IAuthorizationHandler, PermissionCheck>();
        services.Configure<KestrelServerOptions>(o => (o.Limits.MaxRequestBodySize, o.AddServerHeader) = (LargestBody, false));
    }

    /// <summary>Tenant, then account, then permission: the same order for every request.</summary>
    public static WebApplication UsePlatform(this WebApplication app)
    {
        app.UseApiOutside();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseApiBeforeRouting();
        app.UseRouting();
        app.UseApiBeforeTenant();
        app.UseMiddleware<TenantRouting>();
        app.UseApiBeforeSignIn();
        app.UseAuthentication();
        app.UseApiSessions();
        app.UseMiddleware<SignedIn>();
        app.UseMiddleware<SensitiveViews>();
        app.UseApiBeforeAuthorization();
        app.UseAuthorization();
        app.UseMiddleware<BodyRules>();
        app.UseApiInside();
        return app;
    }

    public static WebApplication MapPlatform(this WebApplication app, ModuleList modules)
    {
        app.MapOpenApiDocument();
        var routes = app.MapConventions();
        routes.MapBulk();
        routes.MapJobs();
        routes.MapTenant();
        routes.MapFacts();
        routes.MapLiveSocket();
        routes.MapSearch();
        routes.MapTransfers();
        routes.MapPortal(modules);
        routes.MapCorrections();
        foreach (var module in modules.All) module.Routes(routes);
        return app;
    }
}
