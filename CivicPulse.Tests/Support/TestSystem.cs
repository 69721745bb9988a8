using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using CivicPulse.AiService;
using CivicPulse.Api;
using CivicPulse.Modules;
using CivicPulse.Platform;
using CivicPulse.Platform.Commands;
using CivicPulse.Platform.Tenancy;
using CivicPulse.Tests.Scratch;
using CivicPulse.Tests.Support;
using CivicPulse.Worker;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

[assembly: AssemblyFixture(typeof(TestSystem))]

namespace CivicPulse.Tests.Support;

/// <summary>
/// The whole system once per test run: API, Worker and AI service in this process on real ports, over real PostgreSQL, Redis
/// and blobs. Every test class takes a tenant of its own, so classes run side by side and nothing is cleaned up.
/// </summary>
public sealed class TestSystem : IAsyncLifetime
{
    private readonly ConcurrentDictionary<string, Lazy<Task<TestTenant>>> _shared = new(StringComparer.Ordinal);
    private Backing? _backing;
    private Site? _site;

    internal Backing Backing => _backing ?? throw new InvalidOperationException("Not started.");

    internal Site Site => _site ?? throw new InvalidOperationException("Not started.");

    /// <summary>Where the API answers; it serves the web console too when that is built.</summary>
    public Uri BaseAddress => Site.Address;

    public async ValueTask InitializeAsync()
    {
        // A host's thread that watches its settings' files outlives the host, and keeps all of it; there are hundreds of hosts.
        Environment.SetEnvironmentVariable("DOTNET_hostBuilder__reloadConfigOnChange", "false");
        _backing = await Backing.StartAsync();
        _site = await Site.StartAsync(_backing, "tests", withWorker: true);
    }

    /// <summary>A new tenant with an owner, ready for use.</summary>
    public Task<TestTenant> NewTenantAsync() => Site.NewTenantAsync();

    /// <summary>One for all tests of a file that take it: for those that look at no rows but their own, such as refusals.</summary>
    public Task<TestTenant> SharedTenantAsync([CallerFilePath] string file = "") => _shared.GetOrAdd(file, _ => new(NewTenantAsync)).Value;

    public async ValueTask DisposeAsync()
    {
        if (_site is not null) await _site.DisposeAsync();
        if (_backing is not null) await _backing.DisposeAsync();
    }
}

/// <summary>One installation on a database of its own.</summary>
internal sealed class Site : IAsyncDisposable
{
    private readonly WebApplication _migrator;
    private readonly List<IAsyncDisposable> _hosts = [];
    private readonly string _name;
    private int _tenants;

    private Site(string name, WebApplication migrator, IReadOnlyDictionary<string, string?> settings, string owner) =>
        (_name, _migrator, Settings, Owner) = (name, migrator, settings, owner);

    /// <summary>What a host of this installation is configured with.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; private set; }

    /// <summary>The connection string of the database's owner, who sees everything.</summary>
    public string Owner { get; }

    public Uri Address { get; private set; } = null!;

    public IServiceProvider Api { get; private set; } = null!;

    public static async Task<Site> StartAsync(Backing backing, string name, bool withWorker, Action<IServiceCollection>? ai = null, IReadOnlyDictionary<string, string?>? more = null)
    {
        var site = await WithoutHostsAsync(backing, name, more);
        site.Start(withWorker, ai);
        return site;
    }

    private const string Plenty = "1000000";

    /// <summary>Seals the audits of this run.</summary>
    private static readonly string SealKey = Convert.ToBase64String(System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256).ExportPkcs8PrivateKey());

    /// <summary>An installation with the scratch module in its list.</summary>
    public static async Task<Site> StartScratchAsync(Backing backing, string name)
    {
        var site = await WithoutHostsAsync(backing, name, modules: ScratchHosts.Modules);
        var assistant = site.Keep(new RealHost<AiHost>(site.Settings));
        site.Settings = new Dictionary<string, string?>(site.Settings, StringComparer.Ordinal) { ["services:ai:http:0"] = assistant.Address.ToString() };
        var api = site.Keep(await ScratchHosts.StartApiAsync(site.Settings));
        (site.Address, site.Api) = (new Uri(api.Urls.First()), api.Services);
        site.Keep(await ScratchHosts.StartWorkerAsync(site.Settings));
        return site;
    }

    /// <summary>Only the database, migrated, and the commands of its owner.</summary>
    public static async Task<Site> WithoutHostsAsync(
        Backing backing, string name, IReadOnlyDictionary<string, string?>? more = null, ModuleList? modules = null)
    {
        var (owner, app, host) = await backing.CreateDatabaseAsync(name);
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["ConnectionStrings:redis"] = $"{backing.Redis},defaultDatabase={backing.NextRedisDatabase()}",
            ["ConnectionStrings:blobs"] = backing.Blobs,
            ["Database:AppPassword"] = backing.AppPassword,
            ["Database:HostPassword"] = backing.HostPassword,
            ["DataProtection:Certificate"] = backing.KeyRing,
            ["Audit:SealKey"] = SealKey,
            ["DOTNET_ENVIRONMENT"] = "Development",
            ["Logging:LogLevel:Default"] = "Warning",
            // Laws ask every route everything: an answer of "too many requests" would tell them nothing.
            ["Limits:Account:Burst"] = Plenty,
            ["Limits:Tenant:Burst"] = Plenty,
            ["Limits:Anonymous:Burst"] = Plenty,
            ["Limits:Costly:Burst"] = Plenty,
        };
        foreach (var (key, value) in more ?? new Dictionary<string, string?>(StringComparer.Ordinal)) settings[key] = value;
        var migrator = WebApplication.CreateSlimBuilder();
        migrator.Configuration.AddInMemoryCollection([.. settings, new("ConnectionStrings:civicpulse", owner)]);
        migrator.AddPlatform(modules ?? AllModules.List).AsMigrator();
        var site = new Site(name, migrator.Build(), settings, owner);
        await site._migrator.Services.GetRequiredService<Installation>().BringUpToDateAsync(CancellationToken.None);
        site.Settings = new Dictionary<string, string?>(settings, StringComparer.Ordinal) { ["ConnectionStrings:civicpulse"] = app, ["ConnectionStrings:civicpulse_host"] = host };
        return site;
    }

    public async Task<TestTenant> NewTenantAsync()
    {
        var slug = $"{_name}-{Interlocked.Increment(ref _tenants)}";
        var tenant = await _migrator.Services.GetRequiredService<Installation>().ProvisionAsync(slug, $"Tenant {_tenants}", CancellationToken.None);
        return await TestTenant.CreateAsync(this, tenant);
    }

    /// <summary>The services of commands: the owner's login.</summary>
    public IServiceProvider Commands => _migrator.Services;

    /// <summary>What <c>./civicpulse ...</c> does: its exit code and what it printed.</summary>
    public async Task<(int Code, string Output, string Error)> RunAsync(IReadOnlyDictionary<string, string?> more, params string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(Settings).AddInMemoryCollection([new("ConnectionStrings:civicpulse", Owner)]).AddInMemoryCollection(more);
        builder.AddPlatform(AllModules.List).AsMigrator();
        await using var host = builder.Build();
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await host.RunCommandAsync(AllModules.List, args, CancellationToken.None, new() { Output = output, Error = error });
        return (code, output.ToString(), error.ToString());
    }

    public Task<(int Code, string Output, string Error)> RunAsync(params string[] args) => RunAsync(new Dictionary<string, string?>(StringComparer.Ordinal), args);

    /// <summary>Clients of a tenant that a command made or changed.</summary>
    public Task<TestTenant> AdoptAsync(Tenant tenant) => TestTenant.CreateAsync(this, tenant);

    /// <summary>What <c>migrate</c> does to a tenant that is there already.</summary>
    public Task ProvisionAgainAsync(TestTenant tenant) =>
        _migrator.Services.GetRequiredService<Installation>().ProvisionAsync(tenant.Slug, tenant.Tenant.Name, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts.AsEnumerable().Reverse()) await host.DisposeAsync();
        await _migrator.DisposeAsync();
    }

    private void Start(bool withWorker, Action<IServiceCollection>? ai)
    {
        var assistant = Keep(new RealHost<AiHost>(Settings, ai));
        Settings = new Dictionary<string, string?>(Settings, StringComparer.Ordinal) { ["services:ai:http:0"] = assistant.Address.ToString() };
        var api = Keep(new RealHost<ApiHost>(Settings));
        (Address, Api) = (api.Address, api.Services);
        if (withWorker) Keep(new RealHost<WorkerHost>(Settings));
    }

    private T Keep<T>(T host) where T : IAsyncDisposable
    {
        _hosts.Add(host);
        return host;
    }
}
