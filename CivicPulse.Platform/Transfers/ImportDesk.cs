using CivicPulse.Platform.Access;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Http;
using CivicPulse.Platform.Jobs;
using CivicPulse.Platform.Transfers.Tables;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Platform.Transfers;

/// <summary>What may be done with imports, the same from HTTP and from the command line.</summary>
internal sealed class ImportDesk(TenantDb db, TransferList transfers, ImportFiles files, CurrentAccount account)
{
    /// <exception cref="BadInput">There is no such kind, or it cannot be imported, or not by this account.</exception>
    public Transfer KindOf(string kind)
    {
        if (transfers.Find(kind) is not { WriteWord: { } word } transfer)
        {
            var known = transfers.All.Where(t => t.WriteWord is not null).Select(t => t.Kind);
            throw new BadInput("transfer.unknown_kind", $"There is no such kind to import. There are: {string.Join(", ", known)}.", StatusCodes.Status422UnprocessableEntity);
        }
        return account.May(word) ? transfer : throw new BadInput("not_permitted", "Your role in this tenant does not include importing this kind.", StatusCodes.Status403Forbidden);
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
        ImportMapping.Check(KindOf(import.Kind), import.ReadColumns(), mapping);
        import.Mapping = System.Text.Json.JsonSerializer.Serialize(mapping, Wire.Json);
    }

    public async Task<(ImportRun Run, Job Job)> StartAsync(Import import, bool dryRun, OnExisting existing, CancellationToken ct)
    {
        var missing = new ImportMapping(KindOf(import.Kind), import.ReadColumns(), import.ReadMapping()).MissingKeys;
        RuleBroken.Unless(missing.Count == 0, "transfer.field_not_mapped", $"No column is mapped to: {string.Join(", ", missing)}.");
        RuleBroken.Unless(!await db.ImportRuns.AnyAsync(r => r.ImportId == import.Id && r.State == ImportState.Running, ct), "transfer.already_running", "This import is running. Wait for its end or cancel its job.");
        var id = Guid.CreateVersion7();
        var job = db.Queue(RunImport.Kind, "import", import.Id, new ImportAsked(id));
        var run = new ImportRun { Id = id, ImportId = import.Id, JobId = job.Id, DryRun = dryRun, Existing = existing, Mapping = import.Mapping };
        db.ImportRuns.Add(run);
        await db.SaveChangesAsync(ct);
        return (run, job);
    }

    /// <summary>The first rows as they would come in, with the first problem of each; fewer of them when they are very long.</summary>
    public async Task<IReadOnlyList<(ParsedRow Row, RowProblem? Problem)>> PreviewAsync(Import import, int rows, CancellationToken ct)
    {
        var transfer = KindOf(import.Kind);
        var mapping = new ImportMapping(transfer, import.ReadColumns(), import.ReadMapping());
        var shown = new List<(ParsedRow, RowProblem?)>(rows);
        long held = 0;
        await using var table = await files.OpenAsync(import, ct);
        await foreach (var row in table.RowsAsync(ct))
        {
            var parsed = mapping.Parse(row);
            var problem = parsed.Problem ?? transfer.Fields.Select((f, i) => mapping.Given[i] || f.Required ? f.Check(parsed.Values[i]) : null).FirstOrDefault(p => p is not null);
            shown.Add((parsed, problem));
            held += row.Characters;
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
}
