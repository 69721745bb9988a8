using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CivicPulse.Tests.Support;

/// <summary>A host's own Program, in this process, behind a real Kestrel port.</summary>
internal sealed class RealHost<TEntry> : WebApplicationFactory<TEntry> where TEntry : class
{
    private readonly IReadOnlyDictionary<string, string?> _settings;
    private readonly Action<IServiceCollection>? _services;

    public RealHost(IReadOnlyDictionary<string, string?> settings, Action<IServiceCollection>? services = null)
    {
        (_settings, _services) = (settings, services);
        UseKestrel(0);
        StartServer();
        Address = new Uri(Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }

    public Uri Address { get; }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        foreach (var (key, value) in _settings) builder.UseSetting(key, value);
        builder.ConfigureLogging(logging => logging.AddProvider(new KeptErrors()));
        if (_services is not null) builder.ConfigureServices(_services);
    }
}
