namespace CivicPulse.AppHost.Instance;

/// <summary>Where a person opens the telemetry dashboard, once it answers.</summary>
internal sealed class DashboardAddress(LocalInstance instance, IHttpClientFactory clients, ResourceNotificationService board, TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>The address with its login token; none when no dashboard can be had on this machine.</summary>
    public async Task<string?> WhenUpAsync(CancellationToken cancellationToken)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        enough.CancelAfter(Patience);
        var answers = AnswersAsync(enough.Token);
        var ended = board.WaitForResourceAsync("dashboard", KnownResourceStates.Exited, enough.Token);
        var isUp = await Task.WhenAny(answers, ended) == answers && answers.IsCompletedSuccessfully;
        await enough.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
        return isUp ? $"{instance.DashboardUrl}/login?t={instance.Secrets.Password("dashboard_token")}" : null;
    }

    private async Task AnswersAsync(CancellationToken cancellationToken)
    {
        using var client = clients.CreateClient();
        while (true)
        {
            try
            {
                using var answer = await client.GetAsync(new Uri(instance.DashboardUrl), cancellationToken);
                return;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200), clock, cancellationToken);
            }
        }
    }
}
