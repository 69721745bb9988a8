using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Local;

internal sealed class DashboardHost : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.CompletedTask;
}
