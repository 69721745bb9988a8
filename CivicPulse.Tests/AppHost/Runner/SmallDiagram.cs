extern alias AppHost;

using AppHost::Aspire.Hosting;
using AppHost::Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;

namespace CivicPulse.Tests.AppHost.Runner;

/// <summary>A diagram of shell scripts, run by the local runner in this process.</summary>
internal sealed class SmallDiagram : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly string _folder;
    private DistributedApplication? _application;
    private Task _run = Task.CompletedTask;

    public SmallDiagram(string folder)
    {
        _folder = folder;
        Builder = DistributedApplication.CreateBuilder(new DistributedApplicationOptions { DisableDashboard = true });
        Builder.Configuration["CIVICPULSE_DATA"] = folder;
    }

    public IDistributedApplicationBuilder Builder { get; }

    public ResourceNotificationService Board => _application!.Services.GetRequiredService<ResourceNotificationService>();

    public IResourceBuilder<ExecutableResource> Script(string name, string script) => Builder.AddExecutable(name, "bash", _folder, "-c", script);

    public void Start()
    {
        _application = Builder.Build();
        _run = _application.RunAsync(_stop.Token);
    }

    public async Task<CustomResourceSnapshot> WhenAsync(string name, Predicate<CustomResourceSnapshot> reached)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await foreach (var snapshot in Board.WatchAsync(patience.Token))
        {
            if (snapshot.ResourceId == name && reached(snapshot))
                return snapshot;
        }
        throw new TimeoutException(name);
    }

    public Task<CustomResourceSnapshot> WhenEndedAsync(string name) => WhenAsync(name, s => KnownResourceStates.IsTerminal(s.State));

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _run;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
    }
}
