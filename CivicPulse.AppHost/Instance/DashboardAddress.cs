namespace CivicPulse.AppHost.Instance;

/// <summary>Where a person opens the telemetry dashboard, once it answers.</summary>
internal sealed class DashboardAddress(LocalInstance instance, IHttpClientFactory clients, TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The address with its login token; none when no dashboard can be had on this machine.</summary>
    public async Task<string?> WhenUpAsync(CancellationToken cancellationToken)
    {
        using var client = clients.CreateClient();
        var started = clock.GetTimestamp();
        while (clock.GetElapsedTime(started) < Patience)
        {
            try
            {
                using var answer = await client.GetAsync(new Uri(instance.DashboardUrl), cancellationToken);
                return $"{instance.DashboardUrl}/login?t={instance.Secrets.Password("dashboard_token")}";
            }
            catch (HttpRequestException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200), clock, cancellationToken);
            }
        }
        return null;
    }
}
