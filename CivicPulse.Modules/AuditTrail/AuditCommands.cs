using System.CommandLine;
using System.Text.Json;
using CivicPulse.Platform.Audit;
using CivicPulse.Platform.Commands;
using CivicPulse.Platform.Http;
using CivicPulse.Platform.Tenancy;
using Microsoft.Extensions.DependencyInjection;

namespace CivicPulse.Modules.AuditTrail;

/// <summary><c>civicpulse audit ...</c>. Checking a file needs nothing but the file and the keys.</summary>
internal static class AuditCommands
{
    public static void AddAuditCommands(this CommandList commands)
    {
        var audit = commands.Noun("audit", "Seals, checks and redacts the audit.");
        audit.Add(Verify(commands.Services));
        audit.Add(Seal(commands.Services));
        audit.Add(Redact(commands.Services));
    }

    private static Command Verify(IServiceProvider services)
    {
        var file = new Argument<FileInfo?>("file") { Description = "A signed export.", Arity = ArgumentArity.ZeroOrOne };
        var tenant = new Option<string?>("--tenant") { Description = "Checks this tenant in the running database instead." };
        var key = new Option<FileInfo[]>("--key") { Description = "A public key to trust (PEM or Base64), for a file. Several are allowed.", AllowMultipleArgumentsPerToken = true };
        var head = new Option<FileInfo?>("--head") { Description = "A head kept from /api/v1/audit/head, which must still be there." };
        var verify = new Command("verify", "Says whether entries were changed, removed or added since they were sealed.") { file, tenant, key, head };
        verify.SetAction(async (asked, ct) =>
        {
            var known = asked.GetValue(head) is { } kept ? JsonSerializer.Deserialize<AuditSeal>(await File.ReadAllTextAsync(kept.FullName, ct), Wire.Json) : null;
            if (asked.GetValue(tenant) is { } slug) return await InsideAsync(services, slug, asked, async s => Tell(asked, await s.GetRequiredService<LiveLedger>().CheckAsync(ct, known), true), ct);
            if (asked.GetValue(file) is not { Exists: true } export) return Wrong(asked, "Name a signed export, or --tenant.");
            var keys = asked.GetValue(key) is { Length: > 0 } named ? new SealKeys(null, [.. named.Select(k => File.ReadAllText(k.FullName).Trim())]) : null;
            using var reader = export.OpenText();
            return Tell(asked, await LedgerFile.CheckAsync(reader, keys, known, ct), keys is not null);
        });
        return verify;
    }

    private static Command Seal(IServiceProvider services)
    {
        var tenant = new Option<string>("--tenant") { Required = true };
        var seal = new Command("seal", "Seals now what the clock would seal within minutes.") { tenant };
        seal.SetAction((asked, ct) => InsideAsync(services, asked.GetValue(tenant)!, asked, async s =>
        {
            if (s.GetRequiredService<SealKeys>().CurrentId is null) return Wrong(asked, "Audit__SealKey is not set.");
            return await s.GetRequiredService<Sealer>().SealAsync(ct) is { } fault ? Wrong(asked, fault.Detail) : 0;
        }, ct));
        return seal;
    }

    private static Command Redact(IServiceProvider services)
    {
        var tenant = new Option<string>("--tenant") { Required = true };
        var record = new Option<Guid?>("--record") { Description = "All entries of this record." };
        var entries = new Option<long[]>("--entry") { Description = "These entries, by number.", AllowMultipleArgumentsPerToken = true };
        var reason = new Option<string>("--reason") { Description = "Recorded in the audit: name no person in it.", Required = true };
        var redact = new Command("redact", "Takes what entries hold, for good. The seals still verify.") { tenant, record, entries, reason };
        redact.SetAction(async (asked, ct) =>
        {
            var redaction = services.GetRequiredService<LedgerRedaction>();
            if (await services.GetRequiredService<TenantDirectory>().FindAsync(asked.GetValue(tenant)!, ct) is not { } found) return Wrong(asked, "There is no such tenant here.");
            var (id, numbers) = (asked.GetValue(record), asked.GetValue(entries));
            if (id is null == numbers is not { Length: > 0 }) return Wrong(asked, "Name either --record or --entry.");
            var done = id is { } known
                ? await redaction.RedactRecordAsync(found, known, asked.GetValue(reason)!, ct)
                : await redaction.RedactEntriesAsync(found, numbers!, asked.GetValue(reason)!, ct);
            await asked.InvocationConfiguration.Output.WriteLineAsync($"{done} entries redacted.");
            return done > 0 ? 0 : 1;
        });
        return redact;
    }

    private static async Task<int> InsideAsync(IServiceProvider services, string slug, ParseResult asked, Func<IServiceProvider, Task<int>> work, CancellationToken ct)
    {
        if (await services.GetRequiredService<TenantDirectory>().FindAsync(slug, ct) is not { } tenant) return Wrong(asked, "There is no such tenant here.");
        await using var scope = services.GetRequiredService<TenantScopes>().Enter(tenant);
        return await work(scope.ServiceProvider);
    }

    private static int Tell(ParseResult asked, LedgerReport report, bool keysAreKnown)
    {
        var output = asked.InvocationConfiguration.Output;
        output.WriteLine($"{report.Seals} seals, {report.Entries} entries, of them {report.Unsealed} not sealed yet and {report.Redacted} redacted. Head: {report.Head ?? "none"}");
        if (report.First > 1) output.WriteLine($"It begins with seal {report.First}: what was sealed before that is not in it and was not checked.");
        if (!keysAreKnown) output.WriteLine("The keys were taken from the file itself. Compare them with /api/v1/audit/keys, or pass --key: otherwise anybody could have signed it.");
        foreach (var fault in report.Faults) output.WriteLine($"FOUND {fault.Code}: {fault.Detail}");
        output.WriteLine(report.IsWhole ? "The ledger is whole." : "The ledger is NOT whole.");
        return report.IsWhole ? 0 : 1;
    }

    private static int Wrong(ParseResult asked, string said)
    {
        asked.InvocationConfiguration.Error.WriteLine(said);
        return 1;
    }
}
