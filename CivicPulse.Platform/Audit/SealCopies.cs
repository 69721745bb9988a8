using System.Text.Json;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using CivicPulse.Platform.Http;
using CivicPulse.Platform.Tenancy;

namespace CivicPulse.Platform.Audit;

/// <summary>
/// Copies of this tenant's seals in the blob store, one file each, never written twice. Who changes the database does not reach them, so
/// a seal that is only here was taken away there.
/// </summary>
public sealed class SealCopies(BlobContainerClient container, CurrentTenant tenant)
{
    public async Task<AuditSeal?> FindAsync(long number, CancellationToken ct)
    {
        try
        {
            var found = await Blob(number).DownloadContentAsync(ct);
            return found.Value.Content.ToObjectFromJson<AuditSeal>(Wire.Json);
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return null;
        }
    }

    /// <summary>Keeps a seal; one that is there already stays as it is.</summary>
    public async Task KeepAsync(AuditSeal seal, CancellationToken ct)
    {
        try
        {
            await Blob(seal.Number).UploadAsync(BinaryData.FromObjectAsJson(seal, Wire.Json), new BlobUploadOptions
            {
                Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All },
                HttpHeaders = new BlobHttpHeaders { ContentType = "application/json" },
            }, ct);
        }
        catch (RequestFailedException e) when (e.ErrorCode == BlobErrorCode.BlobAlreadyExists || e.Status == 412)
        {
            // Whether it is the same one is for the check to say.
        }
    }

    /// <summary>Compares the newest seal of the database with the copies: the same, and none behind it.</summary>
    /// <param name="read">Reads the newest seal, again after the copies were looked at: another process may have sealed in between.</param>
    public async Task<LedgerFault?> CompareAsync(Func<Task<AuditSeal?>> read, CancellationToken ct)
    {
        var last = await read();
        var next = (last?.Number ?? 0) + 1;
        if (await FindAsync(next, ct) is not null && ((await read())?.Number ?? 0) < next)
            return new("seal_taken_away", $"Seal {next} is in the blob store, but not in the database.");
        if (last is not null && await FindAsync(last.Number, ct) is { } copy && copy.Hash != last.Hash)
            return new("seal_replaced", $"Seal {last.Number} is not the one whose copy is in the blob store.");
        return null;
    }

    private BlobClient Blob(long number) => container.GetBlobClient($"{tenant.Value.Id:N}/audit/seals/{number:D12}.json");
}
