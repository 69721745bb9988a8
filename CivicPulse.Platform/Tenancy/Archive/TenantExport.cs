using System.Globalization;
using System.Text.Json;
using Azure.Storage.Blobs;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CivicPulse.Platform.Tenancy.Archive;

/// <summary>
/// Writes a whole tenant into one archive: its tables as of one moment, its accounts' names, its files. Memory does not grow with it.
/// </summary>
internal sealed class TenantExport(TenantSources sources, TenantScopes scopes, IDbContextFactory<HostDb> hosts, BlobContainerClient container, TimeProvider clock)
{
    public async Task<ArchiveSummary> WriteAsync(TenantRow row, Stream output, CancellationToken ct)
    {
        var tenant = row.ToTenant();
        await using var archive = new ArchiveWriter(output);
        await using var connection = await sources.Of(tenant).OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await connection.ReadAsync(ArchiveSql.BeginReading, _ => 0, ct);
        var header = await HeaderAsync(row, connection, ct);
        await archive.WriteJsonAsync(ArchiveReader.Header, header, ct);
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var table in header.Tables) counts[table.Name] = await WriteTableAsync(tenant, table, connection, archive, ct);
        await archive.WriteJsonAsync(ArchiveReader.Sequences, await connection.SequencesAsync(tenant, ct), ct);
        await WriteOutsideAsync(tenant, archive, ct);
        var (files, bytes) = await WriteFilesAsync(tenant, archive, ct);
        var (manifest, sha256) = await archive.FinishAsync(counts, files, bytes, ct);
        return new ArchiveSummary(tenant.Slug, tenant.Id, header.ExportedAt, manifest, sha256);
    }

    private async Task<ArchiveHeader> HeaderAsync(TenantRow row, NpgsqlConnection connection, CancellationToken ct)
    {
        var tenant = row.ToTenant();
        await using var host = await hosts.CreateDbContextAsync(ct);
        var domains = await host.Domains.Where(d => d.TenantId == row.Id).Select(d => d.Domain).OrderBy(d => d).ToListAsync(ct);
        return new ArchiveHeader(ArchiveHeader.ThisFormat, ArchiveHeader.ThisVersion, row.Id, row.Slug, row.Name, row.CreatedAt, row.Locale, row.TimeZone, row.ThemeColor,
            JsonSerializer.Deserialize<JsonElement>(row.Terminology), domains, clock.GetUtcNow(), await connection.MigrationsAsync(tenant, ct), await connection.TablesAsync(tenant, ct));
    }

    private static async Task<long> WriteTableAsync(Tenant tenant, ArchivedTable table, NpgsqlConnection connection, ArchiveWriter archive, CancellationToken ct)
    {
        var parts = new CsvParts();
        var number = 0;
        using var copy = (StreamReader)await connection.BeginTextExportAsync(await connection.CopyOutAsync(tenant, table, ct), ct);
        await foreach (var part in parts.CutAsync(copy.BaseStream, ct))
            await archive.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"tables/{table.Name}/{++number:D5}.csv"), part, null, ct);
        return parts.Rows;
    }

    private async Task WriteOutsideAsync(Tenant tenant, ArchiveWriter archive, CancellationToken ct)
    {
        await using var scope = scopes.Enter(tenant);
        foreach (var baggage in scope.ServiceProvider.GetServices<ITravelsWithTenant>())
        {
            using var lines = new MemoryStream();
            await foreach (var record in baggage.TakeAsync(ct))
            {
                await JsonSerializer.SerializeAsync(lines, record, Wire.Json, ct);
                lines.WriteByte((byte)'\n');
            }
            lines.Position = 0;
            await archive.WriteAsync($"outside/{baggage.Name}.jsonl", lines, null, ct);
        }
    }

    private async Task<(long Files, long Bytes)> WriteFilesAsync(Tenant tenant, ArchiveWriter archive, CancellationToken ct)
    {
        var (files, bytes) = (0L, 0L);
        var prefix = $"{tenant.Id:N}/";
        await foreach (var blob in container.GetBlobsAsync(Azure.Storage.Blobs.Models.BlobTraits.None, Azure.Storage.Blobs.Models.BlobStates.None, prefix, ct))
        {
            await using var content = await container.GetBlobClient(blob.Name).OpenReadAsync(cancellationToken: ct);
            await archive.WriteAsync("files/" + blob.Name[prefix.Length..], content, blob.Properties.ContentType, ct);
            (files, bytes) = (files + 1, bytes + (blob.Properties.ContentLength ?? 0));
        }
        return (files, bytes);
    }
}
