using CivicPulse.ServiceDefaults;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Http.Resilience;

// In the framework's namespace, as Aspire's own template has it, so that a host needs no using.
namespace Microsoft.Extensions.Hosting;

/// <summary>What every host of CivicPulse has in common: telemetry, health, service discovery, outbound retry.</summary>
public static class ServiceDefaultsExtensions
{
    private const string LiveTag = "live";

    public static TBuilder AddServiceDefaults<TBuilder>(this TBuilder builder) where TBuilder : IHostApplicationBuilder
    {
        builder.AddTelemetry();
        builder.Services.AddHealthChecks().AddCheck("self", () => HealthCheckResult.Healthy(), [LiveTag]);
        builder.Services.AddServiceDiscovery();
        builder.Services.ConfigureHttpClientDefaults(http =>
        {
            http.AddStandardResilienceHandler(Bound);
            http.AddServiceDiscovery();
        });
        return builder;
    }

    /// <summary><c>/health</c>: ready for requests. <c>/alive</c>: the process answers.</summary>
    public static WebApplication MapDefaultEndpoints(this WebApplication app)
    {
        app.MapHealthChecks(HealthPaths.Ready).AllowAnonymous().DisableHttpMetrics();
        app.MapHealthChecks(HealthPaths.Live, new HealthCheckOptions { Predicate = check => check.Tags.Contains(LiveTag) })
            .AllowAnonymous().DisableHttpMetrics();
        return app;
    }

    // A model may think for a minute before it answers; a request with an effect is never sent twice on our own account.
    private static void Bound(HttpStandardResilienceOptions options)
    {
        options.AttemptTimeout.Timeout = TimeSpan.FromSeconds(100);
        options.TotalRequestTimeout.Timeout = TimeSpan.FromSeconds(210);
        options.CircuitBreaker.SamplingDuration = TimeSpan.FromSeconds(210);
        options.Retry.DisableForUnsafeHttpMethods();
    }
}
