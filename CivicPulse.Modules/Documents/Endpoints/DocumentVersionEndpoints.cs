using CivicPulse.Modules.Documents.Model;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Files;
using CivicPulse.Platform.Http;
using CivicPulse.Platform.Jobs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Documents.Endpoints;

internal static class DocumentVersionEndpoints
{
    private static readonly Listing<DocumentVersion> Listed = Listing.InOrder<DocumentVersion>("-number", "number", v => v.Number)
        .Filter("content_type", v => v.ContentType).Filter("file_name", v => v.FileName);

    public static void MapDocumentVersions(this IEndpointRouteBuilder routes)
    {
        var versions = routes.MapGroup("/api/v1/documents/{documentId:guid}/versions").WithTags("Documents");
        versions.MapGet("/", List).Needs(DocumentPermissions.Read).Lists(Listed).WithSummary("Lists a document's versions, newest first");
        versions.MapPost("/", Add).Needs(DocumentPermissions.Write).WithUploads()
            .Accepts<IFormFile>("multipart/form-data").WithSummary("Adds a version");
        versions.MapGet("/{number:int}/content", Download).Needs(DocumentPermissions.Read).Patiently().Produces(StatusCodes.Status200OK, contentType: "application/octet-stream").WithSummary("Downloads a version's file");
    }

    private static Task<Page<DocumentVersionDetail>> List(Guid documentId, [AsParameters] PageQuery page, TenantDb db, CancellationToken ct) =>
        db.DocumentVersions.Where(v => v.DocumentId == documentId)
            .ToPageAsync(page, Listed,
                v => new DocumentVersionDetail(v.Id, v.Number, v.FileName, v.ContentType, v.Size, v.Sha256, v.CreatedAt, v.CreatedBy), ct);

    private static async Task<Results<Accepted<JobDetail>, NotFound>> Add(
        Guid documentId, HttpRequest request, TenantDb db, BlobFiles files, CancellationToken ct)
    {
        if (await db.Documents.FirstOrDefaultAsync(d => d.Id == documentId, ct) is not { } document) return TypedResults.NotFound();
        var upload = await UploadOf(request, ct);
        var newest = await db.DocumentVersions.Where(v => v.DocumentId == documentId).MaxAsync(v => v.Number, ct);
        return UploadRoutes.Accepted(await PublishAsync(document, newest, upload, db, files, ct));
    }

    /// <summary>Always as an attachment of an inert type: what people upload is never run as a page of ours.</summary>
    private static async Task<Results<FileStreamHttpResult, NotFound>> Download(
        Guid documentId, int number, TenantDb db, BlobFiles files, HttpContext http, CancellationToken ct)
    {
        var found = await db.DocumentVersions.Where(v => v.DocumentId == documentId && v.Number == number)
            .Select(v => new { v.FileKey, v.FileName, v.ContentType }).FirstOrDefaultAsync(ct);
        if (found is null) return TypedResults.NotFound();
        http.Response.Headers.ContentSecurityPolicy = "sandbox";
        var type = found.ContentType == "text/html" ? "application/octet-stream" : found.ContentType;
        return TypedResults.Stream(await files.OpenAsync(found.FileKey, ct), type, found.FileName, enableRangeProcessing: true);
    }

    internal static async Task<Upload> UploadOf(HttpRequest request, CancellationToken ct) =>
        await Upload.ReadAsync(request, ct) ?? throw new BadInput("unsupported_media_type", "Send the `file` as multipart/form-data.", StatusCodes.Status415UnsupportedMediaType);

    internal static async Task<JobDetail> PublishAsync(Document document, int newest, Upload upload, TenantDb db, BlobFiles files, CancellationToken ct)
    {
        var kind = DocumentKinds.Recognise(upload.Content, upload.FileName);
        var key = $"documents/{Guid.CreateVersion7():N}";
        await files.SaveAsync(key, upload.Open(), kind.ContentType(), ct);
        try
        {
            var job = db.Queue("document", "document", document.Id);
            db.DocumentVersions.Add(document.Publish(newest, upload.FileName, kind, upload.Content, key, job.Id));
            await db.SaveChangesAsync(ct);
            return job.ToDetail();
        }
        catch (Exception e) when (Problems.IsRefusal(e))
        {
            await files.DeleteAsync(key, CancellationToken.None);
            throw;
        }
    }
}

/// <param name="Size">Bytes.</param>
public sealed record DocumentVersionDetail(
    Guid Id, int Number, string FileName, string ContentType, long Size, string Sha256, DateTimeOffset CreatedAt, Guid? CreatedBy);
