using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using CivicPulse.Platform.Tenancy;

namespace CivicPulse.Platform.Files;

/// <summary>The original files of this scope's tenant, each under the tenant's own prefix, never changed once written.</summary>
public sealed class BlobFiles(BlobContainerClient container, CurrentTenant tenant)
{
    internal const string Container = "files";

    /// <param name="key">Unique within the tenant, such as <c>transcripts/{id}</c>.</param>
    public Task SaveAsync(string key, Stream content, string contentType, CancellationToken ct) =>
        Blob(key).UploadAsync(content, new BlobUploadOptions { HttpHeaders = new BlobHttpHeaders { ContentType = contentType } }, ct);

    /// <summary>Opens a seekable stream that reads ranges as they are needed.</summary>
    public Task<Stream> OpenAsync(string key, CancellationToken ct) => Blob(key).OpenReadAsync(cancellationToken: ct);

    public Task DeleteAsync(string key, CancellationToken ct) => Blob(key).DeleteIfExistsAsync(cancellationToken: ct);

    private BlobClient Blob(string key) => container.GetBlobClient($"{tenant.Value.Id:N}/{key}");
}
