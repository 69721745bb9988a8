using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CivicPulse.Platform.Http;

namespace CivicPulse.Platform.Audit;

/// <summary>One line of a signed export: what the ledger is, a seal, an entry behind the seal of its range, or the end.</summary>
public sealed record LedgerLine(LedgerTitle? Ledger = null, AuditSeal? Seal = null, LedgerEntry? Entry = null, LedgerEnd? End = null);

/// <param name="Id">The ledger's id, which every seal is bound to: the tenant's.</param>
/// <param name="FirstSeal">The number of the seal it begins with: 1 unless a part was asked for. Absent in files that older releases wrote.</param>
public sealed record LedgerTitle(string Format, string Tenant, Guid Id, DateTimeOffset ExportedAt, IReadOnlyList<PublicSealKey> Keys, long? FirstSeal = null)
{
    public const string Current = "civicpulse-audit-1";
}

/// <param name="Sha256">Of all bytes before this line.</param>
/// <param name="Signature">Of the format's name and <paramref name="Sha256"/>; absent where the exporting process has no key.</param>
public sealed record LedgerEnd(long Seals, long Entries, string Sha256, string? KeyId, string? Signature)
{
    internal static byte[] Statement(string sha256) => Encoding.UTF8.GetBytes($"{LedgerTitle.Current}:{sha256}");
}

/// <summary>Writes a signed export, a line at a time.</summary>
internal sealed class LedgerFileWriter(Stream to) : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public async Task WriteAsync(LedgerLine line, CancellationToken ct)
    {
        byte[] bytes = [.. JsonSerializer.SerializeToUtf8Bytes(line, Wire.Json), (byte)'\n'];
        _hash.AppendData(bytes);
        await to.WriteAsync(bytes, ct);
    }

    public Task EndAsync(long seals, long entries, SealKeys keys, CancellationToken ct)
    {
        var sha256 = Convert.ToHexStringLower(_hash.GetCurrentHash());
        return WriteAsync(new(End: new(seals, entries, sha256, keys.CurrentId, keys.CurrentId is null ? null : keys.Sign(LedgerEnd.Statement(sha256)))), ct);
    }

    public void Dispose() => _hash.Dispose();
}

/// <summary>Checks a signed export, with nothing but the file and the keys: no database, no running system.</summary>
public static class LedgerFile
{
    /// <param name="trusted">Null: the keys that the file itself names, which then prove only that it is all of one piece.</param>
    public static async Task<LedgerReport> CheckAsync(TextReader file, SealKeys? trusted, AuditSeal? known, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        if (Read(await file.ReadLineAsync(ct), hash)?.Ledger is not { Format: LedgerTitle.Current } title)
            return new(null, 0, 0, 0, 0, null, [new("not_an_export", "The file does not begin as a signed export does.")]);
        var keys = trusted ?? FromFile(title);
        var check = new LedgerCheck(title.Id, keys, title.FirstSeal, known);
        var (seals, entries, end) = (0L, 0L, (LedgerEnd?)null);
        while (await file.ReadLineAsync(ct) is { } text)
        {
            var before = Convert.ToHexStringLower(hash.GetCurrentHash());
            var line = Read(text, hash);
            if (end is not null) check.Fault("behind_the_end", "Something follows the end of the export.");
            else if (line?.Seal is { } seal)
            {
                seals++;
                check.Begin(seal);
            }
            else if (line?.Entry is { } entry)
            {
                entries++;
                check.Entry(entry);
            }
            else if (line?.End is { } last)
            {
                end = last;
                CheckEnd(end, seals, entries, before, keys, check);
            }
            else check.Fault("unreadable_line", $"Line {seals + entries + 2} cannot be read.");
        }
        if (end is null) check.Fault("no_end", "The export breaks off.");
        return check.Report();
    }

    private static void CheckEnd(LedgerEnd end, long seals, long entries, string sha256, SealKeys keys, LedgerCheck check)
    {
        if (end.Seals != seals || end.Entries != entries) check.Fault("wrong_count", "The export holds more or fewer lines than it says.");
        if (end.Sha256 != sha256) check.Fault("wrong_digest", "The export was changed after it was written.");
        if (end.KeyId is not { } key || end.Signature is not { } signature) check.Fault("unsigned", "The export as a whole is not signed.");
        else if (!keys.Verifies(key, LedgerEnd.Statement(end.Sha256), signature)) check.Fault("wrong_signature", "The signature of the export is not that of a trusted key.");
    }

    private static LedgerLine? Read(string? text, IncrementalHash hash)
    {
        if (text is null) return null;
        hash.AppendData(Encoding.UTF8.GetBytes(text + "\n"));
        try
        {
            return JsonSerializer.Deserialize<LedgerLine>(text, Wire.Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static SealKeys FromFile(LedgerTitle title)
    {
        try
        {
            return new SealKeys(null, [.. title.Keys.Select(k => k.PublicKeyText)]);
        }
        catch (InvalidOperationException)
        {
            return new SealKeys(null, []);
        }
    }
}
