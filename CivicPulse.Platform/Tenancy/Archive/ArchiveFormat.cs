using System.Text.Json;

namespace CivicPulse.Platform.Tenancy.Archive;

/*
 * One tar file, compressed with gzip, read from the front to the back:
 *   archive.json                 what it is: the tenant, the release's migrations, the tables with their columns
 *   tables/<table>/00001.csv     rows as COPY writes them; only the first part has the line of names, so that the parts can be joined
 *   sequences.json
 *   outside/<name>.jsonl         what the installation keeps about the tenant, such as its accounts
 *   files/<key>                  uploaded files
 *   checksums.txt                SHA-256 of every entry before it, in their order, as sha256sum writes them
 *   manifest.json                rows of each table, files, and the SHA-256 of checksums.txt
 */

internal sealed record ArchiveHeader(
    string Format, int Version, Guid Id, string Slug, string Name, DateTimeOffset CreatedAt, string Locale, string TimeZone, string? ThemeColor, JsonElement Terminology,
    IReadOnlyList<string> Domains, DateTimeOffset ExportedAt, IReadOnlyList<ArchivedMigration> Migrations, IReadOnlyList<ArchivedTable> Tables)
{
    public const string ThisFormat = "civicpulse-tenant";
    public const int ThisVersion = 1;
}

internal sealed record ArchivedMigration(string Name, string Checksum);

internal sealed record ArchivedTable(string Name, IReadOnlyList<string> Columns);

internal sealed record ArchivedSequence(string Name, long Last, bool IsCalled);

/// <summary>What is in an archive: the proof of completeness at its end.</summary>
public sealed record ArchiveManifest(IReadOnlyDictionary<string, long> Tables, long Files, long FileBytes, string ChecksumsSha256);

/// <param name="Sha256">Of the whole file.</param>
public sealed record ArchiveSummary(string Slug, Guid Id, DateTimeOffset ExportedAt, ArchiveManifest Manifest, string Sha256);

/// <summary>
/// What a module keeps about a tenant in the installation's own tables and wants to see in the tenant's archive. It is asked inside the
/// tenant.
/// </summary>
public interface ITravelsWithTenant
{
    /// <summary>Lower case; the name of its entry.</summary>
    string Name { get; }

    /// <summary>One document a record; never a secret.</summary>
    IAsyncEnumerable<JsonElement> TakeAsync(CancellationToken ct);

    /// <returns>What the operator should know about this record, or null.</returns>
    Task<string?> PutAsync(JsonElement record, CancellationToken ct);
}
