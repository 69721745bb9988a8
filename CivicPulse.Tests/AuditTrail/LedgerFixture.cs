using CivicPulse.Platform.Audit;
using CivicPulse.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CivicPulse.Tests.AuditTrail;

/// <summary>Short words for sealing and checking a tenant's ledger.</summary>
internal static class LedgerFixture
{
    public static async Task SealAsync(this TestTenant tenant) =>
        Assert.Null(await tenant.InsideAsync(s => s.GetRequiredService<Sealer>().SealAsync(CancellationToken.None)));

    public static Task<LedgerReport> CheckAsync(this TestTenant tenant, AuditSeal? known = null) =>
        tenant.InsideAsync(s => s.GetRequiredService<LiveLedger>().CheckAsync(CancellationToken.None, known));

    /// <summary>Transactions of other tests hold the horizon back: sealed is what was written before they ended.</summary>
    public static async Task SealAllAsync(this TestTenant tenant)
    {
        await Eventually.TrueAsync(async () =>
        {
            await tenant.SealAsync();
            return (await tenant.CheckAsync()).Unsealed == 0;
        });
    }

    public static Task<LedgerReport> CheckFileAsync(string file, SealKeys? keys, AuditSeal? known = null) =>
        LedgerFile.CheckAsync(new StringReader(file), keys, known, CancellationToken.None);

    public static Task<string> ExportAsync(this TestTenant tenant, DateTimeOffset? from = null) => tenant.InsideAsync(async s =>
    {
        using var to = new MemoryStream();
        await s.GetRequiredService<LedgerExport>().WriteAsync(to, from, null, CancellationToken.None);
        return System.Text.Encoding.UTF8.GetString(to.ToArray());
    });
}
