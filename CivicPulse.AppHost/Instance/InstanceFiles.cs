using System.Text.Json;
using Microsoft.Extensions.Hosting;

namespace CivicPulse.AppHost.Instance;

/// <summary>One file that says how to reach this instance: written when all that it names is healthy, gone when it is not.</summary>
internal sealed record InstanceFile(string Name, IReadOnlyList<string> Resources, Func<IServiceProvider, CancellationToken, Task<object>> Content);

/// <summary>Tells scripts and tests, through files in <c>run/</c>, that the instance is up, or why it is not.</summary>
internal sealed class InstanceFiles(
    LocalInstance instance, IEnumerable<InstanceFile> files, ResourceNotificationService board, IServiceProvider services,
    IHostApplicationLifetime application) : BackgroundService
{
    private const string Failed = "run/failed.txt";

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true };

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        Clear();
        instance.Folder.WritePrivately("run/apphost.pid", $"{Environment.ProcessId}\n");
        return base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        foreach (var file in files)
            File.Delete(instance.Folder.Of(file.Name));
        File.Delete(instance.Folder.Of("run/apphost.pid"));
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(files.Select(file => WriteAsync(file, stoppingToken)));

    private async Task WriteAsync(InstanceFile file, CancellationToken cancellationToken)
    {
        try
        {
            await Task.WhenAll(file.Resources.Select(name =>
                board.WaitForResourceHealthyAsync(name, WaitBehavior.StopOnResourceUnavailable, cancellationToken)));
            var content = await file.Content(services, cancellationToken);
            instance.Folder.WritePrivately(file.Name, content as string ?? JsonSerializer.Serialize(content, Readable));
        }
        catch (DistributedApplicationException reason)
        {
            instance.Folder.WritePrivately(Failed, $"{reason.Message}\n");
            if (instance.ServicesOnly)
            {
                // Who asked for the services waits for a file that will not come.
                Environment.ExitCode = 1;
                application.StopApplication();
            }
        }
    }

    private void Clear()
    {
        File.Delete(instance.Folder.Of(Failed));
        foreach (var file in files)
            File.Delete(instance.Folder.Of(file.Name));
    }
}
