using System.Formats.Tar;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CivicPulse.Platform.Http;

namespace CivicPulse.Platform.Tenancy.Archive;

/// <summary>One entry while it is its turn; its bytes are gone when the next one is asked for.</summary>
internal sealed record ArchivedEntry(string Name, string? ContentType, HashingStream Content);

/// <summary>Reads an archive from the front to the back and believes nothing: every entry is compared with its checksum, the whole with its manifest.</summary>
internal static class ArchiveReader
{
    public const string Header = "archive.json";
    public const string Sequences = "sequences.json";
    public const string Checksums = "checksums.txt";
    public const string Manifest = "manifest.json";
    public const string ContentType = "CIVICPULSE.content_type";
    private const int LongestDocument = 16_000_000;

    public static string ChecksumLine(string sum, string name) => $"{sum}  {name}\n";

    /// <summary>Reads all of it without keeping any of it.</summary>
    /// <exception cref="InvalidDataException">It is not complete, was changed, or is no archive.</exception>
    public static async Task<(ArchiveHeader Header, ArchiveManifest Manifest, string Sha256)> VerifyAsync(string path, CancellationToken ct)
    {
        ArchiveHeader? header = null;
        (string Stated, string Computed) sums = default;
        ArchiveManifest? manifest = null;
        using var lines = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await foreach (var entry in EntriesAsync(path, ct))
        {
            if (manifest is not null) throw new InvalidDataException($"There is '{entry.Name}' after the manifest.");
            if (entry.Name == Header) header = await ReadJsonAsync<ArchiveHeader>(entry, ct);
            else if (entry.Name == Manifest) manifest = await ReadJsonAsync<ArchiveManifest>(entry, ct);
            else await entry.Content.CopyToAsync(Stream.Null, ct);
            if (entry.Name == Checksums) sums = (entry.Content.Finish(), Convert.ToHexStringLower(lines.GetHashAndReset()));
            else if (manifest is null) lines.AppendData(Encoding.UTF8.GetBytes(ChecksumLine(entry.Content.Finish(), entry.Name)));
        }
        if (header is null || manifest is null || sums.Stated is null) throw new InvalidDataException("The archive is not complete.");
        if (header is not { Format: ArchiveHeader.ThisFormat, Version: ArchiveHeader.ThisVersion }) throw new InvalidDataException("This is not an archive of a tenant that this release can read.");
        if (sums.Stated != sums.Computed || sums.Stated != manifest.ChecksumsSha256) throw new InvalidDataException("The archive was changed or damaged: its checksums do not agree with what is in it.");
        await using var whole = File.OpenRead(path);
        return (header, manifest, Convert.ToHexStringLower(await SHA256.HashDataAsync(whole, ct)));
    }

    public static async IAsyncEnumerable<ArchivedEntry> EntriesAsync(string path, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan | FileOptions.Asynchronous);
        await using var plain = new GZipStream(file, CompressionMode.Decompress);
        await using var tar = new TarReader(plain);
        while (await tar.GetNextEntryAsync(copyData: false, ct) is { } entry)
        {
            if (entry.EntryType != TarEntryType.RegularFile) throw new InvalidDataException($"'{entry.Name}' is not a file.");
            await using var content = new HashingStream(entry.DataStream ?? Stream.Null);
            yield return new ArchivedEntry(entry.Name, (entry as PaxTarEntry)?.ExtendedAttributes.GetValueOrDefault(ContentType), content);
        }
    }

    public static async Task<T> ReadJsonAsync<T>(ArchivedEntry entry, CancellationToken ct)
    {
        if (entry.Content.Length > LongestDocument) throw new InvalidDataException($"'{entry.Name}' is too long.");
        try
        {
            return await JsonSerializer.DeserializeAsync<T>(entry.Content, Wire.Json, ct) ?? throw new InvalidDataException($"'{entry.Name}' is empty.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"'{entry.Name}' cannot be read.", e);
        }
    }
}
