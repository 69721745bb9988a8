using System.ComponentModel.DataAnnotations;
using System.Linq.Expressions;
using CivicPulse.Modules.Governance.Model;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Portal;
using CivicPulse.Platform.Transfers;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Governance.Transfers;

/// <summary>Meetings by their identifier, or by name, start and body; the body is named, not numbered, so that files travel between installations.</summary>
internal sealed class MeetingTransfer : Transfer<Meeting, MeetingRow>
{
    private static readonly Expression<Func<Meeting, MeetingRow>> AsRow = m => new MeetingRow(
        m.Name, m.StartDate, m.Body == null ? null : m.Body.Identifier ?? m.Body.Name, m.Status, m.Identifier, m.EndDate, m.AllDay, m.Classification, m.Description, m.LocationName, m.LocationAddress,
        m.LocationUrl, m.Latitude, m.Longitude, m.VideoUrl, m.AgendaUrl, m.Sources);

    private readonly References _references = new();

    /// <summary>Of a meeting that was read with its body.</summary>
    public static Func<Meeting, MeetingRow> RowOf { get; } = AsRow.Compile();

    public override string Kind => "meetings";

    public override string ReadWord => GovernancePermissions.Read;

    public override string WriteWord => GovernancePermissions.Write;

    public override string PublishWord => GovernancePermissions.Publish;

    public override IReadOnlyList<string> Keys => ["identifier", "name", "start_date", "body"];

    public override bool FirstKeyDecides => true;

    public override IReadOnlyDictionary<string, string[]> Aliases { get; } = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["name"] = ["meeting", "meeting name", "title"],
        ["start_date"] = ["start", "date", "starts", "start time", "meeting date", "when"],
        ["end_date"] = ["end", "ends", "end time"],
        ["body"] = ["body name", "organization", "committee"],
        ["status"] = ["state"],
        ["location_name"] = ["location", "place", "venue", "where"],
        ["location_address"] = ["address"],
        ["video_url"] = ["video", "recording"],
        ["agenda_url"] = ["agenda"],
        ["identifier"] = ["id", "ocd id"],
    };

    protected override Expression<Func<Meeting, MeetingRow>> Row => AsRow;

    protected override IQueryable<Meeting> Records(TenantDb db) => InOrder(db.Meetings);

    /// <summary>By what they say, not by this installation.</summary>
    public static IQueryable<Meeting> InOrder(IQueryable<Meeting> meetings) =>
        meetings.OrderBy(m => m.StartDate).ThenBy(m => m.Name).ThenBy(m => m.Body!.Identifier ?? m.Body.Name).ThenBy(m => m.Identifier).ThenBy(m => m.Status);

    protected override async Task<IQueryable<Meeting>> FindAsync(TenantDb db, IReadOnlyList<MeetingRow> rows, CancellationToken ct)
    {
        await _references.FindBodiesAsync(db, rows.Select(r => r.Body), ct);
        var starts = rows.Where(r => r.StartDate is not null && r.Identifier is null).Select(r => r.StartDate!.Value).Distinct().ToArray();
        var names = rows.Where(r => r.Identifier is null).Select(r => r.Name).Distinct(StringComparer.Ordinal).ToArray();
        var ids = rows.Select(r => r.Identifier).OfType<string>().Distinct(StringComparer.Ordinal).ToArray();
        return db.Meetings.Include(m => m.Body)
            .Where(m => ids.Contains(m.Identifier) || (m.Identifier == null && starts.Contains(m.StartDate) && names.Contains(m.Name)));
    }

    protected override Meeting Create(MeetingRow row)
    {
        var meeting = new Meeting { Name = row.Name, StartDate = row.StartDate!.Value, Identifier = row.Identifier };
        Change(meeting, row);
        return meeting;
    }

    protected override void Change(Meeting record, MeetingRow row)
    {
        (record.Name, record.StartDate, record.EndDate, record.AllDay) = (row.Name, row.StartDate!.Value, row.EndDate, row.AllDay ?? false);
        record.BodyId = row.Body is null ? null : _references.Body(row.Body).Id;
        (record.Status, record.Classification, record.Description) = (row.Status ?? record.Status, row.Classification, row.Description);
        (record.LocationName, record.LocationAddress, record.LocationUrl) = (row.LocationName, row.LocationAddress, row.LocationUrl);
        (record.Latitude, record.Longitude) = (row.Latitude, row.Longitude);
        (record.VideoUrl, record.AgendaUrl, record.Sources) = (row.VideoUrl, row.AgendaUrl, row.Sources ?? []);
        record.Check();
    }
}

/// <param name="Body">The body's identifier, or its name.</param>
public sealed record MeetingRow(
    [Required, MaxLength(300)] string Name, [Required] DateTimeOffset? StartDate, [MaxLength(300)][property: RefersTo("bodies")] string? Body = null, MeetingStatus? Status = null,
    [MaxLength(300)] string? Identifier = null, DateTimeOffset? EndDate = null, bool? AllDay = null, [MaxLength(60), RegularExpression("[a-z_]*")] string? Classification = null,
    [MaxLength(20000)] string? Description = null, [MaxLength(300)] string? LocationName = null, [MaxLength(500)] string? LocationAddress = null, [WebAddress] string? LocationUrl = null,
    [Range(-90.0, 90.0)] double? Latitude = null, [Range(-180.0, 180.0)] double? Longitude = null, [WebAddress] string? VideoUrl = null, [WebAddress] string? AgendaUrl = null,
    [MaxLength(100), WebAddress] string[]? Sources = null);
