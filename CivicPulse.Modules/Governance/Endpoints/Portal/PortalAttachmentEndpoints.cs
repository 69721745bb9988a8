using CivicPulse.Modules.Governance.Model;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Files;
using CivicPulse.Platform.Http;
using CivicPulse.Platform.Portal;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Governance.Endpoints.Portal;

/// <summary>Files of published meetings and matters, for anybody.</summary>
internal static class PortalAttachmentEndpoints
{
    public static void MapPortalAttachments(this IEndpointRouteBuilder routes)
    {
        routes.MapPortal("meetings").MapGet("/meetings/{slug}/attachments/{id:guid}", OfMeeting).Patiently().Produces(StatusCodes.Status200OK, contentType: "application/octet-stream")
            .WithName("downloadFileOfMeeting").WithSummary("Downloads a file that is attached to a published meeting, an item of its agenda or a motion in it");
        routes.MapPortal("matters").MapGet("/matters/{slug}/attachments/{id:guid}", OfMatter).Patiently().Produces(StatusCodes.Status200OK, contentType: "application/octet-stream")
            .WithName("downloadFileOfMatter").WithSummary("Downloads a file that is attached to a published matter");
    }

    private static async Task<Results<FileStreamHttpResult, NotFound>> OfMeeting(string slug, Guid id, TenantDb db, BlobFiles files, HttpContext http, CancellationToken ct)
    {
        var meeting = await db.Meetings.Where(m => m.Slug == slug).Select(m => (Guid?)m.Id).FirstOrDefaultAsync(ct);
        return await files.SendAsync(meeting is null ? null : await PortalAttachments.FindInMeetingAsync(meeting.Value, id, db, ct), http, ct);
    }

    private static async Task<Results<FileStreamHttpResult, NotFound>> OfMatter(string slug, Guid id, TenantDb db, BlobFiles files, HttpContext http, CancellationToken ct)
    {
        var matters = db.Matters;
        var found = await db.Set<MatterAttachment>().AsNoTracking().FirstOrDefaultAsync(a => a.Id == id && matters.Any(m => m.Id == a.OwnerId && m.Slug == slug), ct);
        return await files.SendAsync(found, http, ct);
    }
}
