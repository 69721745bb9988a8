using CivicPulse.Platform.Tenancy;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CivicPulse.Platform.Facts;

/// <summary>What a tenant has to do, and what it laid aside; counts stop at 10,000.</summary>
/// <param name="Elsewhere">It has a database of its own, which the query does not reach: whoever wants to know asks there.</param>
internal sealed record TenantWork(string Slug, long OpenFacts, DateTimeOffset? OldestAt, long DeadFacts, long OpenJobs, bool Elsewhere = false);

/// <summary>Which tenants have something to do: one query for all of them, shared by everybody in this process who asks.</summary>
internal sealed class PendingWork([FromKeyedServices(DataSources.Host)] NpgsqlDataSource host, TenantDirectory tenants, FactHints hints, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(3);

    /// <summary>However many tenants there are, asking takes no more than this part of the time.</summary>
    private const int Share = 20;

    private readonly SemaphoreSlim _one = new(1, 1);
    private DateTimeOffset _next;

    /// <summary>As last seen; what the gauges show.</summary>
    public IReadOnlyList<TenantWork> Last { get; private set; } = [];

    public long WaitingHints { get; private set; }

    public async Task<IReadOnlyList<TenantWork>> LookAsync(CancellationToken ct)
    {
        await _one.WaitAsync(ct);
        try
        {
            if (clock.GetUtcNow() < _next) return Last;
            var began = clock.GetTimestamp();
            Last = await AskAsync(ct);
            var rest = clock.GetElapsedTime(began) * Share;
            WaitingHints = await hints.CountAsync();
            _next = clock.GetUtcNow() + (rest > Fresh ? rest : Fresh);
            return Last;
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task<IReadOnlyList<TenantWork>> AskAsync(CancellationToken ct)
    {
        await using var ask = host.CreateCommand("select slug, open_facts, oldest_at, dead_facts, open_jobs from platform.tenants_with_work()");
        await using var reader = await ask.ExecuteReaderAsync(ct);
        var found = new List<TenantWork>();
        while (await reader.ReadAsync(ct))
            found.Add(new(reader.GetString(0), reader.GetInt64(1), reader.IsDBNull(2) ? null : reader.GetFieldValue<DateTimeOffset>(2), reader.GetInt64(3), reader.GetInt64(4)));
        found.AddRange((await tenants.ListAsync(ct)).Where(t => t.Database is not null).Select(t => new TenantWork(t.Slug, 0, null, 0, 0, true)));
        return found;
    }

    public void Dispose() => _one.Dispose();
}
