using CivicPulse.Modules.Elections.Model;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Feeds;
using CivicPulse.Platform.Portal;
using CivicPulse.Platform.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Elections.Portal;

/// <summary>What the page of an election says of itself.</summary>
internal sealed class ElectionPages(TenantDb db, CurrentTenant tenant) : IPortalPages
{
    public string Section => "elections";

    public async Task<PortalPage?> FindAsync(string slug, Uri page, CancellationToken ct)
    {
        var all = db.Elections;
        if (await all.AsNoTracking().FirstOrDefaultAsync(e => e.Slug == slug, ct) is not { } election) return null;
        var day = new CalendarEvent($"{election.Id:D}@{tenant.Value.Slug}", election.ChangedAt, CalendarTime.On(election.Date))
        {
            End = CalendarTime.After(election.Date),
            Summary = election.Name,
            Status = election.Status == ElectionStatus.Cancelled ? CalendarStatus.Cancelled : CalendarStatus.Confirmed,
            Url = page,
        };
        return new(election.Name, $"{election.Name}, {election.Date:yyyy-MM-dd}", [JsonLd.Event(day, page)], []);
    }
}

/// <summary>What the page of a contest says of itself.</summary>
internal sealed class ContestPages(TenantDb db) : IPortalPages
{
    public string Section => "elections";

    public string Path => "contests";

    public async Task<PortalPage?> FindAsync(string slug, Uri page, CancellationToken ct)
    {
        var all = db.Contests;
        var contest = await all.Where(c => c.Slug == slug)
            .Select(c => new { c.Name, c.BallotTitle, Election = c.Election!.Name, c.Election.Date, c.Election.DivisionId, c.ChangedAt }).FirstOrDefaultAsync(ct);
        if (contest is null) return null;
        var about = contest.BallotTitle ?? $"{contest.Election}: {contest.Name}";
        return new($"{contest.Name}, {contest.Election}", about,
            [JsonLd.Dataset(contest.Name, about, page, modified: contest.ChangedAt, area: contest.DivisionId, covers: (contest.Date, contest.Date))], []);
    }
}
