using System.Diagnostics;
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

    /// <summary>Without a collector nothing is recorded for one, but work still has the identifiers that audit and problems show.</summary>
    private static readonly ActivityListener Identifiers = new()
    {
        ShouldListenTo = source => source.Name == Own,
        Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.PropagationData,
    };

    public static void AddTelemetry(this IHostApplicationBuilder builder)
    {
        if (string.IsNullOrWhiteSpace(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
        {
            ActivitySource.AddActivityListener(Identifiers);
            return;
        }
        builder.Logging.AddOpenTelemetry(logging =>
        {
            logging.IncludeFormattedMessage = true;
            logging.IncludeScopes = true;
        });
        builder.Services.AddOpenTelemetry()
            .WithMetrics(metrics => metrics
                .AddAspNetCoreInstrumentation()
                .AddHttpClientInstrumentation()
                .AddRuntimeInstrumentation()
                .AddMeter("Npgsql", "Polly", Own))
            .WithTracing(Trace)
            .UseOtlpExporter();
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
