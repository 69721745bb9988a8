using CivicPulse.Modules.Governance.Public;
using CivicPulse.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Governance.Model;

/// <summary>A page or a file that belongs to another record and disappears with it.</summary>
internal abstract class Attachment : Entity
{
    /// <summary>For one record.</summary>
    public const int Most = 200;

    public Guid OwnerId { get; init; }

    public string Title { get; init; } = "";

    /// <summary>What it is to its owner: version, agenda, testimony, ...</summary>
    public string? Classification { get; init; }

    public string MediaType { get; init; } = "";

    /// <summary>Where it is, when it is not kept here.</summary>
    public string? Url { get; init; }

    public string? FileName { get; init; }

    public string? FileKey { get; init; }

    public long? Size { get; init; }

    public string? Sha256 { get; init; }

    /// <summary>The row goes with the owner by the foreign key; the file has to be told of.</summary>
    public void Remove()
    {
        if (FileKey is { } key) Tell(new AttachmentRemoved(key));
    }
}

internal sealed class MeetingAttachment : Attachment;

internal sealed class AgendaItemAttachment : Attachment;

internal sealed class MatterAttachment : Attachment;

internal sealed class MotionAttachment : Attachment;

internal static class AttachedFiles
{
    /// <summary>Before meetings are deleted: the rows of what is attached go with them by the foreign keys, the files have to be told of.</summary>
    public static async Task ForgetFilesOfMeetingsAsync(this TenantDb db, IQueryable<Guid> meetings, CancellationToken ct)
    {
        await db.ForgetFilesAsync<MeetingAttachment>(meetings, ct);
        await db.ForgetFilesAsync<AgendaItemAttachment>(db.AgendaItems.Where(i => meetings.Contains(i.MeetingId)).Select(i => i.Id), ct);
        await db.ForgetFilesAsync<MotionAttachment>(db.Motions.Where(m => meetings.Contains(m.MeetingId)).Select(m => m.Id), ct);
    }

    /// <inheritdoc cref="ForgetFilesOfMeetingsAsync"/>
    public static async Task ForgetFilesAsync<T>(this TenantDb db, IQueryable<Guid> owners, CancellationToken ct) where T : Attachment
    {
        foreach (var file in await db.Set<T>().Where(a => a.FileKey != null && owners.Contains(a.OwnerId)).ToListAsync(ct)) file.Remove();
    }
}
