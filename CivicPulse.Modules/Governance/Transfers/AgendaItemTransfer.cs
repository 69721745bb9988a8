using System.ComponentModel.DataAnnotations;
using System.Linq.Expressions;
using CivicPulse.Modules.Governance.Model;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Portal;
using CivicPulse.Platform.Transfers;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Governance.Transfers;

/// <summary>Agenda items by their meeting and place.</summary>
internal sealed class AgendaItemTransfer : Transfer<AgendaItem, AgendaItemRow>
{
    private readonly DeliberationReferences _deliberation = new();

    public override string Kind => "agenda_items";

    public override string ReadWord => GovernancePermissions.Read;

    public override string WriteWord => GovernancePermissions.Write;

    public override IReadOnlyList<string> Keys => ["meeting", "meeting_start", "order"];

    public override IReadOnlyDictionary<string, string[]> Aliases { get; } = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["meeting_start"] = ["meeting date", "date"],
        ["order"] = ["number", "item", "item number"],
        ["notes"] = ["description"],
    };

    protected override Expression<Func<AgendaItem, AgendaItemRow>> Row => i => new AgendaItemRow(
        i.Meeting!.Identifier ?? i.Meeting.Name, i.Meeting.StartDate, i.Order, i.Title, i.Notes, i.Matter == null ? null : i.Matter.Identifier,
        i.Matter == null ? null : i.Matter.Body!.Identifier ?? i.Matter.Body.Name, i.Matter == null ? null : i.Matter.LegislativeSession, i.Classification, i.Subjects, i.Links, i.VideoSeconds);

    protected override IQueryable<AgendaItem> Records(TenantDb db) =>
        db.AgendaItems.OrderBy(i => i.Meeting!.StartDate).ThenBy(i => i.Meeting!.Identifier ?? i.Meeting.Name).ThenBy(i => i.Order);

    protected override async Task<IQueryable<AgendaItem>> FindAsync(TenantDb db, IReadOnlyList<AgendaItemRow> rows, CancellationToken ct)
    {
        await _deliberation.FindMeetingsAsync(db, rows.Select(r => (r.Meeting, r.MeetingStart)), ct);
        await _deliberation.FindMattersAsync(db, rows.Select(Matter), ct);
        Guid[] meetings = [.. _deliberation.Meetings.Select(m => m.Id)];
        return db.AgendaItems.Include(i => i.Meeting).Include(i => i.Matter).ThenInclude(m => m!.Body).Where(i => meetings.Contains(i.MeetingId));
    }

    protected override AgendaItem Create(AgendaItemRow row)
    {
        var item = new AgendaItem { MeetingId = _deliberation.Meeting(row.Meeting, row.MeetingStart).Id, Order = row.Order!.Value, Title = row.Title };
        Change(item, row);
        return item;
    }

    protected override void Change(AgendaItem record, AgendaItemRow row)
    {
        (record.Title, record.Notes, record.Classification) = (row.Title, row.Notes, row.Classification);
        record.MatterId = _deliberation.Matter(Matter(row))?.Id;
        (record.Subjects, record.Links, record.VideoSeconds) = (row.Subjects ?? [], row.Links ?? [], row.VideoSeconds);
    }

    private static MatterReference Matter(AgendaItemRow row) => new(row.MatterBody, row.MatterSession, row.Matter);
}

/// <param name="Order">Its place on the agenda, from 1.</param>
/// <param name="Matter">The matter's own number, in its body and session.</param>
public sealed record AgendaItemRow(
    [Required, MaxLength(300)][property: RefersTo("meetings")] string Meeting, [Required] DateTimeOffset? MeetingStart, [Required, Range(1, 500)] int? Order, [Required, MaxLength(500)] string Title,
    [MaxLength(5000)] string? Notes = null, [MaxLength(100)][property: RefersTo("matters")] string? Matter = null, [MaxLength(300)][property: RefersTo("bodies")] string? MatterBody = null,
    [MaxLength(100)] string? MatterSession = null, [MaxLength(60), RegularExpression("[a-z_]*")] string? Classification = null, [MaxLength(50)] string[]? Subjects = null,
    [MaxLength(50), WebAddress] string[]? Links = null, [Range(0, 1_000_000)] int? VideoSeconds = null);
