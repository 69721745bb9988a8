using System.IO.Hashing;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;
using CivicPulse.Modules.Governance.Model;
using CivicPulse.Modules.Governance.Transfers;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Feeds;
using CivicPulse.Platform.Http;
using CivicPulse.Platform.Transfers.Datasets;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Governance.Datasets;

/// <summary>
/// Meetings as iCalendar: a file, or a zip archive of several. An event's UID is the meeting's identifier. Series are not taken in: their
/// dates follow from a rule that the next file may have changed.
/// </summary>
internal sealed class IcalendarDataset : Dataset
{
    private const int MostEvents = 500_000;
    private const string Meetings = "meetings";

    public override string Kind => "icalendar";

    public override string About => "Meetings as iCalendar (.ics): single events, no series; a file, or a zip archive of several.";

    public override string ReadWord => GovernancePermissions.Read;

    public override string WriteWord => GovernancePermissions.Write;

    public override IReadOnlyList<DatasetPart> Parts { get; } = [new(Meetings)];

    public override bool AbsentSaysNothing => true;

    public override bool IsWritten => true;

    public override (string ContentType, string FileName) Written => ("text/calendar; charset=utf-8", "meetings.ics");

    protected override async IAsyncEnumerable<DatasetRow> ReadAsync(DatasetFiles files, [EnumeratorCancellation] CancellationToken ct)
    {
        var latest = new Dictionary<UInt128, Revision>();
        await foreach (var (name, piece) in EachAsync(files, ct))
        {
            if (piece.Event is not { } one) continue;
            var (key, revision) = (KeyOf(one), new Revision(one.Sequence, one.LastModified ?? one.Stamp, name, piece.Line));
            if (!latest.TryGetValue(key, out var known) || revision.IsAfter(known)) latest[key] = revision;
            if (latest.Count > MostEvents) throw new BadInput("feeds.too_many_events", $"The calendars have more than {MostEvents} events.", StatusCodes.Status422UnprocessableEntity);
        }
        await foreach (var (name, piece) in EachAsync(files, ct))
        {
            var superseded = piece.Event is { } one && latest[KeyOf(one)] is var last && (last.File, last.Line) != (name, piece.Line);
            yield return Row(piece, $"{name}, line {piece.Line}", superseded);
        }
    }

    protected override async Task WriteAsync(TenantDb db, Stream target, CancellationToken ct) =>
        await IcalWriter.WriteAsync(target, new CalendarFeed("Meetings"), EventsAsync(db, ct), ct);

    private static async IAsyncEnumerable<CalendarEvent> EventsAsync(TenantDb db, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var meeting in MeetingTransfer.InOrder(db.Meetings.AsNoTracking().Include(m => m.Body)).AsAsyncEnumerable().WithCancellation(ct))
            yield return await MeetingEvents.OfAsync(meeting, ct);
    }

    private static DatasetRow Row(IcalPiece piece, string place, bool superseded)
    {
        if (piece.Event is not { } one) return DatasetRow.Unreadable(Meetings, place, piece.Problem!);
        if (one.Rule is not null || one.Also.Count > 0)
            return DatasetRow.Unreadable(Meetings, place, "It repeats (RRULE or RDATE), and series are not taken in. Write each meeting as an event of its own.");
        if (one.InsteadOf is not null)
            return DatasetRow.Unreadable(Meetings, place, "It stands in for one date of a series (RECURRENCE-ID), and series are not taken in. Give it a UID of its own.");
        if (one.Class is CalendarClass.Private or CalendarClass.Confidential)
            return DatasetRow.Unreadable(Meetings, place, "It is marked as private (CLASS). Mark it as public, or leave it out.");
        if (superseded) return DatasetRow.Unreadable(Meetings, place, "Another event in the file has the same UID and is as new or newer (SEQUENCE, LAST-MODIFIED).");
        try
        {
            return new(Meetings, MeetingEvents.Row(one), place);
        }
        catch (JsonException)
        {
            return DatasetRow.Unreadable(Meetings, place, $"{MeetingEvents.Extra} cannot be read.");
        }
    }

    private static async IAsyncEnumerable<(string File, IcalPiece Piece)> EachAsync(DatasetFiles files, [EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var name in files.Names.Where(n => n.EndsWith(".ics", StringComparison.OrdinalIgnoreCase) || files.Names.Count == 1))
        {
            await using var file = files.Read(name);
            await foreach (var piece in new IcalReader(file) { Exact = true }.PiecesAsync(ct)) yield return (name, piece);
        }
    }

    private static UInt128 KeyOf(CalendarEvent one) => XxHash128.HashToUInt128(MemoryMarshal.AsBytes(one.Uid.AsSpan()));

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Revision(int Sequence, DateTimeOffset Changed, string File, long Line)
    {
        public bool IsAfter(Revision other) => (Sequence, Changed).CompareTo((other.Sequence, other.Changed)) > 0;
    }
}
