using System.ComponentModel.DataAnnotations;
using System.Linq.Expressions;
using CivicPulse.Modules.Governance.Model;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Http;
using CivicPulse.Platform.Portal;
using CivicPulse.Platform.Transfers;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Governance.Transfers;

/// <summary>Motions by their identifier, or by their meeting and text.</summary>
internal sealed class MotionTransfer : Transfer<Motion, MotionRow>
{
    private readonly References _references = new();
    private readonly DeliberationReferences _deliberation = new();
    private ILookup<(Guid, int), Guid> _items = Array.Empty<Guid>().ToLookup(_ => (Guid.Empty, 0));

    public override string Kind => "motions";

    public override string ReadWord => GovernancePermissions.Read;

    public override string WriteWord => GovernancePermissions.Write;

    public override string PublishWord => GovernancePermissions.Publish;

    public override IReadOnlyList<string> Keys => ["identifier", "meeting", "meeting_start", "text"];

    public override bool FirstKeyDecides => true;

    public override IReadOnlyDictionary<string, string[]> Aliases { get; } = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["meeting_start"] = ["meeting date", "date"],
        ["text"] = ["motion", "motion text"],
        ["mover"] = ["moved by"],
        ["seconder"] = ["seconded by"],
    };

    protected override Expression<Func<Motion, MotionRow>> Row => m => new MotionRow(
        m.Meeting!.Identifier ?? m.Meeting.Name, m.Meeting.StartDate, m.Text, m.Identifier, m.AgendaItem == null ? null : m.AgendaItem.Order, m.Matter == null ? null : m.Matter.Identifier,
        m.Matter == null ? null : m.Matter.Body!.Identifier ?? m.Matter.Body.Name, m.Matter == null ? null : m.Matter.LegislativeSession, m.Classification, m.Requirement,
        m.Mover == null ? m.MoverName : m.Mover.Identifier ?? m.Mover.Name, m.Seconder == null ? m.SeconderName : m.Seconder.Identifier ?? m.Seconder.Name,
        m.VoteEvents.Where(v => v.Result != null).OrderByDescending(v => v.StartDate).Select(v => v.Result).FirstOrDefault() ?? m.Result, m.VideoSeconds, m.Sources);

    protected override IQueryable<Motion> Records(TenantDb db) =>
        db.Motions.OrderBy(m => m.Meeting!.StartDate).ThenBy(m => m.Meeting!.Identifier ?? m.Meeting.Name).ThenBy(m => m.Text).ThenBy(m => m.Identifier);

    protected override async Task<IQueryable<Motion>> FindAsync(TenantDb db, IReadOnlyList<MotionRow> rows, CancellationToken ct)
    {
        await _deliberation.FindMeetingsAsync(db, rows.Select(r => (r.Meeting, r.MeetingStart)), ct);
        await _deliberation.FindMattersAsync(db, rows.Select(Matter), ct);
        await _references.FindOfficialsAsync(db, rows.SelectMany(r => new[] { r.Mover, r.Seconder }), ct);
        Guid[] meetings = [.. _deliberation.Meetings.Select(m => m.Id)];
        _items = (await db.AgendaItems.Where(i => meetings.Contains(i.MeetingId)).Select(i => new { i.Id, i.MeetingId, i.Order }).ToListAsync(ct)).ToLookup(i => (i.MeetingId, i.Order), i => i.Id);
        string[] ids = [.. rows.Select(r => r.Identifier).OfType<string>().Distinct(StringComparer.Ordinal)];
        string[] texts = [.. rows.Where(r => r.Identifier is null).Select(r => r.Text).Distinct(StringComparer.Ordinal)];
        return db.Motions.Include(m => m.Meeting).Include(m => m.AgendaItem).Include(m => m.Matter).ThenInclude(m => m!.Body).Include(m => m.Mover).Include(m => m.Seconder)
            .Include(m => m.VoteEvents).ThenInclude(v => v.Votes)
            .Where(m => ids.Contains(m.Identifier) || (m.Identifier == null && meetings.Contains(m.MeetingId) && texts.Contains(m.Text))).AsSplitQuery();
    }

    protected override Motion Create(MotionRow row)
    {
        var motion = new Motion { MeetingId = _deliberation.Meeting(row.Meeting, row.MeetingStart).Id, Text = row.Text, Identifier = row.Identifier };
        Change(motion, row);
        return motion;
    }

    protected override void Change(Motion record, MotionRow row)
    {
        (record.Text, record.MatterId, record.Classification) = (row.Text, _deliberation.Matter(Matter(row))?.Id, row.Classification ?? record.Classification);
        record.AgendaItemId = row.AgendaItem is { } order ? Item(record.MeetingId, order) : null;
        record.Require(row.Requirement ?? record.Requirement);
        (record.MoverId, record.MoverName) = Who(row.Mover);
        (record.SeconderId, record.SeconderName) = Who(row.Seconder);
        (record.VideoSeconds, record.Sources) = (row.VideoSeconds, row.Sources ?? []);
        record.State(row.Result);
    }

    private Guid Item(Guid meeting, int order) => _items[(meeting, order)].FirstOrDefault() is { } item && item != Guid.Empty
        ? item
        : throw new BadInput("governance.no_such_agenda_item", "The meeting has no agenda item at this place. Import the agenda items first.");

    private (Guid? Id, string? Name) Who(string? reference) => reference is null ? default : (_references.Official(reference)?.Id, _references.Official(reference)?.Name ?? reference);

    private static MatterReference Matter(MotionRow row) => new(row.MatterBody, row.MatterSession, row.Matter);
}

/// <param name="AgendaItem">The place of the item on the meeting's agenda.</param>
/// <param name="Mover">An official's identifier or name, or the name of somebody who is none here.</param>
/// <param name="Result">Of the last vote on it; without votes as it was stated.</param>
public sealed record MotionRow(
    [Required, MaxLength(300)][property: RefersTo("meetings")] string Meeting, [Required] DateTimeOffset? MeetingStart, [Required, MaxLength(5000)] string Text, [MaxLength(300)] string? Identifier = null,
    [Range(1, 500)] int? AgendaItem = null, [MaxLength(100)][property: RefersTo("matters")] string? Matter = null, [MaxLength(300)][property: RefersTo("bodies")] string? MatterBody = null,
    [MaxLength(100)] string? MatterSession = null, MotionClassification? Classification = null, Requirement? Requirement = null,
    [MaxLength(300)][property: RefersTo("officials")] string? Mover = null, [MaxLength(300)][property: RefersTo("officials")] string? Seconder = null, VoteResult? Result = null,
    [Range(0, 1_000_000)] int? VideoSeconds = null, [MaxLength(100), WebAddress] string[]? Sources = null);
