using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
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

/// <summary>Matters as the public sees them: what they say, who stands behind them, their way through the bodies and the votes on them.</summary>
internal static class PortalMatterEndpoints
{
    private const int MostOfAPart = 1000;

    private static readonly Listing<Matter> Listed = Listing.Of<Matter>("-introduced_on")
        .Sort("introduced_on", m => m.IntroducedOn).Sort("identifier", m => m.Identifier).Filter("status", m => m.Status).Filter("classification", m => m.Classification)
        .Filter("body_id", m => m.BodyId).Filter("legislative_session", m => m.LegislativeSession).Filter("title", m => m.Name).Besides("subject");

    public static void MapPortalMatters(this IEndpointRouteBuilder routes)
    {
        var matters = routes.MapPortal("matters");
        matters.MapGet("/matters", List).Lists(Listed).WithSummary("Lists the matters that are shown to the public, latest introduced first");
        matters.MapGet("/matters/{slug}", Read).WithSummary("Shows a matter with its sponsors, actions, votes, meetings and attachments");
    }

    private static Task<Page<PortalMatter>> List(
        [AsParameters] PageQuery page, TenantDb db, CancellationToken ct, [MaxLength(200), Description("One of its subjects, as it is written")] string? subject = null)
    {
        // A matter whose body is not public is shown without it: as a navigation, the body would hide the matter.
        var bodies = db.Bodies;
        return db.Matters.About(subject).ToPageAsync(page, Listed, m => new PortalMatter(
            m.Id, m.Slug, m.Identifier!, m.Name, m.Classification, m.Status, m.LegislativeSession, m.Subjects, m.IntroducedOn,
            bodies.Where(b => b.Id == m.BodyId).Select(b => new PortalName(b.Slug, b.Name)).FirstOrDefault(), m.LastSeen), ct);
    }

    private static async Task<Results<Ok<PortalMatterPage>, NotFound>> Read(string slug, TenantDb db, CancellationToken ct)
    {
        var found = await db.Matters.AsNoTracking().FirstOrDefaultAsync(m => m.Slug == slug, ct);
        if (found is null) return TypedResults.NotFound();
        var (id, bodies) = (found.Id, db.Bodies);
        var body = await bodies.Where(b => b.Id == found.BodyId).Select(b => new PortalName(b.Slug, b.Name)).FirstOrDefaultAsync(ct);
        var sponsors = await db.Sponsorships.Where(s => s.MatterId == id).OrderBy(s => s.Classification == SponsorClassification.Primary ? 0 : 1).ThenBy(s => s.Name).ThenBy(s => s.Id).Take(MostOfAPart)
            .Select(s => new PortalSponsor(s.Official!.Slug, s.Official.Name ?? s.Name, s.Classification)).ToListAsync(ct);
        var actions = await db.MatterActions.Where(a => a.MatterId == id).OrderBy(a => a.Order).Take(MostOfAPart)
            .Select(a => new PortalMatterAction(a.Order, a.Date, a.Description, a.Classification, a.Body == null ? null : new PortalName(a.Body.Slug, a.Body.Name))).ToListAsync(ct);
        var motions = await PortalMotions.OfAsync(db.Motions.Where(m => m.MatterId == id), db, ct);
        var meetings = await MeetingsAsync(id, db, ct);
        return TypedResults.Ok(new PortalMatterPage(
            id, found.Slug, found.Identifier!, found.Name, found.Classification, found.Status, found.LegislativeSession, found.OtherTitles, found.Abstract, found.Subjects, found.IntroducedOn,
            body, sponsors, actions, [.. motions.Select(m => new PortalMatterMotion(meetings.First(x => x.Id == m.Meeting).Meeting, m.Motion))],
            [.. meetings.Where(m => m.OnAgenda).Select(m => m.Meeting)], await PortalAttachments.OfMatterAsync(id, found.Slug, db, ct),
            WebLink.Of(found.Links), WebLink.Of(found.Sources), found.LastSeen, found.PublishedAt));
    }

    /// <summary>Those that had it on their agenda or decided on it.</summary>
    private static async Task<IReadOnlyList<(Guid Id, bool OnAgenda, PortalMatterMeeting Meeting)>> MeetingsAsync(Guid matter, TenantDb db, CancellationToken ct)
    {
        var (items, motions) = (db.AgendaItems, db.Motions);
        var found = await db.Meetings.Where(m => items.Any(i => i.MeetingId == m.Id && i.MatterId == matter) || motions.Any(x => x.MeetingId == m.Id && x.MatterId == matter))
            .OrderBy(m => m.StartDate).ThenBy(m => m.Id)
            .Select(m => new { m.Id, OnAgenda = items.Any(i => i.MeetingId == m.Id && i.MatterId == matter), Meeting = new PortalMatterMeeting(m.Slug, m.Name, m.StartDate, m.AllDay, m.Status) }).ToListAsync(ct);
        return [.. found.Select(m => (m.Id, m.OnAgenda, m.Meeting))];
    }

    public static IQueryable<Matter> About(this IQueryable<Matter> matters, string? subject) => subject is null ? matters : matters.Where(m => m.Subjects.Contains(subject));
}

/// <param name="Body">None while it is not before the public itself.</param>
/// <param name="LastSeen">When a source last said the same.</param>
public sealed record PortalMatter(
    Guid Id, string Slug, string Identifier, string Title, MatterClassification Classification, MatterStatus Status, string? LegislativeSession, IReadOnlyList<string> Subjects,
    DateOnly? IntroducedOn, PortalName? Body, DateTimeOffset? LastSeen);

/// <param name="Motions">What was moved on it in published meetings, in their order, with the votes.</param>
/// <param name="Meetings">Published meetings that had it on their agenda.</param>
public sealed record PortalMatterPage(
    Guid Id, string Slug, string Identifier, string Title, MatterClassification Classification, MatterStatus Status, string? LegislativeSession, IReadOnlyList<string> OtherTitles,
    string? Abstract, IReadOnlyList<string> Subjects, DateOnly? IntroducedOn, PortalName? Body, IReadOnlyList<PortalSponsor> Sponsors, IReadOnlyList<PortalMatterAction> Actions,
    IReadOnlyList<PortalMatterMotion> Motions, IReadOnlyList<PortalMatterMeeting> Meetings, IReadOnlyList<PortalAttachment> Attachments, IReadOnlyList<WebLink> Links,
    IReadOnlyList<WebLink> Sources, DateTimeOffset? LastSeen, DateTimeOffset? PublishedAt);

public sealed record PortalSponsor(string? OfficialSlug, string Name, SponsorClassification Classification);

/// <param name="Body">Who acted, when it was not the matter's own body.</param>
public sealed record PortalMatterAction(int Order, DateOnly Date, string Description, IReadOnlyList<string> Classification, PortalName? Body);

public sealed record PortalMatterMotion(PortalMatterMeeting Meeting, PortalMotion Motion);

public sealed record PortalMatterMeeting(string Slug, string Name, DateTimeOffset StartDate, bool AllDay, MeetingStatus Status);
