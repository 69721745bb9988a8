using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting.Local;

/// <summary>Where the hosts send their telemetry: the settings that Aspire gives them.</summary>
internal sealed class LocalTelemetry(IConfiguration configuration)
{
    private readonly string? endpoint = configuration["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"];

    public void Describe(Dictionary<string, object> variables, string name, int replica)
    {
        if (endpoint is null)
            return;
        var instance = RandomNumberGenerator.GetString("abcdefghijklmnopqrstuvwxyz", 8);
        variables["OTEL_SERVICE_NAME"] = name;
        variables["OTEL_RESOURCE_ATTRIBUTES"] = string.Create(CultureInfo.InvariantCulture, $"service.instance.id={instance}{(replica == 0 ? "" : replica)}");
        variables["OTEL_EXPORTER_OTLP_ENDPOINT"] = endpoint;
        variables["OTEL_EXPORTER_OTLP_PROTOCOL"] = "grpc";
        variables["OTEL_EXPORTER_OTLP_HEADERS"] = $"x-otlp-api-key={configuration["AppHost:OtlpApiKey"]}";
        variables["OTEL_BSP_SCHEDULE_DELAY"] = "1000";
        variables["OTEL_BLRP_SCHEDULE_DELAY"] = "1000";
        variables["OTEL_METRIC_EXPORT_INTERVAL"] = "1000";
        variables["OTEL_METRICS_EXEMPLAR_FILTER"] = "trace_based";
        variables["OTEL_TRACES_SAMPLER"] = "always_on";
    }
}
