using Microsoft.Extensions.Logging;

namespace CivicPulse.Platform;

/// <summary>Background work that goes on after whatever went wrong, a second later, until the process is asked to stop.</summary>
internal static partial class Persistently
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public static async Task RunAsync(Func<CancellationToken, Task> work, ILogger log, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await work(ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                Interrupted(log, e);
                await Task.Delay(Pause, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "Background work was interrupted and goes on")]
    private static partial void Interrupted(ILogger log, Exception e);
}
