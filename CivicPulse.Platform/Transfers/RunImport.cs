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
    TenantDb db, ImportFiles files, ImportDesk desk, Reconciliation reconciliation, CurrentAccount account, IAccountAccess access, TimeProvider clock) : ILongJob
{
    public const string Kind = "import";
    public const int Chunk = 1000;
    private const int MostSeen = 2_000_000;
    private const int LongestKeptCell = 32_000;

    public async Task RunAsync(JobRun run, CancellationToken ct)
    {
        var (import, mine) = await BeginAsync(run, ct);
        if (import is null || mine is null) return;
        var kind = desk.Find(import.Kind) ?? throw new BadInput("transfer.unknown_kind", $"There is no kind '{import.Kind}' any more.");
        await ActAsAskerAsync(kind, mine, ct);
        await using var source = await files.SourceAsync(kind, import, mine, ct);
        var work = new Work(run, mine, source, await SeenAtAsync(import, ct), mine.DryRun ? [] : null);
        db.Importing = true;
        var done = mine.DryRun ? 0 : run.CheckpointAs<ImportPlace>()?.Row ?? 0;
        await TakeAllAsync(work, done, ct);
        await FinishAsync(kind, work, ct);
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
    private async Task ActAsAskerAsync(ImportKind kind, ImportRun mine, CancellationToken ct)
    {
        if (account.Id is not { } asker) return;
        account.SignIn(asker, await access.HeldByAsync(asker, ct) ?? HeldAccess.Nothing);
        account.Using = kind.WriteWord;
        if (!account.May(kind.WriteWord) || (mine.Publish && !kind.PublishWords.All(account.May)))
            throw new BadInput("not_permitted", "Whoever started this may no longer import this kind.");
    }

    /// <summary>The same content says nothing new when it comes again.</summary>
    private Task<DateTimeOffset> SeenAtAsync(Import import, CancellationToken ct) =>
        db.Imports.Where(i => i.Sha256 == import.Sha256 && i.Kind == import.Kind).MinAsync(i => i.CreatedAt, ct);

    /// <summary>What was read before the file turned out to be broken is kept.</summary>
    private async Task TakeAllAsync(Work work, long done, CancellationToken ct)
    {
        var chunk = new List<ParsedRow>(Chunk);
        Transfer? current = null;
        long held = 0;
        BadInput? broken = null;
        try
        {
            await foreach (var (transfer, row) in work.Source.RowsAsync(ct))
            {
                if (row.Source.Number <= done) continue;
                if (chunk.Count >= Chunk || held >= TableLimits.HeldRows || (chunk.Count > 0 && transfer != current))
                {
                    var full = chunk;
                    (chunk, held) = (new List<ParsedRow>(Chunk), 0);
                    await TakeAsync(work, current!, full, ct);
                }
                current = transfer;
                chunk.Add(row);
                held += row.Source.Characters;
            }
        }
        catch (BadInput e)
        {
            broken = e;
        }
        if (chunk.Count > 0) await TakeAsync(work, current!, chunk, ct);
        if (broken is not null) throw new BadInput(broken.Code, broken.Message);
    }

    /// <summary>A chunk that the database refuses is halved until the row that is to blame stands alone.</summary>
    private async Task TakeAsync(Work work, Transfer transfer, List<ParsedRow> rows, CancellationToken ct)
    {
        try
        {
            await SaveAsync(work, transfer, await transfer.ApplyAsync(db, rows, WayOf(work, transfer), ct), ct);
        }
        catch (Exception e) when (Problems.IsRefusal(e))
        {
            db.ChangeTracker.Clear();
            if (rows.Count == 1) await SaveAsync(work, transfer, [new RowOutcome(rows[0], RowFate.Rejected, RowProblem.Of(e))], ct);
            else
            {
                await TakeAsync(work, transfer, rows[..(rows.Count / 2)], ct);
                await TakeAsync(work, transfer, rows[(rows.Count / 2)..], ct);
            }
        }
    }

    private ImportWay WayOf(Work work, Transfer transfer) => new(
        work.Source.Given(transfer), work.Mine.Existing == OnExisting.Skip, work.SeenAt, work.Mine.Publish ? new Publication(clock.GetUtcNow(), account.Id) : null,
        clock.GetUtcNow(), work.Seen is not null);

    private async Task SaveAsync(Work work, Transfer transfer, IReadOnlyList<RowOutcome> outcomes, CancellationToken ct)
    {
        // What a dry run would have changed is forgotten before anything is saved.
        if (work.Seen is not null) db.ChangeTracker.Clear();
        var mine = await db.ImportRuns.SingleAsync(r => r.Id == work.Mine.Id, ct);
        var fates = work.Seen is null ? [.. outcomes.Select(o => o.Fate)] : outcomes.Select(o => FateOf(o, work, transfer)).ToList();
        mine.Count(transfer.Kind, fates);
        db.ImportRejects.AddRange(outcomes.Where(o => o.Fate == RowFate.Rejected).Select(o => Reject(work.Mine.Id, o)));
        var last = outcomes[^1].Row.Source.Number;
        await work.Run.SaveAsync(Math.Min(0.99, work.Source.Progress), "importing", new ImportPlace(last), ct);
        db.ChangeTracker.Clear();
    }

    private async Task FinishAsync(ImportKind kind, Work work, CancellationToken ct)
    {
        var compared = kind.Dataset is null ? null : await reconciliation.CompareAsync(work.Source, await db.ImportRuns.AsNoTracking().SingleAsync(r => r.Id == work.Mine.Id, ct), work.Run, ct);
        var end = await db.ImportRuns.SingleAsync(r => r.Id == work.Mine.Id, ct);
        end.Reconcile(compared);
        if (!end.DryRun && end.Created + end.Updated > 0)
            foreach (var transfer in work.Source.Transfers) await transfer.EndAsync(db, end.CreatedAt, ct);
        end.Finish(ImportState.Succeeded, null, clock.GetUtcNow());
    }

    /// <summary>
    /// A dry run creates nothing, so it remembers by hash what an earlier row of the same file would have made. It stops remembering at
    /// <see cref="MostSeen"/> records: those after them are told apart from these, but no more from one another.
    /// </summary>
    private static RowFate FateOf(RowOutcome outcome, Work work, Transfer transfer)
    {
        if (outcome.Fate == RowFate.Rejected) return RowFate.Rejected;
        var key = Hash(transfer.KeyText(outcome.Row.Values));
        var content = Hash(string.Join('\u001F', transfer.Fields.Select((f, i) => f.Format(outcome.Row.Values[i]))));
        var known = work.Seen!.TryGetValue(key, out var before);
        if (known || work.Seen.Count < MostSeen) work.Seen[key] = content;
        if (!known) return outcome.Fate;
        return before == content || work.Mine.Existing == OnExisting.Skip ? RowFate.Unchanged : RowFate.Updated;
    }

    private static ulong Hash(string text) => XxHash3.HashToUInt64(MemoryMarshal.AsBytes(text.AsSpan()));

    private static ImportReject Reject(Guid run, RowOutcome outcome) => new()
    {
        RunId = run,
        RowNumber = outcome.Row.Source.Number,
        Code = outcome.Problem!.Code,
        Field = outcome.Problem.Field,
        Message = outcome.Problem.Message,
        Cells = JsonSerializer.Serialize(outcome.Row.Source.Shown.Select(Storable), Wire.Json),
    };

    /// <summary>As the database can hold it: a NUL and a broken character become what stands for them, a monstrous cell is cut.</summary>
    private static string? Storable(string? cell)
    {
        if (cell is null) return null;
        if (cell.Length > LongestKeptCell) cell = cell[..LongestKeptCell] + "...";
        return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(cell)).Replace('\0', '\uFFFD');
    }

    private sealed record Work(JobRun Run, ImportRun Mine, IImportSource Source, DateTimeOffset SeenAt, Dictionary<ulong, ulong>? Seen);
}
