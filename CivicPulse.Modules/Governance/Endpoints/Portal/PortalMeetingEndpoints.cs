using CivicPulse.Modules.Governance.Model;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Http;
using CivicPulse.Platform.Portal;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Governance.Endpoints.Portal;

/// <summary>Meetings as the public sees them: the agenda, what was moved and how everybody voted, who was there, the published minutes.</summary>
internal static class PortalMeetingEndpoints
{
    private const int MostOfAPart = 1000;

    private static readonly Listing<Meeting> Listed = Listing.Of<Meeting>("-start_date")
        .Sort("start_date", m => m.StartDate).Filter("status", m => m.Status).Filter("classification", m => m.Classification).Filter("name", m => m.Name).Filter("body_id", m => m.BodyId);

    private static readonly Listing<PersonVote> Votes = Listing.Of<PersonVote>("-voted_at").Sort("voted_at", p => p.VotedAt).Filter("option", p => p.Option);

    public static void MapPortalMeetings(this IEndpointRouteBuilder routes)
    {
        var meetings = routes.MapPortal("meetings");
        meetings.MapGet("/meetings", List).Lists(Listed).WithSummary("Lists the meetings that are shown to the public, latest first");
        meetings.MapGet("/meetings/{slug}", Read).WithSummary("Shows a meeting with its agenda, votes, attendance and published minutes");
        var officials = routes.MapPortal("officials");
        officials.MapGet("/officials/{slug}/votes", ListVotes).Lists(Votes).WithSummary("Lists how an official voted, latest first");
        officials.MapGet("/officials/{slug}/ledger", ReadLedger).Costly().WithSummary("Compares what an official said with how they voted, with their replies");
    }

    private static Task<Page<PortalMeeting>> List([AsParameters] PageQuery page, TenantDb db, CancellationToken ct) =>
        db.Meetings.ToPageAsync(page, Listed, Shown, ct);

    private static async Task<Results<Ok<PortalMeetingPage>, NotFound>> Read(string slug, TenantDb db, CancellationToken ct)
    {
        var found = await db.Meetings.AsNoTracking().Include(m => m.Body).FirstOrDefaultAsync(m => m.Slug == slug, ct);
        if (found is null) return TypedResults.NotFound();
        var id = found.Id;
        var agenda = await db.AgendaItems.Where(i => i.MeetingId == id).OrderBy(i => i.Order).Take(MostOfAPart)
            .Select(i => new PortalAgendaItem(i.Id, i.Order, i.Title, i.Notes, i.Matter!.Identifier, i.Matter.Slug, i.Subjects, i.VideoSeconds)).ToListAsync(ct);
        var attendance = await db.Attendances.Where(a => a.MeetingId == id).OrderBy(a => a.PersonName).Take(MostOfAPart)
            .Select(a => new PortalAttendance(a.Official!.Slug, a.PersonName, a.Status)).ToListAsync(ct);
        var minutes = await db.Minutes.AsNoTracking().Include(m => m.Lines.OrderBy(l => l.Order)).FirstOrDefaultAsync(m => m.MeetingId == id, ct);
        return TypedResults.Ok(new PortalMeetingPage(
            id, found.Slug, found.Name, found.StartDate, found.EndDate, found.AllDay, found.Status, found.Classification, found.Description,
            found.Body is { } body ? new PortalName(body.Slug, body.Name) : null, found.LocationName, found.LocationAddress, found.LocationUrl, found.Latitude, found.Longitude,
            found.VideoUrl, found.AgendaUrl, agenda, [.. (await PortalMotions.OfAsync(db.Motions.Where(m => m.MeetingId == id), db, ct)).Select(m => m.Motion)], attendance,
            await PortalAttachments.OfMeetingAsync(id, found.Slug, db, ct),
            minutes?.Lines.Where(l => l.Kind != LineKind.Contribution).Select(l => new PortalMinutesLine(l.Kind, l.Text, l.Quote, l.Person)).ToList() ?? [],
            WebLink.Of(found.Sources), found.LastSeen, found.PublishedAt));
    }

    private static async Task<Results<Ok<Page<OfficialVote>>, NotFound>> ListVotes(string slug, [AsParameters] PageQuery page, TenantDb db, CancellationToken ct)
    {
        if (await IdOfAsync(slug, db, ct) is not { } official) return TypedResults.NotFound();
        return TypedResults.Ok(await db.PersonVotes.Where(p => p.OfficialId == official).ToPageAsync(page, Votes, OfficialRecord.Vote.In(db), ct));
    }

    private static async Task<Results<Ok<PortalLedger>, NotFound>> ReadLedger(string slug, TenantDb db, CancellationToken ct)
    {
        if (await IdOfAsync(slug, db, ct) is not { } official) return TypedResults.NotFound();
        var commitments = await db.Commitments.Where(c => c.OfficialId == official).OrderByDescending(c => c.MadeOn).ThenByDescending(c => c.Id).Take(MostOfAPart)
            .Select(c => new PortalCommitment(c.Text, c.MadeOn, c.DueOn, c.Status, c.StatusNote, CitedPlace.Of(c.Citations), c.ReplyText == null ? null : new ReplyDetail(c.ReplyText, c.ReplyBy!, c.RepliedOn!.Value))).ToListAsync(ct);
        return TypedResults.Ok(new PortalLedger(
            await OfficialRecord.LedgerAsync(official, db, ct), commitments, await OfficialRecord.AlignmentAsync(official, db, ct), await OfficialRecord.AttendanceAsync(official, db, ct)));
    }

    private static readonly Projection<Meeting, PortalMeeting> Shown = new((_, m) => new PortalMeeting(
        m.Id, m.Slug, m.Name, m.StartDate, m.EndDate, m.AllDay, m.Status, m.Classification, m.Body!.Slug, m.Body.Name, m.LocationName, m.LastSeen));

    private static Task<Guid?> IdOfAsync(string slug, TenantDb db, CancellationToken ct) =>
        db.Officials.Where(o => o.Slug == slug).Select(o => (Guid?)o.Id).FirstOrDefaultAsync(ct);
}

public sealed record PortalMeeting(
    Guid Id, string Slug, string Name, DateTimeOffset StartDate, DateTimeOffset? EndDate, bool AllDay, MeetingStatus Status, string? Classification, string? BodySlug, string? BodyName,
    string? LocationName, DateTimeOffset? LastSeen);

/// <param name="Minutes">Empty until a second person has published them.</param>
public sealed record PortalMeetingPage(
    Guid Id, string Slug, string Name, DateTimeOffset StartDate, DateTimeOffset? EndDate, bool AllDay, MeetingStatus Status, string? Classification, string? Description, PortalName? Body,
    string? LocationName, string? LocationAddress, string? LocationUrl, double? Latitude, double? Longitude, string? VideoUrl, string? AgendaUrl, IReadOnlyList<PortalAgendaItem> Agenda,
    IReadOnlyList<PortalMotion> Motions, IReadOnlyList<PortalAttendance> Attendance, IReadOnlyList<PortalAttachment> Attachments, IReadOnlyList<PortalMinutesLine> Minutes,
    IReadOnlyList<WebLink> Sources, DateTimeOffset? LastSeen, DateTimeOffset? PublishedAt);

/// <param name="VideoSeconds">Where it begins in the recording.</param>
public sealed record PortalAgendaItem(Guid Id, int Order, string Title, string? Notes, string? MatterIdentifier, string? MatterSlug, IReadOnlyList<string> Subjects, int? VideoSeconds);

public sealed record PortalAttendance(string? OfficialSlug, string Name, AttendanceStatus Status);

public sealed record PortalMinutesLine(LineKind Kind, string Text, string? Quote, string? Person);

/// <param name="Stances">Each beside the votes on its matter, with the official's reply.</param>
public sealed record PortalLedger(IReadOnlyList<LedgerEntry> Stances, IReadOnlyList<PortalCommitment> Commitments, OfficialAlignment Alignment, OfficialAttendance Attendance);

public sealed record PortalCommitment(string Text, DateOnly? MadeOn, DateOnly? DueOn, CommitmentStatus Status, string? StatusNote, IReadOnlyList<CitedPlace> Citations, ReplyDetail? Reply);
