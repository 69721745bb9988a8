namespace CivicPulse.Platform.Jobs;

/// <summary>Tenants that may have a job, each once, in turns; none has more than its share of the Worker's places.</summary>
internal sealed class WaitingTenants(int share)
{
    private readonly Lock _gate = new();
    private readonly List<string> _waiting = [];
    private readonly Dictionary<string, int> _running = new(StringComparer.Ordinal);
    private TaskCompletionSource _news = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Add(string tenant)
    {
        lock (_gate)
        {
            if (!_waiting.Contains(tenant, StringComparer.Ordinal)) _waiting.Add(tenant);
            _news.TrySetResult();
        }
    }

    /// <summary>Waits for a tenant with a free share, and takes one place for it.</summary>
    public async Task<string> NextAsync(CancellationToken ct)
    {
        while (true)
        {
            Task news;
            lock (_gate)
            {
                var place = _waiting.FindIndex(t => _running.GetValueOrDefault(t) < share);
                if (place >= 0)
                {
                    var tenant = _waiting[place];
                    _waiting.RemoveAt(place);
                    _running[tenant] = _running.GetValueOrDefault(tenant) + 1;
                    return tenant;
                }
                // All who wait share one, so that no one waits for news that nobody will bring.
                if (_news.Task.IsCompleted) _news = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                news = _news.Task;
            }
            await news.WaitAsync(ct);
        }
    }

    public void Leave(string tenant)
    {
        lock (_gate)
        {
            if (--_running[tenant] == 0) _running.Remove(tenant);
            _news.TrySetResult();
        }
    }
}
