using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Http;
using CivicPulse.Platform.Jobs;
using CivicPulse.Platform.Transfers.Tables;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Platform.Transfers;

/// <summary>Which run a job is for.</summary>
internal sealed record ImportAsked(Guid Run);

/// <summary>How far a run is: everything up to this row is committed.</summary>
internal sealed record ImportPlace(long Row);

/// <summary>
/// Takes a file's rows in, a chunk at a time: records, facts, rejects, counts and the place in the file are one transaction, so a run
/// that was killed goes on behind the last chunk and no row is taken twice or lost.
/// </summary>
internal sealed class RunImport(
    TenantDb db, ImportFiles files, TransferList transfers, CurrentAccount account, IAccountAccess access, TimeProvider clock) : ILongJob
{
    public const string Kind = "import";
    private const int Chunk = 1000;
    private const int MostSeen = 2_000_000;
    private const int LongestKeptCell = 32_000;

    public async Task RunAsync(JobRun run, CancellationToken ct)
    {
        var (import, mine) = await BeginAsync(run, ct);
        if (import is null || mine is null) return;
        var transfer = transfers.Find(import.Kind) ?? throw new BadInput("transfer.unknown_kind", $"There is no kind '{import.Kind}' any more.");
        await ActAsAskerAsync(transfer, ct);
        await using var table = await files.OpenAsync(import, ct);
        var mapping = new ImportMapping(transfer, import.ReadColumns(), JsonSerializer.Deserialize<Dictionary<string, string>>(mine.Mapping, Wire.Json)!);
        var work = new Work(run, mine.Id, table, transfer, mapping, new ImportWay(mapping.Given, mine.Existing == OnExisting.Skip), mine.DryRun ? [] : null);
        var done = mine.DryRun ? 0 : run.CheckpointAs<ImportPlace>()?.Row ?? 0;
        await TakeAllAsync(work, table, done, ct);
        var end = await db.ImportRuns.SingleAsync(r => r.Id == mine.Id, ct);
        end.Finish(ImportState.Succeeded, null, clock.GetUtcNow());
    }

    public async Task GiveUpAsync(JobRun run, string error, CancellationToken ct)
    {
        var asked = run.ArgumentsAs<ImportAsked>().Run;
        if (await db.ImportRuns.FirstOrDefaultAsync(r => r.Id == asked, ct) is { } mine)
            mine.Finish(error == "Cancelled." ? ImportState.Cancelled : ImportState.Failed, error, clock.GetUtcNow());
    }

    private async Task<(Import? Import, ImportRun? Run)> BeginAsync(JobRun run, CancellationToken ct)
    {
        var asked = run.ArgumentsAs<ImportAsked>().Run;
        if (await db.ImportRuns.FirstOrDefaultAsync(r => r.Id == asked, ct) is not { } mine) return (null, null);
        if (mine.DryRun)
        {
            await db.ImportRejects.Where(r => r.RunId == mine.Id).ExecuteDeleteAsync(ct);
            mine.BeginAgain();
        }
        await run.SaveAsync(0, "reading", run.CheckpointAs<ImportPlace>(), ct);
        return (await db.Imports.AsNoTracking().FirstOrDefaultAsync(i => i.Id == mine.ImportId, ct), mine);
    }

    /// <summary>With what they hold now, and no more: nobody brings in what they could not write by hand. An operator's import has no account.</summary>
    private async Task ActAsAskerAsync(Transfer transfer, CancellationToken ct)
    {
        if (account.Id is not { } asker) return;
        account.SignIn(asker, await access.HeldByAsync(asker, ct) ?? HeldAccess.Nothing);
        account.Using = transfer.WriteWord;
        if (!account.May(transfer.WriteWord!)) throw new BadInput("not_permitted", "Whoever started this may no longer import this kind.");
    }

    /// <summary>What was read before the file turned out to be broken is kept.</summary>
    private async Task TakeAllAsync(Work work, ITableReader table, long done, CancellationToken ct)
    {
        var chunk = new List<ParsedRow>(Chunk);
        long held = 0;
        BadInput? broken = null;
        try
        {
            await foreach (var row in table.RowsAsync(ct))
            {
                if (row.Number <= done) continue;
                chunk.Add(work.Mapping.Parse(row));
                held += row.Characters;
                if (chunk.Count < Chunk && held < TableLimits.HeldRows) continue;
                var full = chunk;
                (chunk, held) = (new List<ParsedRow>(Chunk), 0);
                await TakeAsync(work, full, ct);
            }
        }
        catch (BadInput e)
        {
            broken = e;
        }
        if (chunk.Count > 0) await TakeAsync(work, chunk, ct);
        if (broken is not null) throw new BadInput(broken.Code, broken.Message);
    }

    /// <summary>A chunk that the database refuses is halved until the row that is to blame stands alone.</summary>
    private async Task TakeAsync(Work work, List<ParsedRow> rows, CancellationToken ct)
    {
        try
        {
            await SaveAsync(work, await work.Transfer.ApplyAsync(db, rows, work.Way, ct), ct);
        }
        catch (Exception e) when (Problems.IsRefusal(e))
        {
            db.ChangeTracker.Clear();
            if (rows.Count == 1) await SaveAsync(work, [new RowOutcome(rows[0], RowFate.Rejected, RowProblem.Of(e))], ct);
            else
            {
                await TakeAsync(work, rows[..(rows.Count / 2)], ct);
                await TakeAsync(work, rows[(rows.Count / 2)..], ct);
            }
        }
    }

    private async Task SaveAsync(Work work, IReadOnlyList<RowOutcome> outcomes, CancellationToken ct)
    {
        // What a dry run would have changed is forgotten before anything is saved.
        if (work.Seen is not null) db.ChangeTracker.Clear();
        var mine = await db.ImportRuns.SingleAsync(r => r.Id == work.RunId, ct);
        var fates = work.Seen is null ? [.. outcomes.Select(o => o.Fate)] : outcomes.Select(o => FateOf(o, work)).ToList();
        mine.Count(fates);
        db.ImportRejects.AddRange(outcomes.Where(o => o.Fate == RowFate.Rejected).Select(o => Reject(work.RunId, o)));
        var last = outcomes[^1].Row.Source.Number;
        await work.Run.SaveAsync(Math.Min(0.99, work.Table.Progress), "importing", new ImportPlace(last), ct);
        db.ChangeTracker.Clear();
    }

    /// <summary>
    /// A dry run creates nothing, so it remembers by hash what an earlier row of the same file would have made. It stops remembering at
    /// <see cref="MostSeen"/> records: those after them are told apart from these, but no more from one another.
    /// </summary>
    private static RowFate FateOf(RowOutcome outcome, Work work)
    {
        if (outcome.Fate == RowFate.Rejected) return RowFate.Rejected;
        var key = Hash(work.Transfer.KeyText(outcome.Row.Values));
        var content = Hash(string.Join('\u001F', outcome.Row.Values));
        var known = work.Seen!.TryGetValue(key, out var before);
        if (known || work.Seen.Count < MostSeen) work.Seen[key] = content;
        if (!known) return outcome.Fate;
        return before == content || work.Way.SkipExisting ? RowFate.Unchanged : RowFate.Updated;
    }

    private static ulong Hash(string text) => XxHash3.HashToUInt64(MemoryMarshal.AsBytes(text.AsSpan()));

    private static ImportReject Reject(Guid run, RowOutcome outcome) => new()
    {
        RunId = run,
        RowNumber = outcome.Row.Source.Number,
        Code = outcome.Problem!.Code,
        Field = outcome.Problem.Field,
        Message = outcome.Problem.Message,
        Cells = JsonSerializer.Serialize(outcome.Row.Source.Cells.Select(Storable), Wire.Json),
    };

    /// <summary>As the database can hold it: a NUL and a broken character become what stands for them, a monstrous cell is cut.</summary>
    private static string? Storable(string? cell)
    {
        if (cell is null) return null;
        if (cell.Length > LongestKeptCell) cell = cell[..LongestKeptCell] + "...";
        return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(cell)).Replace('\0', '\uFFFD');
    }

    private sealed record Work(
        JobRun Run, Guid RunId, ITableReader Table, Transfer Transfer, ImportMapping Mapping, ImportWay Way, Dictionary<ulong, ulong>? Seen);
}
