using CivicPulse.Modules.Governance.Model;
using CivicPulse.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Governance.Endpoints.Portal;

/// <summary>What is attached to published meetings and matters: links lead elsewhere, files are given out here.</summary>
internal static class PortalAttachments
{
    private const int Most = 1000;

    /// <summary>To the meeting, to items of its agenda and to motions in it.</summary>
    public static async Task<IReadOnlyList<PortalAttachment>> OfMeetingAsync(Guid meeting, string slug, TenantDb db, CancellationToken ct)
    {
        var path = $"/api/v1/portal/meetings/{slug}/attachments/";
        return
        [
            .. (await OfMeeting<MeetingAttachment>(meeting, db).ReadAsync(ct)).Select(a => Shown(a, path)),
            .. (await OfMeeting<AgendaItemAttachment>(meeting, db).ReadAsync(ct)).Select(a => Shown(a, path) with { AgendaItemId = a.OwnerId }),
            .. (await OfMeeting<MotionAttachment>(meeting, db).ReadAsync(ct)).Select(a => Shown(a, path) with { MotionId = a.OwnerId }),
        ];
    }

    public static async Task<IReadOnlyList<PortalAttachment>> OfMatterAsync(Guid matter, string slug, TenantDb db, CancellationToken ct) =>
        [.. (await db.Set<MatterAttachment>().Where(a => a.OwnerId == matter).ReadAsync(ct)).Select(a => Shown(a, $"/api/v1/portal/matters/{slug}/attachments/"))];

    public static async Task<Attachment?> FindInMeetingAsync(Guid meeting, Guid id, TenantDb db, CancellationToken ct) =>
        await OfMeeting<MeetingAttachment>(meeting, db).FirstOrDefaultAsync(a => a.Id == id, ct)
        ?? await OfMeeting<AgendaItemAttachment>(meeting, db).FirstOrDefaultAsync(a => a.Id == id, ct)
        ?? (Attachment?)await OfMeeting<MotionAttachment>(meeting, db).FirstOrDefaultAsync(a => a.Id == id, ct);

    private static IQueryable<T> OfMeeting<T>(Guid meeting, TenantDb db) where T : Attachment
    {
        var (rows, items, motions) = (db.Set<T>().AsNoTracking(), db.AgendaItems, db.Motions);
        if (typeof(T) == typeof(AgendaItemAttachment)) return rows.Where(a => items.Any(i => i.Id == a.OwnerId && i.MeetingId == meeting));
        if (typeof(T) == typeof(MotionAttachment)) return rows.Where(a => motions.Any(m => m.Id == a.OwnerId && m.MeetingId == meeting));
        return rows.Where(a => a.OwnerId == meeting);
    }

    private static Task<List<T>> ReadAsync<T>(this IQueryable<T> attachments, CancellationToken ct) where T : Attachment =>
        attachments.OrderBy(a => a.Title).ThenBy(a => a.Id).Take(Most).ToListAsync(ct);

    private static PortalAttachment Shown(Attachment a, string path) => new(a.Id, a.Title, a.Url ?? $"{path}{a.Id}", a.MediaType, a.Classification, a.FileName, a.Size);
}

/// <param name="Url">Where it is: elsewhere, or below this API when it is kept here.</param>
/// <param name="Size">Bytes, of a file that is kept here.</param>
/// <param name="AgendaItemId">The item of the agenda that it belongs to.</param>
/// <param name="MotionId">The motion that it belongs to.</param>
public sealed record PortalAttachment(
    Guid Id, string Title, string Url, string MediaType, string? Classification, string? FileName, long? Size, Guid? AgendaItemId = null, Guid? MotionId = null);
