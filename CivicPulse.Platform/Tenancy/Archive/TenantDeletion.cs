using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using CivicPulse.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CivicPulse.Platform.Tenancy.Archive;

/// <summary>
/// Deletes a tenant so that it can be shown: schema, role, files and every row of the installation that names it. What stays is a
/// tombstone, chained to the one before. Interrupted, it goes on where it was when it is asked again.
/// </summary>
internal sealed class TenantDeletion(TenantSources sources, TenantRegistry registry, IDbContextFactory<HostDb> hosts, BlobContainerClient container, TimeProvider clock)
{
    public async Task<Tombstone> DeleteAsync(string slug, string? archiveSha256, string by, CancellationToken ct)
    {
        if ((await registry.ListAsync(ct)).FirstOrDefault(t => t.Slug == slug) is { } row)
        {
            await sources.Shared.BeginDeletingAsync(row.Id, ct);
            await Task.Delay(TenantRegistry.Forgotten, clock, ct);
            var (files, bytes) = await MeasureFilesAsync(row.Id, ct);
            await BuryAsync(row, archiveSha256, by, files, bytes, ct);
        }
        var open = await FindAsync(t => t.Slug == slug && t.VerifiedAt == null, ct) ?? throw new InvalidOperationException($"There is no tenant '{slug}'.");
        await DeleteFilesAsync(open.Id, ct);
        var left = await LeftAsync(new Tenant(open.Id, open.Slug, open.Name), ct);
        if (left.Count > 0) throw new InvalidOperationException($"Something of '{slug}' is still there: {string.Join(", ", left)}.");
        await sources.Shared.SealTombstoneAsync(open.Id, clock.GetUtcNow(), ct);
        return (await FindAsync(t => t.Id == open.Id, ct))!;
    }

    /// <summary>Takes everything away without a trace: for a tenant that never came to be.</summary>
    public async Task EraseAsync(Tenant tenant, CancellationToken ct)
    {
        await DropAsync(tenant, ct);
        await sources.Shared.ForgetAsync(tenant, ct);
        await DeleteFilesAsync(tenant.Id, ct);
    }

    /// <returns>What of the tenant can still be found.</returns>
    public async Task<IReadOnlyList<string>> LeftAsync(Tenant tenant, CancellationToken ct)
    {
        await using var connection = await sources.Shared.OpenConnectionAsync(ct);
        var left = await connection.LeftAsync(tenant, ct);
        if ((await MeasureFilesAsync(tenant.Id, ct)).Files > 0) left.Add("files");
        return left;
    }

    public async Task<IReadOnlyList<Tombstone>> ListAsync(CancellationToken ct)
    {
        await using var host = await hosts.CreateDbContextAsync(ct);
        return await host.Tombstones.AsNoTracking().OrderBy(t => t.DeletedAt).ToListAsync(ct);
    }

    /// <returns>Tombstones that were changed, or whose predecessor was changed or taken away.</returns>
    public async Task<IReadOnlyList<string>> BrokenAsync(CancellationToken ct)
    {
        await using var connection = await sources.Shared.OpenConnectionAsync(ct);
        return await connection.BrokenTombstonesAsync(ct);
    }

    /// <summary>The tenant's own database first: if that fails, it is still known here and can be deleted again.</summary>
    private async Task BuryAsync(TenantRow row, string? archiveSha256, string by, long files, long bytes, CancellationToken ct)
    {
        var tenant = row.ToTenant();
        Dictionary<string, long> counts;
        await using (var connection = await sources.Of(tenant).OpenConnectionAsync(ct)) counts = await connection.CountsAsync(tenant, ct);
        await sources.Shared.AddTombstoneAsync(row, counts, by, archiveSha256, files, bytes, clock.GetUtcNow(), ct);
        await DropAsync(tenant, ct);
        await sources.Shared.ForgetAsync(tenant, ct);
    }

    private Task DropAsync(Tenant tenant, CancellationToken ct) => sources.Of(tenant).DropAsync(tenant, ct);

    private async Task<(long Files, long Bytes)> MeasureFilesAsync(Guid tenant, CancellationToken ct)
    {
        var (files, bytes) = (0L, 0L);
        await foreach (var blob in container.GetBlobsAsync(BlobTraits.None, BlobStates.None, $"{tenant:N}/", ct)) (files, bytes) = (files + 1, bytes + (blob.Properties.ContentLength ?? 0));
        return (files, bytes);
    }

    private async Task DeleteFilesAsync(Guid tenant, CancellationToken ct)
    {
        await foreach (var blob in container.GetBlobsAsync(BlobTraits.None, BlobStates.None, $"{tenant:N}/", ct))
            await container.GetBlobClient(blob.Name).DeleteIfExistsAsync(DeleteSnapshotsOption.IncludeSnapshots, cancellationToken: ct);
    }

    private async Task<Tombstone?> FindAsync(System.Linq.Expressions.Expression<Func<Tombstone, bool>> which, CancellationToken ct)
    {
        await using var host = await hosts.CreateDbContextAsync(ct);
        return await host.Tombstones.AsNoTracking().FirstOrDefaultAsync(which, ct);
    }
}
