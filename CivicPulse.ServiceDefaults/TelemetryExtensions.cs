using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace CivicPulse.ServiceDefaults;

internal static class TelemetryExtensions
{
    /// <summary>The name that our own activities and instruments carry.</summary>
    private const string Own = "CivicPulse";

    public static void AddTelemetry(this IHostApplicationBuilder builder)
    {
        builder.Logging.AddOpenTelemetry(logging =>
        {
            logging.IncludeFormattedMessage = true;
            logging.IncludeScopes = true;
        });
        var telemetry = builder.Services.AddOpenTelemetry()
            .WithMetrics(metrics => metrics
                .AddAspNetCoreInstrumentation()
                .AddHttpClientInstrumentation()
                .AddRuntimeInstrumentation()
                .AddMeter("Npgsql", "Polly", Own))
            .WithTracing(Trace);
        // Without a collector nothing is buffered for one.
        if (!string.IsNullOrWhiteSpace(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
            telemetry.UseOtlpExporter();
    }

    // Parent-based whatever the environment asks for: what a health check does below its unrecorded request stays unrecorded.
    // Only our own processes decide that: a stranger's "do not record" hides nothing.
    private static void Trace(TracerProviderBuilder tracing) => tracing
        .SetSampler(new ParentBasedSampler(new WorkForSomeone(), remoteParentNotSampled: new WorkForSomeone()))
        .AddSource(Own)
        .AddSource($"{Own}.*")
        .AddNpgsql()
        .AddAspNetCoreInstrumentation(options => options.Filter = context => !HealthPaths.Contains(context.Request.Path))
        .AddHttpClientInstrumentation(options => options.FilterHttpRequestMessage = request =>
            request.RequestUri is not { IsAbsoluteUri: true } uri || !HealthPaths.Contains(new PathString(uri.AbsolutePath)));
}
