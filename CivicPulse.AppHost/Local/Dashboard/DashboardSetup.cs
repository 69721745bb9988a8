using System.Globalization;
using System.Security.Cryptography;
using Aspire.Hosting.Local;
using CivicPulse.AppHost.Instance;
using Microsoft.Extensions.DependencyInjection;

namespace Aspire.Hosting;

internal static class DashboardSetup
{
    /// <summary>Aspire's own dashboard as one more process; it asks us what runs, over the protocol that it speaks with Aspire.</summary>
    public static void AddDashboard(this IDistributedApplicationBuilder builder)
    {
        var settings = new ResourceServiceSettings(FreePort.Any(), RandomNumberGenerator.GetHexString(32));
        builder.Services.AddSingleton(settings);
        builder.Services.AddHostedService<ResourceServiceHost>();
        var configuration = builder.Configuration;
        builder.AddExecutable("dashboard", "bash", Repository.Root, Path.Combine(Repository.Root, "eng", "native", "dashboard.sh"))
            .WithEnvironment("ASPNETCORE_URLS", configuration["ASPNETCORE_URLS"])
            .WithEnvironment("ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL", configuration["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"])
            .WithEnvironment("ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL", configuration["ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL"])
            .WithEnvironment("DASHBOARD__FRONTEND__AUTHMODE", "BrowserToken")
            .WithEnvironment("DASHBOARD__FRONTEND__BROWSERTOKEN", configuration["AppHost:BrowserToken"])
            .WithEnvironment("DASHBOARD__OTLP__AUTHMODE", "ApiKey")
            .WithEnvironment("DASHBOARD__OTLP__PRIMARYAPIKEY", configuration["AppHost:OtlpApiKey"])
            .WithEnvironment("DASHBOARD__API__AUTHMODE", "ApiKey")
            .WithEnvironment("DASHBOARD__API__PRIMARYAPIKEY", configuration["AppHost:DashboardApiKey"])
            .WithEnvironment("ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL", string.Create(CultureInfo.InvariantCulture, $"http://localhost:{settings.Port}"))
            .WithEnvironment("DASHBOARD__RESOURCESERVICECLIENT__AUTHMODE", "ApiKey")
            .WithEnvironment("DASHBOARD__RESOURCESERVICECLIENT__APIKEY", settings.Key);
    }
}

/// <summary>Where the dashboard asks, and the key it shows.</summary>
internal sealed record ResourceServiceSettings(int Port, string Key);
