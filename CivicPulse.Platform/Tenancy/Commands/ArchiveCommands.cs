using System.CommandLine;
using CivicPulse.Platform.Tenancy.Archive;
using Microsoft.Extensions.DependencyInjection;

namespace CivicPulse.Platform.Tenancy.Commands;

/// <summary>The whole of a tenant: out, back in, and away.</summary>
internal static class ArchiveCommands
{
    public static void AddArchives(this Command tenant, IServiceProvider services)
    {
        tenant.Add(Export(services));
        tenant.Add(Verify());
        tenant.Add(Restore(services));
        tenant.Add(Delete(services));
        tenant.Add(Tombstones(services));
    }

    private static Argument<string> Slug() => new("slug") { Description = "The tenant's slug." };

    private static Command Export(IServiceProvider services)
    {
        var (slug, json) = (Slug(), Output.JsonOption());
        var file = new Option<string?>("--file") { Description = "Where to; <slug>.tar.gz when not given. A file that is there is not overwritten." };
        var export = new Command("export", "Writes the whole tenant, its files included, into one archive.") { slug, file, json };
        export.SetAction((parsed, ct) => Output.GuardAsync(parsed, async () =>
        {
            var path = parsed.GetValue(file) ?? parsed.GetValue(slug) + ".tar.gz";
            var summary = await ExportAsync(services, parsed.GetValue(slug)!, path, ct);
            if (parsed.GetValue(json)) parsed.WriteJson(summary);
            else parsed.WriteLine($"{path}: {summary.Manifest.Tables.Values.Sum()} rows of {summary.Manifest.Tables.Count} tables, {summary.Manifest.Files} files; SHA-256 {summary.Sha256}");
            return 0;
        }));
        return export;
    }

    private static async Task<ArchiveSummary> ExportAsync(IServiceProvider services, string slug, string path, CancellationToken ct)
    {
        var row = await services.GetRequiredService<TenantRegistry>().FindAsync(slug, ct);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.Asynchronous };
        // It holds everything the tenant knows: for its reader alone.
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            await using var output = new FileStream(path, options);
            return await services.GetRequiredService<TenantExport>().WriteAsync(row, output, ct);
        }
        catch (Exception e) when (e is not IOException)
        {
            File.Delete(path);
            throw;
        }
    }

    private static Command Verify()
    {
        var (file, json) = (new Argument<string>("file") { Description = "An archive." }, Output.JsonOption());
        var verify = new Command("verify", "Reads an archive and compares everything in it with its checksums; needs no database.") { file, json };
        verify.SetAction((parsed, ct) => Output.GuardAsync(parsed, async () =>
        {
            var (header, manifest, sha256) = await ArchiveReader.VerifyAsync(parsed.GetValue(file)!, ct);
            var summary = new ArchiveSummary(header.Slug, header.Id, header.ExportedAt, manifest, sha256);
            if (parsed.GetValue(json)) parsed.WriteJson(summary);
            else parsed.WriteLine($"Whole: {header.Slug} as of {Output.At(header.ExportedAt)}, {manifest.Tables.Values.Sum()} rows, {manifest.Files} files; SHA-256 {sha256}");
            return 0;
        }));
        return verify;
    }

    private static Command Restore(IServiceProvider services)
    {
        var (file, json) = (new Argument<string>("file") { Description = "An archive." }, Output.JsonOption());
        var slug = new Option<string?>("--slug") { Description = "Another slug than it had." };
        var own = new Option<string?>("--database") { Description = "The name of a configured connection; otherwise the shared database." };
        var restore = new Command("restore", "Puts a tenant back from its archive, ids included.") { file, slug, own, json };
        restore.SetAction((parsed, ct) => Output.GuardAsync(parsed, async () =>
        {
            var report = await services.GetRequiredService<TenantRestore>().ReadAsync(parsed.GetValue(file)!, parsed.GetValue(slug), parsed.GetValue(own), ct);
            if (parsed.GetValue(json)) parsed.WriteJson(report);
            else parsed.WriteLine($"{report.Slug} is back: {report.Manifest.Tables.Values.Sum()} rows, {report.Manifest.Files} files.");
            foreach (var warning in report.Warnings) parsed.WriteError(warning);
            return 0;
        }));
        return restore;
    }

    private static Command Delete(IServiceProvider services)
    {
        var (slug, json) = (Slug(), Output.JsonOption());
        var confirm = new Option<string?>("--confirm") { Description = "The slug once more.", Required = true };
        var archive = new Option<string?>("--archive") { Description = "Export to this file first; its checksum goes on the tombstone." };
        var without = new Option<bool>("--without-archive") { Description = "Nothing is kept." };
        var by = new Option<string?>("--by") { Description = "Who deletes; the login of this machine when not given." };
        var delete = new Command("delete", "Deletes a tenant for good and proves that nothing is left.") { slug, confirm, archive, without, by, json };
        delete.SetAction((parsed, ct) => Output.GuardAsync(parsed, async () =>
        {
            var name = parsed.GetValue(slug)!;
            if (parsed.GetValue(confirm) != name) throw new InvalidOperationException("--confirm must be the slug.");
            if (parsed.GetValue(archive) is null == !parsed.GetValue(without)) throw new InvalidOperationException("Say --archive FILE, or --without-archive.");
            var sha256 = parsed.GetValue(archive) is { } path ? (await ExportAsync(services, name, path, ct)).Sha256 : null;
            var stone = TombstoneLine.Of(await services.GetRequiredService<TenantDeletion>().DeleteAsync(name, sha256, parsed.GetValue(by) ?? $"{Environment.UserName}@{Environment.MachineName}", ct));
            if (parsed.GetValue(json)) parsed.WriteJson(stone);
            else parsed.WriteLine($"{name} is gone: {stone.Tables.Values.Sum()} rows and {stone.Files} files; nothing of it was found at {Output.At(stone.VerifiedAt)}. {stone.Hash}");
            return 0;
        }));
        return delete;
    }

    private static Command Tombstones(IServiceProvider services)
    {
        var json = Output.JsonOption();
        var tombstones = new Command("tombstones", "Deleted tenants, and whether the proof of each still holds.") { json };
        tombstones.SetAction((parsed, ct) => Output.GuardAsync(parsed, async () =>
        {
            var deletion = services.GetRequiredService<TenantDeletion>();
            var stones = (await deletion.ListAsync(ct)).Select(TombstoneLine.Of).ToList();
            var broken = await deletion.BrokenAsync(ct);
            if (parsed.GetValue(json)) parsed.WriteJson(stones);
            else parsed.WriteTable(["slug", "deleted at", "by", "rows", "files", "proof"], stones.Select(s => new[]
                { s.Slug, Output.At(s.DeletedAt), s.DeletedBy, $"{s.Tables.Values.Sum()}", $"{s.Files}", Proof(s, broken) }));
            foreach (var slug in broken) parsed.WriteError($"The tombstone of {slug}, or the one before it, was changed.");
            return broken.Count == 0 ? 0 : 1;
        }));
        return tombstones;
    }

    private static string Proof(TombstoneLine stone, IReadOnlyList<string> broken)
    {
        if (stone.VerifiedAt is null) return "unfinished";
        return broken.Contains(stone.Slug) ? "BROKEN" : "holds";
    }
}

/// <summary>What a tombstone says.</summary>
public sealed record TombstoneLine(
    Guid Id, string Slug, string Name, DateTimeOffset CreatedAt, DateTimeOffset DeletedAt, string DeletedBy, IReadOnlyDictionary<string, long> Tables, long Files, long FileBytes,
    string? ArchiveSha256, DateTimeOffset? VerifiedAt, string? PreviousHash, string? Hash)
{
    internal static TombstoneLine Of(Tombstone t) => new(t.Id, t.Slug, t.Name, t.CreatedAt, t.DeletedAt, t.DeletedBy,
        System.Text.Json.JsonSerializer.Deserialize<Dictionary<string, long>>(t.Tables)!, t.Files, t.FileBytes, t.ArchiveSha256, t.VerifiedAt, t.PreviousHash, t.Hash);
}
