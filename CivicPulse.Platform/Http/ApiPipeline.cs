using System.IO.Compression;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CivicPulse.Platform.Http;

/// <summary>What only the public API has around its routes. Inner services have none of it and pay for none of it.</summary>
internal sealed class ApiPipeline
{
    /// <summary>The whole way of a request through the API, for those who send requests from inside (bulk).</summary>
    public RequestDelegate? Whole { get; set; }
}

internal static class ApiPipelineSetup
{
    public static void AddApiPipeline(this IServiceCollection services)
    {
        services.AddSingleton<ApiPipeline>().AddSingleton<BulkRunner>();
        services.AddRateLimits();
        services.AddTimeLimits();
        services.AddCors();
        services.AddSingleton<ICorsPolicyProvider, TenantCors>();
        services.AddSingleton<TenantOrigins>();
        services.AddResponseCompression(o =>
        {
            o.EnableForHttps = true;
            o.MimeTypes = ["application/json", "application/problem+json", .. Feeds.FeedFormats.ContentTypes];
        });
        services.AddSingleton<IResponseCompressionProvider, CompressWhatPays>();
        services.Configure<BrotliCompressionProviderOptions>(o => o.Level = CompressionLevel.Fastest);
        services.Configure<GzipCompressionProviderOptions>(o => o.Level = CompressionLevel.Fastest);
    }

    private static bool IsApi(IApplicationBuilder app) => app.ApplicationServices.GetService<ApiPipeline>() is not null;

    /// <summary>Around error handling: what leaves here is as it goes over the wire.</summary>
    public static void UseApiOutside(this IApplicationBuilder app)
    {
        if (!IsApi(app)) return;
        app.UseResponseCompression();
        app.Use(next => app.ApplicationServices.GetRequiredService<ApiPipeline>().Whole = next);
    }

    public static void UseApiBeforeRouting(this IApplicationBuilder app)
    {
        if (!IsApi(app)) return;
        app.UseMiddleware<HeadAsGet>();
        app.UseApiPages();
    }

    public static void UseApiBeforeTenant(this IApplicationBuilder app)
    {
        if (!IsApi(app)) return;
        app.UseRequestTimeouts();
        // A preflight carries no X-Tenant: it is answered before a tenant is asked for.
        app.UseWhen(TenantCors.IsPreflight, preflight => preflight.UseCors());
        app.UseMiddleware<AllowedMethods>();
    }

    public static void UseApiBeforeSignIn(this IApplicationBuilder app)
    {
        if (IsApi(app)) app.UseCors();
    }

    public static void UseApiSessions(this IApplicationBuilder app)
    {
        if (IsApi(app)) app.UseMiddleware<Sessions.OpenSession>();
    }

    public static void UseApiBeforeAuthorization(this IApplicationBuilder app)
    {
        if (IsApi(app)) app.UseMiddleware<RateLimiting>();
    }

    public static void UseApiInside(this IApplicationBuilder app)
    {
        if (!IsApi(app)) return;
        app.UseMiddleware<Acceptable>();
        app.UseMiddleware<WritePromises>();
    }

    /// <summary>Routes mapped on this have the conventions of the API, whoever maps them.</summary>
    public static IEndpointRouteBuilder MapConventions(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("");
        group.WithEntityTags();
        group.WithFields();
        return group;
    }

    /// <summary>Compresses answers whose length is worth it; never those of sign-in, which mix secrets with what was sent.</summary>
    private sealed class CompressWhatPays(IServiceProvider services, Microsoft.Extensions.Options.IOptions<ResponseCompressionOptions> options) : ResponseCompressionProvider(services, options)
    {
        private const int Least = 1400;

        public override bool ShouldCompressResponse(HttpContext context) =>
            context.Response.ContentLength is not < Least
            && !context.Request.Path.StartsWithSegments("/auth", StringComparison.OrdinalIgnoreCase)
            && base.ShouldCompressResponse(context);
    }
}
