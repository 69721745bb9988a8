using System.Globalization;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Jobs;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Platform.Transfers;

/// <summary>What a file says and what stands in the database, compared when all was taken in.</summary>
/// <param name="Rows">Distinct records in the file, rejected ones left out.</param>
/// <param name="Standing">Of these, those that stand in the database with every field as the file has it.</param>
/// <param name="FileChecksum">Over the records of the file, whatever their order.</param>
/// <param name="RecordsChecksum">Over the same fields of the same records, as the database has them.</param>
public sealed record ReconciledCounts(long Rows, long Standing, string FileChecksum, string RecordsChecksum);

/// <summary>Reads the file once more and each record of it from the database, and compares them field by field.</summary>
internal sealed class Reconciliation(TenantDb db)
{
    private const int MostKeys = 5_000_000;

    public async Task<ReconciledCounts> CompareAsync(IImportSource source, ImportRun mine, JobRun run, CancellationToken ct)
    {
        var sums = new Sums();
        var chunk = new List<ParsedRow>(RunImport.Chunk);
        Transfer? current = null;
        await foreach (var (transfer, row) in source.RowsAsync(ct))
        {
            if (chunk.Count == RunImport.Chunk || (chunk.Count > 0 && transfer != current))
            {
                await AddAsync(sums, mine, current!, source.Given(current!), chunk, ct);
                await run.SaveAsync(0.99, "reconciling", new ImportPlace(long.MaxValue), ct);
                chunk.Clear();
            }
            current = transfer;
            if (row.Problem is null) chunk.Add(row);
        }
        if (chunk.Count > 0) await AddAsync(sums, mine, current!, source.Given(current!), chunk, ct);
        return sums.Result();
    }

    /// <summary>A record that comes twice in the file counts once, as it comes last: that is how it was taken in.</summary>
    private async Task AddAsync(Sums sums, ImportRun mine, Transfer transfer, bool[] given, List<ParsedRow> rows, CancellationToken ct)
    {
        var (first, last) = (rows[0].Source.Number, rows[^1].Source.Number);
        var rejected = mine.Rejected == 0 ? [] : await db.ImportRejects.Where(r => r.RunId == mine.Id && r.RowNumber >= first && r.RowNumber <= last).Select(r => r.RowNumber).ToHashSetAsync(ct);
        var standing = await transfer.StandingAsync(db, rows, ct);
        db.ChangeTracker.Clear();
        foreach (var row in rows.Where(r => !rejected.Contains(r.Source.Number)))
        {
            var key = transfer.KeyText(row.Values);
            var stands = standing.GetValueOrDefault(key);
            var (file, records) = (Content(transfer, row.Given ?? given, row.Values), stands is null ? UInt128.Zero : Content(transfer, row.Given ?? given, stands));
            sums.Add(Hash($"{transfer.Kind}\u001F{key}"), file, records, MostKeys);
        }
    }

    private static UInt128 Content(Transfer transfer, bool[] given, object?[] values) =>
        Hash(string.Join('\u001F', transfer.Fields.Index().Where(f => given[f.Index]).Select(f => f.Item.Format(values[f.Index])).Prepend(transfer.Kind)));

    private static UInt128 Hash(string text) => XxHash128.HashToUInt128(MemoryMarshal.AsBytes(text.AsSpan()));

    /// <summary>Sums of hashes do not depend on the order of what is summed.</summary>
    private sealed class Sums
    {
        private readonly Dictionary<UInt128, (UInt128 File, UInt128 Records)> _seen = [];

        public void Add(UInt128 key, UInt128 file, UInt128 records, int most)
        {
            if (_seen.Count < most || _seen.ContainsKey(key)) _seen[key] = (file, records);
        }

        public ReconciledCounts Result()
        {
            var (file, records) = (UInt128.Zero, UInt128.Zero);
            foreach (var (one, other) in _seen.Values) (file, records) = (file + one, records + other);
            return new(_seen.Count, _seen.Values.LongCount(s => s.File == s.Records), Text(file), Text(records));
        }

        private static string Text(UInt128 sum) => sum.ToString("x32", CultureInfo.InvariantCulture);
    }
}
