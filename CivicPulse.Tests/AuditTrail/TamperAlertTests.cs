using CivicPulse.Modules.AuditTrail.Jobs;
using CivicPulse.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CivicPulse.Tests.AuditTrail;

/// <summary>What the nightly check raises when somebody changed what was sealed.</summary>
public sealed class TamperAlertTests(TestSystem system)
{
    [Fact]
    public async Task Each_tampering_is_raised_and_again_on_every_day_it_is_there()
    {
        var tenant = await system.NewTenantAsync();
        for (var seal = 0; seal < 2; seal++)
        {
            await tenant.Owner.NewMeetingAsync($"Meeting {seal}");
            await tenant.SealAllAsync();
        }
        var day = new DateTimeOffset(2026, 3, 1, 3, 17, 0, TimeSpan.Zero);
        Assert.Empty(await RaisedAsync(tenant, day));

        await TamperAsync(tenant, 1);
        Assert.Equal(["2026-03-01"], await RaisedAsync(tenant, day));
        await TamperAsync(tenant, 2);
        Assert.Equal(["2026-03-01", "2026-03-01"], await RaisedAsync(tenant, day));
        Assert.Equal(2, (await RaisedAsync(tenant, day.AddHours(1))).Count);
        Assert.Equal(["2026-03-01", "2026-03-01", "2026-03-02", "2026-03-02"], await RaisedAsync(tenant, day.AddDays(1)));
    }

    private async Task TamperAsync(TestTenant tenant, int seal) => await system.Site.RowsAsync($"""
        update {tenant.Tenant.Schema}.audit_entries set actor_kind = 'forged' where id = (
            select min(e.id) from {tenant.Tenant.Schema}.audit_entries e join {tenant.Tenant.Schema}.audit_seals s on e.written_in >= s.from_tx and e.written_in < s.to_tx where s.number = {seal})
        """);

    /// <returns>The days of the findings about roots.</returns>
    private async Task<List<string>> RaisedAsync(TestTenant tenant, DateTimeOffset at)
    {
        await tenant.InsideAsync(async services =>
        {
            await ActivatorUtilities.CreateInstance<CheckSeals>(services, new Stopped(at)).RunAsync(CancellationToken.None);
            return true;
        });
        var found = await system.Site.RowsAsync($"select right(finding, 10) from {tenant.Tenant.Schema}.security_alerts where finding like 'audit_tampered:wrong_root:%' order by 1");
        return [.. found.Select(f => (string)f[0]!)];
    }

    private sealed class Stopped(DateTimeOffset at) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => at;
    }
}
