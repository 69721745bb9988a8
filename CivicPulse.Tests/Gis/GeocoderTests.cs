using System.Collections.Concurrent;
using System.Net;
using CivicPulse.Api;
using CivicPulse.Tests.Laws;
using CivicPulse.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CivicPulse.Tests.Gis;

/// <summary>The operator's geocoding service, spoken to over the wire by a server of this test.</summary>
public sealed class GeocoderTests(TestSystem system)
{
    private const string Secret = "5 Confidential Street";

    [Theory]
    [InlineData("nominatim", "service", 60)]
    [InlineData("census", "service", 100)]
    public async Task The_service_finds_what_names_do_not_and_is_asked_once(string kind, string by, double accuracy)
    {
        var asked = new ConcurrentBag<string>();
        await using var service = await StartAsync(asked, kind);
        var (found, _) = await AskAsync(kind, service, Secret, 2);
        Assert.Equal((by, "Macon"), (found.Text("found_by"), found.Text("matched")));
        Assert.Equal("13021", found.List("districts")[0].Text("identifier"));
        Assert.InRange(found.GetProperty("accuracy").GetDouble(), accuracy * 0.9, accuracy * 1.1);
        Assert.Equal([Secret], asked);
    }

    [Theory]
    [InlineData("broken")]
    [InlineData("slow")]
    [InlineData("failing")]
    [InlineData("moved")]
    [InlineData("huge")]
    public async Task A_service_that_misbehaves_is_as_if_it_were_off_and_no_log_knows_the_address(string kind)
    {
        var asked = new ConcurrentBag<string>();
        await using var service = await StartAsync(asked, kind);
        var (found, log) = await AskAsync("nominatim", service, "Bibb", 1);
        Assert.Equal("name", found.Text("found_by"));
        Assert.NotEmpty(asked);
        Assert.DoesNotContain(log, l => l.Contains("Bibb", StringComparison.OrdinalIgnoreCase) || l.Contains("32.8", StringComparison.Ordinal));
    }

    private async Task<(System.Text.Json.JsonElement Found, IReadOnlyCollection<string> Log)> AskAsync(string kind, WebApplication service, string address, int times)
    {
        // The counties come once: taking them in again changes nothing.
        var tenant = await system.SharedTenantAsync();
        if ((await tenant.Owner.ReadAsync("/api/v1/boundary-sets")).List("items").Count == 0) await Counties.ImportAsync(tenant, "ga-counties.geojson");
        var log = new Lines();
        var url = service.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        var settings = new Dictionary<string, string?>(system.Site.Settings, StringComparer.Ordinal)
        {
            ["Geocoder:Url"] = url,
            ["Geocoder:Kind"] = kind,
            ["Logging:LogLevel:Default"] = "Trace",
        };
        await using var api = new RealHost<ApiHost>(settings, services => services.AddSingleton<ILoggerProvider>(log));
        using var client = tenant.Owner.Like(api.Address);
        var found = default(System.Text.Json.JsonElement);
        for (var i = 0; i < times; i++) found = await client.ReadAsync("/api/v1/districts?address=" + Uri.EscapeDataString(address));
        return (found, log.All);
    }

    private static async Task<WebApplication> StartAsync(ConcurrentBag<string> asked, string kind)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseSetting("urls", "http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.MapGet("/search", (string q) => Answer(q, kind switch
        {
            "broken" => Results.Text("<html>"),
            "slow" => new Slow(),
            "failing" => Results.StatusCode(500),
            "moved" => Results.Redirect("/elsewhere"),
            "huge" => Results.Text(new string(' ', 1_000_000)),
            _ => Results.Json(new[] { new { lat = "32.8407", lon = "-83.6324", boundingbox = (string[])["32.8403", "32.8411", "-83.6329", "-83.6319"], display_name = "Macon" } }),
        }));
        app.MapGet("/geocoder/locations/onelineaddress", (string address, string benchmark) => Answer(address, benchmark.Length == 0 ? Results.BadRequest() : Results.Json(
            new { result = new { addressMatches = new[] { new { matchedAddress = "Macon", coordinates = new { x = -83.6324, y = 32.8407 } } } } })));
        await app.StartAsync();
        return app;

        IResult Answer(string text, IResult result)
        {
            asked.Add(text);
            return result;
        }
    }

    private sealed class Slow : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext) => Task.Delay(TimeSpan.FromSeconds(20), httpContext.RequestAborted);
    }

    private sealed class Lines : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> All { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            All.Enqueue(formatter(state, exception) + exception);

        public void Dispose() => All.Clear();
    }
}
