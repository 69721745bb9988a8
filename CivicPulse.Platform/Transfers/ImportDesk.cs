using CivicPulse.Platform.Access;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Http;
using CivicPulse.Platform.Jobs;
using CivicPulse.Platform.Transfers.Datasets;
using CivicPulse.Platform.Transfers.Tables;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Platform.Transfers;

/// <summary>What may be done with imports, the same from HTTP and from the command line.</summary>
internal sealed class ImportDesk(TenantDb db, TransferList transfers, ImportFiles files, CurrentAccount account)
{
    /// <exception cref="BadInput">There is no such kind, or it cannot be imported, or not by this account.</exception>
    public ImportKind KindOf(string kind)
    {
        if (Find(kind) is not { } found)
        {
            var known = transfers.All.Where(t => t.WriteWord is not null).Select(t => t.Kind).Concat(transfers.Datasets.Where(d => d.IsRead).Select(d => d.Kind));
            throw new BadInput("transfer.unknown_kind", $"There is no such kind to import. There are: {string.Join(", ", known)}.", StatusCodes.Status422UnprocessableEntity);
        }
        return account.May(found.WriteWord) ? found : throw NotPermitted("importing this kind");
    }

    /// <returns>Null when there is no such kind to import.</returns>
    public ImportKind? Find(string kind)
    {
        if (transfers.FindDataset(kind) is { IsRead: true } dataset)
            return new(kind, dataset.WriteWord, [.. dataset.Parts.Select(p => transfers.Find(p.Kind)!.PublishWord).OfType<string>().Distinct(StringComparer.Ordinal)], null, dataset);
        if (transfers.Find(kind) is not { WriteWord: { } word } transfer) return null;
        return new(kind, word, transfer.PublishWord is { } publish ? [publish] : [], transfer, null);
    }

    public async Task<Import> TakeAsync(string kind, string fileName, Stream content, CancellationToken ct)
    {
        var import = await files.TakeAsync(KindOf(kind), fileName, content, ct);
        try
        {
            await db.SaveChangesAsync(ct);
            return import;
        }
        catch (Exception e) when (Problems.IsRefusal(e))
        {
            await files.DeleteAsync(import, CancellationToken.None);
            throw;
        }
    }

    public void Map(Import import, IReadOnlyDictionary<string, string> mapping)
    {
        var transfer = KindOf(import.Kind).Transfer ?? throw new BadInput("transfer.nothing_to_map", "A data set says itself what its fields are.", StatusCodes.Status422UnprocessableEntity);
        ImportMapping.Check(transfer, import.ReadColumns(), mapping);
        import.Mapping = System.Text.Json.JsonSerializer.Serialize(mapping, Wire.Json);
    }

    public async Task<(ImportRun Run, Job Job)> StartAsync(Import import, StartRun asked, CancellationToken ct)
    {
        var kind = KindOf(import.Kind);
        if (asked.Publish && !kind.PublishWords.All(account.May)) throw NotPermitted("publishing this kind");
        RuleBroken.Unless(!asked.DryRun || kind.Dataset is null, "transfer.no_dry_run", "A data set cannot be tried: its records refer to one another. Look at its preview.");
        var missing = kind.Transfer is null ? [] : new ImportMapping(kind.Transfer, import.ReadColumns(), import.ReadMapping()).MissingKeys;
        RuleBroken.Unless(missing.Count == 0, "transfer.field_not_mapped", $"No column is mapped to: {string.Join(", ", missing)}.");
        RuleBroken.Unless(!await db.ImportRuns.AnyAsync(r => r.ImportId == import.Id && r.State == ImportState.Running, ct), "transfer.already_running", "This import is running. Wait for its end or cancel its job.");
        var id = Guid.CreateVersion7();
        var job = db.Queue(RunImport.Kind, "import", import.Id, new ImportAsked(id));
        var run = new ImportRun { Id = id, ImportId = import.Id, JobId = job.Id, DryRun = asked.DryRun, Existing = asked.Existing, Publish = asked.Publish, Mapping = import.Mapping };
        db.ImportRuns.Add(run);
        await db.SaveChangesAsync(ct);
        return (run, job);
    }

    /// <summary>The first rows as they would come in, with the first problem of each; fewer of them when they are very long.</summary>
    public async Task<IReadOnlyList<(Transfer Transfer, ParsedRow Row, RowProblem? Problem)>> PreviewAsync(Import import, int rows, CancellationToken ct)
    {
        var shown = new List<(Transfer, ParsedRow, RowProblem?)>(rows);
        long held = 0;
        await using var source = await files.SourceAsync(KindOf(import.Kind), import, null, ct);
        await foreach (var (transfer, parsed) in source.RowsAsync(ct))
        {
            var given = source.Given(transfer);
            var problem = parsed.Problem ?? transfer.Fields.Select((f, i) => given[i] || f.Required ? f.Check(parsed.Values[i]) : null).FirstOrDefault(p => p is not null);
            shown.Add((transfer, parsed, problem));
            held += parsed.Source.Characters;
            if (shown.Count == rows || held >= TableLimits.HeldRows) break;
        }
        return shown;
    }

    public async Task RemoveAsync(Import import, CancellationToken ct)
    {
        KindOf(import.Kind);
        RuleBroken.Unless(!await db.ImportRuns.AnyAsync(r => r.ImportId == import.Id && r.State == ImportState.Running, ct), "transfer.already_running", "This import is running. Wait for its end or cancel its job.");
        db.Imports.Remove(import);
        await db.SaveChangesAsync(ct);
        await files.DeleteAsync(import, ct);
    }

    private static BadInput NotPermitted(string what) => new("not_permitted", $"Your role in this tenant does not include {what}.", StatusCodes.Status403Forbidden);
}

/// <summary>What an import is of: one kind of records, or a data set.</summary>
/// <param name="PublishWords">What is needed besides, to publish what comes in.</param>
internal sealed record ImportKind(string Word, string WriteWord, IReadOnlyList<string> PublishWords, Transfer? Transfer, Dataset? Dataset);
