using System.CommandLine;
using System.Globalization;
using System.IO.Compression;
using CivicPulse.Platform.Commands;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Http;
using CivicPulse.Platform.Jobs;
using CivicPulse.Platform.Tenancy;
using CivicPulse.Platform.Transfers.Tables;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CivicPulse.Platform.Transfers;

/// <summary><c>./civicpulse import KIND FILE --tenant x</c> and <c>./civicpulse export KIND --tenant x --out FILE</c>.</summary>
internal static class TransferCommands
{
    private static readonly TimeSpan Glance = TimeSpan.FromSeconds(1);

    public static void Add(CommandList commands)
    {
        commands.Root.Add(ImportCommand(commands.Services));
        commands.Root.Add(ExportCommand(commands.Services));
    }

    private static Command ImportCommand(IServiceProvider services)
    {
        var kind = new Argument<string>("kind") { Description = "What is imported: a kind of records such as bodies, or a data set such as congress." };
        var file = new Argument<FileSystemInfo>("file") { Description = "A csv, json, jsonl, xlsx, geojson, kml or zipped shapefile; of a data set its file, its zip archive or its folder." };
        var tenant = new Option<string>("--tenant") { Required = true, Description = "The tenant's slug." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Only tell what would happen." };
        var skip = new Option<bool>("--skip-existing") { Description = "Leave records alone that are there already." };
        var publish = new Option<bool>("--publish") { Description = "You answer for the file: public records in it are before the public at once." };
        var map = new Option<string[]>("--map") { Description = "COLUMN=FIELD, where the file has a name of its own." };
        var set = new Option<string?>("--set") { Description = "What the features of a map file are, in place of the file's name, such as ga-counties." };
        var command = new Command("import", "Imports records; the running Worker does the work.") { kind, file, tenant, dryRun, skip, publish, map, set };
        command.SetAction((asked, ct) => TellAsync(async () =>
        {
            await using var scope = await EnterAsync(services, asked.GetRequiredValue(tenant), ct);
            var desk = scope.ServiceProvider.GetRequiredService<ImportDesk>();
            var (name, content) = Open(asked.GetRequiredValue(file));
            await using var closed = content;
            var import = await desk.TakeAsync(asked.GetRequiredValue(kind), asked.GetValue(set) ?? name, content, ct);
            Remap(desk, import, asked.GetValue(map) ?? []);
            var how = new StartRun(asked.GetValue(dryRun), asked.GetValue(skip) ? OnExisting.Skip : OnExisting.Update, asked.GetValue(publish));
            var (run, _) = await desk.StartAsync(import, how, ct);
            return await FollowAsync(scope.ServiceProvider.GetRequiredService<TenantDb>(), import, run.Id, ct);
        }));
        return command;
    }

    private static Command ExportCommand(IServiceProvider services)
    {
        var kind = new Argument<string>("kind") { Description = "What is exported, such as bodies." };
        var tenant = new Option<string>("--tenant") { Required = true, Description = "The tenant's slug." };
        var format = new Option<TableFormat>("--format") { Description = "csv, json, jsonl, xlsx or geojson.", DefaultValueFactory = _ => TableFormat.Csv };
        var target = new Option<FileInfo>("--out") { Required = true, Description = "The file to write." };
        var command = new Command("export", "Exports records to a file.") { kind, tenant, format, target };
        command.SetAction((asked, ct) => TellAsync(async () =>
        {
            await using var scope = await EnterAsync(services, asked.GetRequiredValue(tenant), ct);
            var transfers = scope.ServiceProvider.GetRequiredService<TransferList>();
            var exporter = scope.ServiceProvider.GetRequiredService<Exporter>();
            if (transfers.FindDataset(asked.GetRequiredValue(kind)) is { IsWritten: true } dataset)
            {
                await exporter.AnnounceAsync(dataset, ct);
                await using (var written = asked.GetRequiredValue(target).Create()) await exporter.WriteAsync(dataset, written, ct);
                await Console.Out.WriteLineAsync($"{dataset.Kind} in {asked.GetRequiredValue(target).FullName}");
                return 0;
            }
            var transfer = transfers.Find(asked.GetRequiredValue(kind)) ?? throw new BadInput("transfer.unknown_kind", "There is no such kind to export.");
            if (!asked.GetValue(format).CanHold(transfer.Fields.Select(f => f.Name))) throw new BadInput("transfer.unknown_format", "This kind cannot be written in that format.");
            var rows = await exporter.AnnounceAsync(transfer, asked.GetValue(format), new ExportFilter(), ct);
            await using (var file = asked.GetRequiredValue(target).Create()) await exporter.WriteAsync(transfer, asked.GetValue(format), new ExportFilter(), file, ct);
            await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{rows} {transfer.Kind} in {asked.GetRequiredValue(target).FullName}"));
            return 0;
        }));
        return command;
    }

    /// <summary>A folder goes as the archive of its files, made on disk and gone when it is closed.</summary>
    private static (string Name, Stream Content) Open(FileSystemInfo source)
    {
        if (source is not DirectoryInfo folder) return (source.Name, new FileStream(source.FullName, FileMode.Open, FileAccess.Read));
        var archive = new FileStream(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 65_536, FileOptions.DeleteOnClose);
        ZipFile.CreateFromDirectory(folder.FullName, archive, CompressionLevel.Fastest, includeBaseDirectory: false);
        archive.Position = 0;
        return (folder.Name + ".zip", archive);
    }

    /// <summary>What the sender got wrong is a line, not a stack trace.</summary>
    private static async Task<int> TellAsync(Func<Task<int>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception e) when (e is BadInput or RuleBroken or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
    }

    private static async Task<AsyncServiceScope> EnterAsync(IServiceProvider services, string slug, CancellationToken ct) =>
        await services.GetRequiredService<TenantDirectory>().FindAsync(slug, ct) is { } tenant
            ? services.GetRequiredService<TenantScopes>().Enter(tenant)
            : throw new BadInput("tenant.unknown", $"There is no tenant '{slug}'.");

    private static void Remap(ImportDesk desk, Import import, string[] pairs)
    {
        if (pairs.Length == 0) return;
        var mapping = import.ReadMapping();
        foreach (var pair in pairs)
        {
            var cut = pair.LastIndexOf('=');
            if (cut < 1) throw new BadInput("transfer.bad_mapping", $"'{pair}' is not COLUMN=FIELD.");
            foreach (var other in mapping.Where(m => m.Value == pair[(cut + 1)..]).Select(m => m.Key).ToList()) mapping.Remove(other);
            mapping[pair[..cut]] = pair[(cut + 1)..];
        }
        desk.Map(import, mapping);
    }

    private static async Task<int> FollowAsync(TenantDb db, Import import, Guid run, CancellationToken ct)
    {
        while (true)
        {
            var now = await db.ImportRuns.AsNoTracking().SingleAsync(r => r.Id == run, ct);
            if (now.State != ImportState.Running || now.Read > 0)
                await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                    $"{now.State.ToString().ToLowerInvariant()}: read {now.Read}, created {now.Created}, updated {now.Updated}, unchanged {now.Unchanged}, rejected {now.Rejected}"));
            if (now.State == ImportState.Running) await Task.Delay(Glance, ct);
            else if (now.State == ImportState.Succeeded)
            {
                foreach (var (kind, counts) in now.ReadKinds().Where(_ => now.ReconciledRows is not null))
                    await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                        $"  {kind}: read {counts.Read}, created {counts.Created}, updated {counts.Updated}, unchanged {counts.Unchanged}, rejected {counts.Rejected}"));
                if (now.ReconciledRows is { } rows)
                    await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                        $"reconciled: {now.ReconciledStanding} of {rows} records stand as the file has them\nchecksum of the file {now.FileChecksum}, of the records {now.RecordsChecksum}"));
                if (now.Rejected > 0) await Console.Out.WriteLineAsync($"The rejected rows: GET /api/v1/imports/{import.Id}/rejects");
                return 0;
            }
            else
            {
                await Console.Error.WriteLineAsync(now.Error);
                return 1;
            }
        }
    }
}
