using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CivicPulse.Platform.Tenancy;

/// <summary>The connection cannot keep tenants apart; the process must not serve anybody.</summary>
public sealed class UnsafeConnection(string message) : InvalidOperationException(message);

/// <summary>
/// Looks, before the process serves anybody, whether its connections are its own. Where several commands follow each other the gate
/// sets role and search path for the session: behind a pooler that gives a server connection to whoever asks next, one tenant's settings would meet another tenant's query.
/// </summary>
internal sealed partial class PoolerCheck(
    NpgsqlDataSource app, [FromKeyedServices(DataSources.Host)] NpgsqlDataSource host, TenantSources own, IHostApplicationLifetime application, TimeProvider clock, ILogger<PoolerCheck> log)
    : IHostedLifecycleService, IDisposable
{
    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(2);
    private readonly CancellationTokenSource _over = new();
    private Task _later = Task.CompletedTask;

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        try
        {
            await LookAsync(cancellationToken);
        }
        catch (NpgsqlException e)
        {
            // A database that is away serves nobody either; it is looked at as soon as it is back.
            NotYet(log, e);
            _later = LookLaterAsync(_over.Token);
        }
    }

    private async Task LookAsync(CancellationToken ct)
    {
        foreach (var source in (NpgsqlDataSource[])[app, host, .. own.Configured()]) await SessionProbe.RefuseSharedAsync(source.ConnectionString, source, ct);
    }

    private async Task LookLaterAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(AskAgain, clock, ct);
                await LookAsync(ct);
                return;
            }
            catch (UnsafeConnection e)
            {
                Refused(log, e);
                Environment.ExitCode = 1;
                application.StopApplication();
                return;
            }
            catch (Exception e) when (e is NpgsqlException or OperationCanceledException)
            {
                // Still away.
            }
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        // Hosts may be stopped once more after they were disposed of.
        if (!_over.IsCancellationRequested) await _over.CancelAsync();
        await _later;
    }

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        _over.Cancel();
        _over.Dispose();
    }

    [LoggerMessage(LogLevel.Warning, "The database does not answer yet: whether its connections keep tenants apart is looked at when it does")]
    private static partial void NotYet(ILogger log, Exception e);

    [LoggerMessage(LogLevel.Critical, "This process stops: its database connections do not keep tenants apart")]
    private static partial void Refused(ILogger log, Exception e);
}
