using System.CommandLine;
using CivicPulse.Platform.Data;
using Microsoft.Extensions.DependencyInjection;

namespace CivicPulse.Platform.Tenancy.Commands;

internal static class MigrateCommand
{
    private const int MostAtOnce = 16;

    public static Command Create(IServiceProvider services)
    {
        var parallel = new Option<int>("--parallel") { Description = $"Tenants at a time, 1 to {MostAtOnce}.", DefaultValueFactory = _ => 4 };
        parallel.Validators.Add(r =>
        {
            if (r.Tokens.Count == 1 && (!int.TryParse(r.Tokens[0].Value, out var n) || n is < 1 or > MostAtOnce)) r.AddError($"--parallel is 1 to {MostAtOnce}.");
        });
        var only = new Option<string?>("--tenant") { Description = "Only this tenant, after the installation itself." };
        var force = new Option<bool>("--force") { Description = "Also tenants that are up to date." };
        var goOn = new Option<bool>("--keep-going") { Description = "Succeed although tenants failed: they stay out of service, the others are served." };
        var status = new Option<bool>("--status") { Description = "Change nothing; tell how far every tenant is." };
        var json = Output.JsonOption();
        var migrate = new Command("migrate", "Brings the database up to date: the installation, then every tenant.") { parallel, only, force, goOn, status, json };
        migrate.SetAction((parsed, ct) => Output.GuardAsync(parsed, async () =>
        {
            if (parsed.GetValue(status)) return await StatusAsync(services, parsed, parsed.GetValue(json), ct);
            var order = new MigrateOrder(parsed.GetValue(parallel), parsed.GetValue(only), parsed.GetValue(force));
            var report = await services.GetRequiredService<Installation>().BringUpToDateAsync(order, ct);
            if (parsed.GetValue(json)) parsed.WriteJson(report);
            else parsed.WriteLine($"{report.Migrated} tenants migrated, {report.UpToDate} were up to date, {report.Failures.Count} failed.");
            foreach (var (slug, error) in report.Failures) parsed.WriteError($"{slug}: {error}");
            return report.Failures.Count == 0 || parsed.GetValue(goOn) ? 0 : 1;
        }));
        return migrate;
    }

    /// <returns>1 while any tenant is behind this release.</returns>
    private static async Task<int> StatusAsync(IServiceProvider services, ParseResult parsed, bool asJson, CancellationToken ct)
    {
        var release = services.GetRequiredService<Release>();
        var rows = (await services.GetRequiredService<TenantRegistry>().ListAsync(ct))
            .Select(t => new TenantProgress(t.Slug, t.State, t.SchemaVersion, t.Release == release.Fingerprint, t.MigratedAt, t.LastError, t.LastErrorAt)).ToList();
        if (asJson) parsed.WriteJson(rows);
        else parsed.WriteTable(["tenant", "state", $"schema ({release.Version})", "up to date", "migrated at", "last error"],
            rows.Select(r => new[] { r.Slug, Output.Word(r.State), $"{r.SchemaVersion}", r.IsUpToDate ? "yes" : "no", Output.At(r.MigratedAt), r.LastError ?? "" }));
        return rows.TrueForAll(r => r.IsUpToDate) ? 0 : 1;
    }
}

/// <summary>How far a tenant is, as <c>migrate --status --json</c> tells it.</summary>
public sealed record TenantProgress(string Slug, TenantState State, int SchemaVersion, bool IsUpToDate, DateTimeOffset? MigratedAt, string? LastError, DateTimeOffset? LastErrorAt);
