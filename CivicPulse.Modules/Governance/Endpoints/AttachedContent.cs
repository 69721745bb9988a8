using CivicPulse.Modules.Governance.Model;
using CivicPulse.Platform.Files;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace CivicPulse.Modules.Governance.Endpoints;

internal static class AttachedContent
{
    /// <summary>Always to be stored, never shown as a page of ours, and never guessed to be something else.</summary>
    public static async Task<Results<FileStreamHttpResult, NotFound>> SendAsync(this BlobFiles files, Attachment? attachment, HttpContext http, CancellationToken ct)
    {
        if (attachment?.FileKey is not { } key) return TypedResults.NotFound();
        (http.Response.Headers.ContentSecurityPolicy, http.Response.Headers.XContentTypeOptions) = ("sandbox; default-src 'none'", "nosniff");
        var tag = attachment.Sha256 is { } sha256 ? new EntityTagHeaderValue($"\"{sha256}\"") : null;
        return TypedResults.Stream(await files.OpenAsync(key, ct), attachment.MediaType, attachment.FileName, entityTag: tag, enableRangeProcessing: true);
    }
}
