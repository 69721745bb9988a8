using System.Text.Json;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using CivicPulse.Platform.Audit;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Http;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CivicPulse.Platform.Tenancy.Archive;

/// <summary>What came back, and what the operator should look at.</summary>
public sealed record RestoreReport(string Slug, Guid Id, ArchiveManifest Manifest, IReadOnlyList<string> Warnings);

/// <summary>
/// Puts a tenant back from its archive, ids included, here or in another installation. The archive is read once to be believed and once
/// to be used. An archive of an older release is filled into tables as they were then, which are brought up to date afterwards.
/// </summary>
internal sealed class TenantRestore(
    TenantSources sources, TenantRegistry registry, TenantDeletion deletion, Migrator migrator, Release release, TenantScopes scopes, BlobContainerClient container, TimeProvider clock)
{
    public async Task<RestoreReport> ReadAsync(string path, string? slug, string? database, CancellationToken ct)
    {
        var (header, manifest, _) = await ArchiveReader.VerifyAsync(path, ct);
        var asked = new Tenant(header.Id, slug ?? header.Slug, header.Name) { Database = database };
        if ((await registry.ListAsync(ct)).FirstOrDefault(t => t.Id == header.Id || t.Slug == asked.Slug) is { } there)
            throw new InvalidOperationException($"There is '{there.Slug}' ({there.Id}) already: a tenant comes back under a free slug, and once.");
        var then = KnownMigrations(header);
        var tenant = await registry.EnrolAsync(asked, ct);
        try
        {
            return await FillAsync(path, tenant, header, manifest, then, ct);
        }
        catch
        {
            // Half a tenant helps nobody.
            await deletion.EraseAsync(tenant, CancellationToken.None);
            throw;
        }
    }

    private List<Migration> KnownMigrations(ArchiveHeader header)
    {
        var known = release.Tenant.ToDictionary(m => m.Name, StringComparer.Ordinal);
        var strange = header.Migrations.Where(m => !known.TryGetValue(m.Name, out var mine) || mine.Checksum != m.Checksum).Select(m => m.Name).ToList();
        if (strange.Count > 0) throw new InvalidOperationException($"The archive was made by a newer or another release; this one does not know {string.Join(", ", strange)}.");
        var names = header.Migrations.Select(m => m.Name).ToHashSet(StringComparer.Ordinal);
        return [.. release.Tenant.Where(m => names.Contains(m.Name))];
    }

    private async Task<RestoreReport> FillAsync(string path, Tenant tenant, ArchiveHeader header, ArchiveManifest manifest, List<Migration> then, CancellationToken ct)
    {
        await registry.PrepareDatabaseAsync(tenant, ct);
        await migrator.MigrateTenantAsync(tenant, ct, then);
        var warnings = new List<string>();
        await FillTablesAsync(path, tenant, header, manifest, ct);
        await migrator.MigrateTenantAsync(tenant, ct);
        await sources.Shared.SetDetailsAsync(tenant.Id, header.Locale, header.TimeZone, header.ThemeColor, header.Terminology.GetRawText(), ct);
        await FillRestAsync(path, tenant, warnings, ct);
        foreach (var domain in header.Domains)
        {
            try { await sources.Shared.AddDomainAsync(tenant.Id, domain, clock.GetUtcNow(), ct); }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation) { warnings.Add($"The domain {domain} leads to another tenant now."); }
        }
        await using (var scope = scopes.Enter(tenant))
            await scope.ServiceProvider.GetRequiredService<AuditEvents>().RecordAsync("platform.restored", "tenants", tenant.Id, new { header.Slug, header.ExportedAt, manifest.ChecksumsSha256 }, ct);
        await registry.MarkAsync(tenant, ct);
        return new RestoreReport(tenant.Slug, tenant.Id, manifest, warnings);
    }

    /// <summary>All tables in one transaction, none of it seen before all is there and counted.</summary>
    private async Task FillTablesAsync(string path, Tenant tenant, ArchiveHeader header, ArchiveManifest manifest, CancellationToken ct)
    {
        await using var connection = await sources.Of(tenant).OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await connection.ReadAsync(ArchiveSql.BeginWriting, _ => 0, ct);
        var here = await connection.TablesAsync(tenant, ct);
        var strange = header.Tables.Where(t => !here.Exists(h => h.Name == t.Name && !t.Columns.Except(h.Columns, StringComparer.Ordinal).Any())).Select(t => t.Name).ToList();
        if (strange.Count > 0) throw new InvalidDataException($"The archive has tables that its migrations do not make: {string.Join(", ", strange)}.");
        await connection.EmptyAsync(tenant, here.Select(t => t.Name), ct);
        await CopyTablesAsync(path, tenant, header, connection, ct);
        foreach (var (table, rows) in manifest.Tables)
        {
            if (await connection.CountAsync(tenant, table, ct) is var found && found != rows) throw new InvalidDataException($"{table} has {found} rows, not {rows}.");
        }
        await transaction.CommitAsync(ct);
    }

    private static async Task CopyTablesAsync(string path, Tenant tenant, ArchiveHeader header, NpgsqlConnection connection, CancellationToken ct)
    {
        (string Name, StreamWriter Copy)? open = null;
        await foreach (var entry in ArchiveReader.EntriesAsync(path, ct))
        {
            var name = entry.Name.Split('/') is ["tables", var table, _] ? table : null;
            if (open is { } done && done.Name != name)
            {
                await done.Copy.DisposeAsync();
                open = null;
            }
            if (name is not null)
            {
                var known = header.Tables.FirstOrDefault(t => t.Name == name) ?? throw new InvalidDataException($"'{entry.Name}' belongs to no table.");
                open ??= (name, (StreamWriter)await connection.BeginTextImportAsync(await connection.CopyInAsync(tenant, known, ct), ct));
                await entry.Content.CopyToAsync(open.Value.Copy.BaseStream, ct);
            }
            else if (entry.Name == ArchiveReader.Sequences)
            {
                foreach (var sequence in await ArchiveReader.ReadJsonAsync<List<ArchivedSequence>>(entry, ct)) await connection.SetSequenceAsync(tenant, sequence, ct);
            }
        }
    }

    private async Task FillRestAsync(string path, Tenant tenant, List<string> warnings, CancellationToken ct)
    {
        await using var scope = scopes.Enter(tenant);
        var baggage = scope.ServiceProvider.GetServices<ITravelsWithTenant>().ToDictionary(b => $"outside/{b.Name}.jsonl", StringComparer.Ordinal);
        await foreach (var entry in ArchiveReader.EntriesAsync(path, ct))
        {
            if (baggage.TryGetValue(entry.Name, out var owner))
            {
                using var lines = new StreamReader(entry.Content);
                while (await lines.ReadLineAsync(ct) is { } line)
                    if (await owner.PutAsync(JsonSerializer.Deserialize<JsonElement>(line, Wire.Json), ct) is { } warning) warnings.Add(warning);
            }
            else if (entry.Name.StartsWith("files/", StringComparison.Ordinal))
            {
                var options = new BlobUploadOptions { HttpHeaders = new BlobHttpHeaders { ContentType = entry.ContentType } };
                await container.GetBlobClient($"{tenant.Id:N}/{FileKey(entry.Name)}").UploadAsync(entry.Content, options, ct);
            }
        }
    }

    /// <summary>An address is made of it: it must not climb out of the tenant's own folder.</summary>
    private static string FileKey(string entry)
    {
        var key = entry["files/".Length..];
        return key.Length is > 0 and <= 900 && !key.Any(c => char.IsControl(c) || c is '\\' or '?' or '#') && key.Split('/').All(part => part is not ("" or "." or ".."))
            ? key
            : throw new InvalidDataException($"'{entry}' is no name of a file.");
    }
}
