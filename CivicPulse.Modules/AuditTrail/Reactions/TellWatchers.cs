using CivicPulse.Modules.Accounts.Public;
using CivicPulse.Modules.AuditTrail.Public;
using CivicPulse.Platform.Facts;
using CivicPulse.Platform.Live;
using CivicPulse.Platform.Tenancy;

namespace CivicPulse.Modules.AuditTrail.Reactions;

/// <summary>Tells those who may read the audit, where they are online. Telling twice does no harm: the alert's id is the same.</summary>
internal sealed class TellWatchers(IAccountsHolding accounts, CurrentTenant tenant, LiveMessages live) : IReaction<SecurityAlertRaised>
{
    public async Task ReactAsync(SecurityAlertRaised fact, CancellationToken ct)
    {
        foreach (var account in await accounts.HoldingAsync(AuditTrailPermissions.Read, ct))
            await live.SendAsync(tenant.Value, account, "security_alert", fact);
    }
}
