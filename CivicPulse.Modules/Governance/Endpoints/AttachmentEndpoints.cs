using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using CivicPulse.Modules.Governance.Model;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Files;
using CivicPulse.Platform.Http;
using CivicPulse.Platform.Portal;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;

namespace CivicPulse.Modules.Governance.Endpoints;

/// <summary>The same routes below four kinds of records.</summary>
internal static class AttachmentEndpoints
{
    public static void MapAttachments(this IEndpointRouteBuilder routes)
    {
        Map<MeetingAttachment, Meeting>(routes, "meetings");
        Map<AgendaItemAttachment, AgendaItem>(routes, "agenda-items");
        Map<MatterAttachment, Matter>(routes, "matters");
        Map<MotionAttachment, Motion>(routes, "motions");
    }

    private static void Map<TAttachment, TOwner>(IEndpointRouteBuilder routes, string owners) where TAttachment : Attachment, new() where TOwner : Entity
    {
        var noun = typeof(TAttachment).Name;
        var listed = Listing.Of<TAttachment>("created_at").Sort("created_at", a => a.CreatedAt).Filter("classification", a => a.Classification).Filter("media_type", a => a.MediaType);
        var attachments = routes.MapGroup($"/api/v1/{owners}/{{ownerId:guid}}/attachments").WithTags("Governance");
        attachments.MapGet("/", (Guid ownerId, [AsParameters] PageQuery page, TenantDb db, CancellationToken ct) => List<TAttachment, TOwner>(ownerId, page, listed, db, ct))
            .Needs(GovernancePermissions.Read).Lists(listed).WithName($"list{noun}s").WithSummary("Lists what is attached, oldest first");
        attachments.MapPost("/", Add<TAttachment, TOwner>).Needs(GovernancePermissions.Write).WithUploads().Accepts<AddAttachment>("application/json", "multipart/form-data")
            .WithName($"add{noun}").WithSummary("Attaches a link as JSON, or a `file`: PDF, Word, Excel, PowerPoint, image or text");
        attachments.MapGet("/{id:guid}/content", Download<TAttachment>).Needs(GovernancePermissions.Read).Patiently()
            .Produces(StatusCodes.Status200OK, contentType: "application/octet-stream").WithName($"download{noun}").WithSummary("Downloads an attached file");
        attachments.MapDelete("/{id:guid}", Delete<TAttachment>).Needs(GovernancePermissions.Write).WithName($"delete{noun}").WithSummary("Deletes an attachment with its file");
    }

    private static async Task<Results<Ok<Page<AttachmentDetail>>, NotFound>> List<TAttachment, TOwner>(
        Guid ownerId, PageQuery page, Listing<TAttachment> listed, TenantDb db, CancellationToken ct) where TAttachment : Attachment where TOwner : Entity
    {
        if (!await db.Set<TOwner>().AnyAsync(o => o.Id == ownerId, ct)) return TypedResults.NotFound();
        return TypedResults.Ok(await db.Set<TAttachment>().Where(a => a.OwnerId == ownerId).ToPageAsync(page, listed,
            a => new AttachmentDetail(a.Id, a.Title, a.Classification, a.MediaType, a.Url, a.FileName, a.Size, a.Sha256, a.CreatedAt), ct));
    }

    private static async Task<Results<Created<AttachmentDetail>, NotFound>> Add<TAttachment, TOwner>(
        Guid ownerId, HttpRequest request, TenantDb db, BlobFiles files, CancellationToken ct) where TAttachment : Attachment, new() where TOwner : Entity
    {
        if (!await db.Set<TOwner>().AnyAsync(o => o.Id == ownerId, ct)) return TypedResults.NotFound();
        RuleBroken.Unless(await db.Set<TAttachment>().CountAsync(a => a.OwnerId == ownerId, ct) < Attachment.Most, "governance.too_many_attachments", $"A record has at most {Attachment.Most} attachments.");
        var attachment = await Upload.ReadAsync(request, ct) is { } upload ? await KeepAsync<TAttachment>(ownerId, upload, files, ct) : await LinkAsync<TAttachment>(ownerId, request, ct);
        try
        {
            db.Set<TAttachment>().Add(attachment);
            await db.SaveChangesAsync(ct);
        }
        catch (Exception e) when (attachment.FileKey is not null && Problems.IsRefusal(e))
        {
            await files.DeleteAsync(attachment.FileKey, CancellationToken.None);
            throw;
        }
        return TypedResults.Created(request.Path, Detail(attachment));
    }

    private static async Task<Results<FileStreamHttpResult, NotFound>> Download<TAttachment>(
        Guid ownerId, Guid id, TenantDb db, BlobFiles files, HttpContext http, CancellationToken ct) where TAttachment : Attachment =>
        await files.SendAsync(await db.Set<TAttachment>().AsNoTracking().FirstOrDefaultAsync(a => a.Id == id && a.OwnerId == ownerId, ct), http, ct);

    private static async Task<Results<NoContent, NotFound>> Delete<TAttachment>(Guid ownerId, Guid id, TenantDb db, CancellationToken ct) where TAttachment : Attachment
    {
        if (await db.Set<TAttachment>().FirstOrDefaultAsync(a => a.Id == id && a.OwnerId == ownerId, ct) is not { } attachment) return TypedResults.NotFound();
        attachment.Remove();
        db.Remove(attachment);
        await db.SaveChangesAsync(ct);
        return TypedResults.NoContent();
    }

    private static async Task<TAttachment> KeepAsync<TAttachment>(Guid owner, Upload upload, BlobFiles files, CancellationToken ct) where TAttachment : Attachment, new()
    {
        // Pages of others would be ours when they are opened.
        var kind = FileKinds.Recognise(upload.Content, upload.FileName) is { } known and not FileKind.Html
            ? known
            : throw new BadInput("governance.attachment_kind", "Attach PDF, Word, Excel, PowerPoint, images (PNG, JPEG, GIF, WebP) or text, whose content is what the name says.", 415);
        var (title, classification) = (upload.Form["title"].ToString(), upload.Form["classification"].ToString());
        if (title.Length > AddAttachment.LongestTitle || classification.Length > AddAttachment.LongestClassification || (title + classification).Contains('\0', StringComparison.Ordinal))
            throw new BadInput("bad_form", "`title` or `classification` is too long, or holds a character that cannot be stored.");
        var key = $"attachments/{Guid.CreateVersion7():N}";
        await files.SaveAsync(key, upload.Open(), kind.ContentType(), ct);
        return new TAttachment
        {
            OwnerId = owner,
            Title = string.IsNullOrWhiteSpace(title) ? upload.FileName : title,
            Classification = string.IsNullOrWhiteSpace(classification) ? null : classification,
            MediaType = kind.ContentType(),
            FileName = upload.FileName,
            FileKey = key,
            Size = upload.Content.LongLength,
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(upload.Content)),
        };
    }

    private static async Task<TAttachment> LinkAsync<TAttachment>(Guid owner, HttpRequest request, CancellationToken ct) where TAttachment : Attachment, new()
    {
        var asked = await AddAttachment.ReadAsync(request, ct);
        return new TAttachment { OwnerId = owner, Title = asked.Title, Url = asked.Url, MediaType = asked.MediaType ?? "text/html", Classification = asked.Classification };
    }

    private static AttachmentDetail Detail(Attachment a) => new(a.Id, a.Title, a.Classification, a.MediaType, a.Url, a.FileName, a.Size, a.Sha256, a.CreatedAt);
}

/// <param name="MediaType">What is there; a page when left out.</param>
/// <param name="Classification">What it is to the record: version, agenda, testimony, ...</param>
[Example("""{ "title": "Offer for the pump", "url": "https://town.example/offers/pump.pdf", "media_type": "application/pdf", "classification": "testimony" }""")]
public sealed record AddAttachment(
    [Required, MaxLength(AddAttachment.LongestTitle)] string Title, [Required, WebAddress] string Url, [MaxLength(AddAttachment.LongestMediaType)] string? MediaType = null,
    [MaxLength(AddAttachment.LongestClassification)] string? Classification = null)
{
    internal const int LongestTitle = 500;
    internal const int LongestClassification = 60;
    internal const int LongestMediaType = 100;

    internal static async Task<AddAttachment> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        if (!request.HasJsonContentType())
            throw new BadInput("unsupported_media_type", "Send a link as application/json or a `file` as multipart/form-data.", StatusCodes.Status415UnsupportedMediaType);
        return await request.ReadWireAsync<AddAttachment>(ct) is { } read && read.IsSound
            ? read
            : throw new BadInput("invalid", "Send an object with `title`, an http or https `url`, and perhaps a `media_type` such as application/pdf.");
    }

    /// <summary>What is read by hand is checked by hand, by the same bounds.</summary>
    private bool IsSound => Title is { Length: > 0 and <= LongestTitle } && WebAddressAttribute.IsAddress(Url)
        && (Classification?.Length ?? 0) <= LongestClassification && !(Title + Classification).Contains('\0', StringComparison.Ordinal)
        && (MediaType is null || (MediaType.Length <= LongestMediaType && MediaTypeHeaderValue.TryParse(MediaType, out var type) && type.Parameters.Count == 0 && !MediaType.AsSpan().ContainsAny("\r\n\0 ")));
}

/// <param name="Url">Where it is, when it is not kept here.</param>
/// <param name="Size">Bytes, of a file that is kept here.</param>
public sealed record AttachmentDetail(
    Guid Id, string Title, string? Classification, string MediaType, string? Url, string? FileName, long? Size, string? Sha256, DateTimeOffset CreatedAt);
