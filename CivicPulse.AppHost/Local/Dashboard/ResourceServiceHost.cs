using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Local;

/// <summary>Answers the dashboard: which resources there are, how they are, what they print; and does what its buttons ask.</summary>
internal sealed class ResourceServiceHost(ResourceServiceSettings settings, ResourceNotificationService board, Runner runner) : IHostedService, IAsyncDisposable
{
    private const int Succeeded = 1;
    private const int Failed = 2;

    private WebApplication? server;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        // A signal is for the application around this: it stops us in its turn.
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            // A watching client sends nothing for hours.
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.ListenLocalhost(settings.Port, listen => listen.Protocols = HttpProtocols.Http2);
        });
        server = builder.Build();
        Map("GetApplicationInformation", call => call.SendAsync(new ProtoMessage().Text(1, "CivicPulse")));
        Map("WatchResources", WatchResourcesAsync);
        Map("WatchResourceConsoleLogs", WatchLogsAsync);
        Map("WatchInteractions", call => Task.Delay(Timeout.Infinite, call.Ended));
        Map("ExecuteResourceCommand", ExecuteAsync);
        await server.StartAsync(cancellationToken);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        if (server is not null)
            await server.StopAsync(soon.Token);
    }

    public ValueTask DisposeAsync() => server?.DisposeAsync() ?? ValueTask.CompletedTask;

    private void Map(string method, Func<GrpcCall, Task> answer) => GrpcCall.Map(server!, settings.Key, method, answer);

    private async Task WatchResourcesAsync(GrpcCall call)
    {
        await call.SendAsync(new ProtoMessage().Message(1, board.All.Aggregate(new ProtoMessage(),
            (all, snapshot) => all.Message(1, ResourceMessage.Of(snapshot)))));
        await foreach (var snapshot in board.WatchAsync(call.Ended))
        {
            var change = new ProtoMessage().Message(2, ResourceMessage.Of(snapshot));
            await call.SendAsync(new ProtoMessage().Message(2, new ProtoMessage().Message(1, change)));
        }
    }

    private async Task WatchLogsAsync(GrpcCall call)
    {
        if (RunOf(call.Request.Text(1)) is not { } run)
            return;
        if (call.Request.Flag(2))
        {
            foreach (var line in run.Log.Last(int.MaxValue))
                await SendLineAsync(call, line);
            return;
        }
        await foreach (var line in run.Log.Watch(call.Ended).ReadAllAsync(call.Ended))
            await SendLineAsync(call, line);
    }

    private static Task SendLineAsync(GrpcCall call, LogLine line) => call.SendAsync(new ProtoMessage().Message(1, new ProtoMessage()
        .Text(1, string.Create(CultureInfo.InvariantCulture, $"{line.At:yyyy-MM-ddTHH:mm:ss.fffffffZ} {line.Text}"))
        .Flag(2, line.IsError)
        .Number(3, line.Number)));

    private async Task ExecuteAsync(GrpcCall call)
    {
        var run = RunOf(call.Request.Text(2));
        var done = run is not null && await run.ObeyAsync(call.Request.Text(1));
        await call.SendAsync(done ? new ProtoMessage().Number(1, Succeeded) : new ProtoMessage().Number(1, Failed).Text(2, "That cannot be done now."));
    }

    private ResourceRun? RunOf(string id) => runner.Runs.FirstOrDefault(run => string.Equals(run.Id, id, StringComparison.Ordinal));

    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
