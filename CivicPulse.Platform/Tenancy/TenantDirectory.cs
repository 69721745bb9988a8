using CivicPulse.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Platform.Tenancy;

/// <summary>How it stands with a tenant, as of a few seconds ago.</summary>
internal sealed record TenantStanding(Tenant Tenant, TenantState State, int SchemaVersion, IReadOnlyList<string> Domains);

/// <summary>
/// Finds tenants by slug and by domain. All of them are read at once and kept for a few seconds, so a request costs no query and a change
/// is seen by everybody within five. A name that is not among those served waits for the next look, and looks are not more than four
/// a second: a new tenant is found at once, a flood of made-up names reads next to nothing.
/// </summary>
public sealed class TenantDirectory : IDisposable
{
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(250);
    private readonly SemaphoreSlim _one = new(1);
    private readonly IDbContextFactory<HostDb> _hosts;
    private readonly Release _release;
    private readonly TimeProvider _clock;
    private volatile Look? _last;

    internal TenantDirectory(IDbContextFactory<HostDb> hosts, Release release, TimeProvider clock) => (_hosts, _release, _clock) = (hosts, release, clock);

    /// <returns>Null also for a tenant that is not served now.</returns>
    public async Task<Tenant?> FindAsync(string slug, CancellationToken ct) =>
        await StandingAsync(null, slug, ct) is { } found && IsServed(found) ? found.Tenant : null;

    /// <summary>As of a few seconds ago, without another look for a name that is not there: anybody may send any.</summary>
    internal async Task<Tenant?> ServedAtAsync(string domain, CancellationToken ct) =>
        (await LookAsync(Recently, ct)).Find(domain, null) is { } found && IsServed(found) ? found.Tenant : null;

    /// <summary>Those that are served now, in the order of their slugs.</summary>
    public async Task<IReadOnlyList<Tenant>> ListAsync(CancellationToken ct) => (await LookAsync(Recently, ct)).Served;

    internal async Task<TenantStanding?> StandingAsync(string? domain, string? slug, CancellationToken ct)
    {
        if (!Tenant.IsSlug(slug)) slug = null;
        if (domain is null && slug is null) return null;
        var asked = _clock.GetTimestamp();
        return (await LookAsync(Recently, ct)).Find(domain, slug) is { } found && IsServed(found) ? found : (await LookAsync(asked, ct)).Find(domain, slug);
    }

    internal bool IsServed(TenantStanding standing) => standing.State == TenantState.Active && standing.SchemaVersion >= _release.Minimum;

    private long Recently => _clock.GetTimestamp() - (long)(Kept.TotalSeconds * _clock.TimestampFrequency);

    private async Task<Look> LookAsync(long notBefore, CancellationToken ct)
    {
        if (_last is { } last && last.At >= notBefore) return last;
        await _one.WaitAsync(ct);
        try
        {
            if (_last is { } fresh)
            {
                if (fresh.At >= notBefore) return fresh;
                var early = BetweenLooks - _clock.GetElapsedTime(fresh.At);
                if (early > TimeSpan.Zero) await Task.Delay(early, _clock, ct);
            }
            return _last = await ReadAsync(ct);
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task<Look> ReadAsync(CancellationToken ct)
    {
        var at = _clock.GetTimestamp();
        await using var db = await _hosts.CreateDbContextAsync(ct);
        var domains = (await db.Domains.AsNoTracking().Select(d => new { d.TenantId, d.Domain }).ToListAsync(ct)).ToLookup(d => d.TenantId, d => d.Domain);
        var rows = await db.Tenants.AsNoTracking().OrderBy(t => t.Slug)
            .Select(t => new { t.Id, t.Slug, t.Name, t.Database, t.TimeZone, t.State, t.SchemaVersion }).ToListAsync(ct);
        var all = rows.ConvertAll(t => new TenantStanding(new Tenant(t.Id, t.Slug, t.Name) { Database = t.Database, TimeZone = t.TimeZone }, t.State, t.SchemaVersion, [.. domains[t.Id]]));
        return new Look(at, all.ToDictionary(t => t.Tenant.Slug, StringComparer.Ordinal),
            all.SelectMany(t => t.Domains, (t, d) => (t, d)).ToDictionary(x => x.d, x => x.t, StringComparer.Ordinal), [.. all.Where(IsServed).Select(t => t.Tenant)]);
    }

    public void Dispose() => _one.Dispose();

    private sealed record Look(long At, Dictionary<string, TenantStanding> BySlug, Dictionary<string, TenantStanding> ByDomain, IReadOnlyList<Tenant> Served)
    {
        public TenantStanding? Find(string? domain, string? slug)
        {
            if (domain is not null && ByDomain.TryGetValue(domain, out var there)) return there;
            return slug is null ? null : BySlug.GetValueOrDefault(slug);
        }
    }
}
