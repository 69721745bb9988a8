using System.Diagnostics;
using Microsoft.Extensions.Hosting;

namespace CivicPulse.AppHost.Instance;

/// <summary>Ends the application when the process that asked for it is gone.</summary>
internal sealed class ParentWatch(LocalInstance instance, IHostApplicationLifetime application) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (instance.ParentProcess is not { } id)
            return;
        try
        {
            using var parent = Process.GetProcessById(id);
            await parent.WaitForExitAsync(stoppingToken);
        }
        catch (ArgumentException)
        {
            // It was gone before we looked.
        }
        application.StopApplication();
    }
}
