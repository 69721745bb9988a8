using System.Linq.Expressions;
using System.Text.Json.Serialization;
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

internal static class DocumentEndpoints
{
    private const int LongestTitle = 300;

    private static readonly Listing<Document> Listed = Listing.Of<Document>("-created_at")
        .Sort("created_at", d => d.CreatedAt).Sort("title", d => d.Title).Filter("state", d => d.State);

    public static void MapDocuments(this IEndpointRouteBuilder routes)
    {
        var documents = routes.MapGroup("/api/v1/documents").WithTags("Documents");
        documents.MapGet("/", List).Needs(DocumentPermissions.Read).Lists(Listed).WithSummary("Lists documents, newest first");
        documents.MapPost("/", Create).Needs(DocumentPermissions.Write).WithUploads()
            .Accepts<IFormFile>("multipart/form-data").WithSummary("Adds a document: a `file` and, if you like, a `title`, a `team_id` and an `audience`");
        documents.MapGet("/{id:guid}", Read).Needs(DocumentPermissions.Read).WithSummary("Reads a document's particulars");
        documents.MapGet("/{id:guid}/text", ReadText).Needs(DocumentPermissions.Read).WithSummary("Reads the words of the newest version");
        documents.MapDelete("/{id:guid}", Delete).Needs(DocumentPermissions.Write).WithSummary("Deletes a document with all versions");
    }

    private static Task<Page<DocumentDetail>> List([AsParameters] PageQuery page, TenantDb db, CancellationToken ct) =>
        db.Documents.ToPageAsync(page, Listed, Detail(db), ct);

    private static async Task<Accepted<JobDetail>> Create(HttpRequest request, TenantDb db, BlobFiles files, CancellationToken ct)
    {
        var upload = await DocumentVersionEndpoints.UploadOf(request, ct);
        var title = upload.Form["title"].ToString().Trim();
        if (title.Length == 0) title = Path.GetFileNameWithoutExtension(upload.FileName);
        if (title.Length > LongestTitle || title.Contains('\0')) throw new BadInput("invalid", $"A title has at most {LongestTitle} characters.");
        var document = Document.Of(title);
        DocumentAudienceEndpoints.Read(upload.Form).ApplyTo(document);
        db.Documents.Add(document);
        return UploadRoutes.Accepted(await DocumentVersionEndpoints.PublishAsync(document, 0, upload, db, files, ct));
    }

    private static async Task<Results<Ok<DocumentDetail>, NotFound>> Read(Guid id, TenantDb db, CancellationToken ct) =>
        await db.Documents.Where(d => d.Id == id).Select(Detail(db)).FirstOrDefaultAsync(ct) is { } document ? TypedResults.Ok(document) : TypedResults.NotFound();

    private static async Task<Results<Ok<DocumentTextDetail>, NotFound>> ReadText(Guid id, TenantDb db, CancellationToken ct) =>
        await db.DocumentVersions.Where(v => v.DocumentId == id).OrderByDescending(v => v.Number)
            .Select(v => new DocumentTextDetail(v.DocumentId, v.Number, v.Text, v.Version)).FirstOrDefaultAsync(ct) is { } text
            ? TypedResults.Ok(text)
            : TypedResults.NotFound();

    private static async Task<Results<NoContent, NotFound>> Delete(Guid id, TenantDb db, CancellationToken ct)
    {
        if (await db.Documents.FirstOrDefaultAsync(d => d.Id == id, ct) is not { } document) return TypedResults.NotFound();
        document.Remove(await db.DocumentVersions.Where(v => v.DocumentId == id).Select(v => v.FileKey).ToListAsync(ct));
        db.Documents.Remove(document);
        await db.SaveChangesAsync(ct);
        return TypedResults.NoContent();
    }

    private static Expression<Func<Document, DocumentDetail>> Detail(TenantDb db)
    {
        var versions = db.DocumentVersions;
        return d => versions.Where(v => v.DocumentId == d.Id).OrderByDescending(v => v.Number)
            .Select(v => new DocumentDetail(d.Id, d.Title, v.FileName, v.ContentType, v.Size, v.Number, d.State, d.CreatedAt, d.Audience, d.TeamId, d.Version)).First();
    }
}

/// <param name="Size">Bytes.</param>
public sealed record DocumentDetail(
    Guid Id, string Title, string FileName, string ContentType, long Size, int Version, DocumentState State, DateTimeOffset CreatedAt,
    DocumentAudience Audience, Guid? TeamId, [property: JsonIgnore] uint RowVersion) : IVersioned;

public sealed record DocumentTextDetail(Guid DocumentId, int Version, string? Text, [property: JsonIgnore] uint RowVersion) : IVersioned;
