using System.Diagnostics;
using System.Text.Json;
using CivicPulse.Platform.Audit;
using CivicPulse.Platform.Http;
using CivicPulse.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CivicPulse.Tests.AuditTrail;

/// <summary>What operators type, run as a process of its own.</summary>
public sealed class AuditCommandTests(TestSystem system)
{
    [Fact]
    public async Task A_signed_export_is_checked_by_a_process_that_is_told_nothing_but_the_key()
    {
        var tenant = await system.NewTenantAsync();
        await tenant.Owner.NewMeetingAsync("The real name");
        await tenant.SealAllAsync();
        var folder = Directory.CreateTempSubdirectory("civicpulse-audit-").FullName;
        string In(string name) => Path.Combine(folder, name);
        var text = await tenant.ExportAsync();
        await File.WriteAllTextAsync(In("audit.jsonl"), text);
        await File.WriteAllTextAsync(In("forged.jsonl"), text.Replace("The real name", "Another name", StringComparison.Ordinal));
        await File.WriteAllTextAsync(In("key.txt"), system.Site.Api.GetRequiredService<SealKeys>().Published[0].PublicKeyText);
        var head = await tenant.InsideAsync(s => s.GetRequiredService<LiveLedger>().HeadAsync(CancellationToken.None));
        await File.WriteAllTextAsync(In("head.json"), JsonSerializer.Serialize(head, Wire.Json));

        var (code, said) = await RunAsync(null, "audit", "verify", In("audit.jsonl"), "--key", In("key.txt"), "--head", In("head.json"));
        Assert.True(code == 0 && said.Contains("The ledger is whole.", StringComparison.Ordinal), said);
        (code, said) = await RunAsync(null, "audit", "verify", In("forged.jsonl"), "--key", In("key.txt"));
        Assert.True(code == 1 && said.Contains("FOUND wrong_root", StringComparison.Ordinal) && said.Contains("FOUND wrong_digest", StringComparison.Ordinal), said);
        (code, said) = await RunAsync(null, "audit", "verify", In("audit.jsonl"));
        Assert.True(code == 0 && said.Contains("taken from the file itself", StringComparison.Ordinal), said);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Sealing_checking_and_redacting_a_running_database_are_commands()
    {
        var tenant = await system.NewTenantAsync();
        var meeting = (await tenant.Owner.NewMeetingAsync("Jane Roe's hearing")).Text("id");
        var settings = new Dictionary<string, string?>(system.Site.Settings, StringComparer.Ordinal) { ["ConnectionStrings:civicpulse"] = system.Site.Owner };
        var (code, said) = await RunAsync(settings, "audit", "seal", "--tenant", tenant.Slug);
        Assert.True(code == 0, said);
        (code, said) = await RunAsync(settings, "audit", "redact", "--tenant", tenant.Slug, "--record", meeting, "--reason", "Erasure asked for");
        Assert.True(code == 0 && said.Contains("1 entries redacted", StringComparison.Ordinal), said);
        (code, said) = await RunAsync(settings, "audit", "verify", "--tenant", tenant.Slug);
        Assert.True(code == 0 && said.Contains("1 redacted", StringComparison.Ordinal), said);
        Assert.Equal(1, (await RunAsync(settings, "audit", "verify", "--tenant", "no-such-tenant")).Code);
        Assert.NotEqual(0, (await RunAsync(settings, "audit", "redact", "--tenant", tenant.Slug)).Code);
    }

    private static async Task<(int Code, string Said)> RunAsync(IReadOnlyDictionary<string, string?>? settings, params string[] words)
    {
        var start = new ProcessStartInfo("dotnet", [Backing.Built("CivicPulse.Worker"), .. words]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var (key, value) in settings ?? new Dictionary<string, string?>(StringComparer.Ordinal)) start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await error);
    }
}
