using System.Linq.Expressions;
using CivicPulse.Modules.Elections.Model;
using CivicPulse.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Elections.Endpoints;

/// <summary>Elections with what a voter needs of them, in a query for each kind of record.</summary>
internal static class Ballots
{
    private const int MostElections = 20;
    private const int MostContests = 1000;
    private const int MostPlaces = 200;

    public static readonly Expression<Func<Election, ElectionCard>> Card = e => new ElectionCard(e.Id, e.Slug, e.Name, e.Date, e.ElectionType, e.Status, e.IsStatewide, e.DivisionId);

    public static readonly Expression<Func<ElectionDeadline, DeadlineCard>> Deadline = d => new DeadlineCard(d.Kind, d.Label, d.Date, d.Time, d.Note);

    public static readonly Expression<Func<PollingPlace, PollingPlaceCard>> Place = p => new PollingPlaceCard(
        p.Id, p.Slug, p.Name, p.AddressLines, p.Latitude, p.Longitude, p.IsDropBox, p.IsEarlyVoting, p.Directions, p.Precincts, OpeningHours.Of(p.Hours));

    /// <summary>A day has come when it has everywhere; it is over when it is nowhere any more.</summary>
    public static DateOnly Today(TimeProvider clock) => DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime.AddHours(-12));

    /// <param name="divisions">With all that they lie in.</param>
    public static async Task<Ballot> ReadAsync(TenantDb db, string[] divisions, Guid? election, DateOnly today, CancellationToken ct)
    {
        var all = db.Elections;
        var cards = await all.Where(e => election == null ? e.Date >= today && e.Status != ElectionStatus.Cancelled : e.Id == election)
            .Where(e => e.DivisionId == null || divisions.Contains(e.DivisionId) || db.Set<Contest>().Any(c => c.ElectionId == e.Id && divisions.Contains(c.DivisionId)))
            .OrderBy(e => e.Date).ThenBy(e => e.Id).Take(MostElections).Select(Card).ToListAsync(ct);
        var ids = cards.Select(c => c.Id).ToArray();
        var contests = await ContestsAsync(db, c => ids.Contains(c.ElectionId) && (c.DivisionId == null || divisions.Contains(c.DivisionId)), ct);
        var (deadlines, places) = (db.ElectionDeadlines, db.PollingPlaces);
        var due = await deadlines.Where(d => ids.Contains(d.ElectionId)).OrderBy(d => d.Date).ThenBy(d => d.Id).Select(d => new { d.ElectionId, Kind = d.Kind, d.Label, d.Date, d.Time, d.Note }).ToListAsync(ct);
        var near = await places.Where(p => ids.Contains(p.ElectionId) && (p.Divisions.Length == 0 || p.Divisions.Any(d => divisions.Contains(d))))
            .OrderBy(p => p.Name).Take(MostPlaces).Select(p => new
            {
                p.ElectionId,
                Place = new PollingPlaceCard(
                p.Id, p.Slug, p.Name, p.AddressLines, p.Latitude, p.Longitude, p.IsDropBox, p.IsEarlyVoting, p.Directions, p.Precincts, OpeningHours.Of(p.Hours))
            }).ToListAsync(ct);
        return new(divisions, [.. cards.Select(c => new BallotElection(
            c, [.. due.Where(d => d.ElectionId == c.Id).Select(d => new DeadlineCard(d.Kind, d.Label, d.Date, d.Time, d.Note))],
            [.. contests[c.Id]], [.. near.Where(n => n.ElectionId == c.Id).Select(n => n.Place)]))]);
    }

    /// <summary>Contests with what can be voted for, by election, in two queries.</summary>
    public static async Task<ILookup<Guid, ContestCard>> ContestsAsync(TenantDb db, Expression<Func<Contest, bool>> which, CancellationToken ct)
    {
        var (contests, selections) = (db.Contests, db.ContestSelections);
        var cards = await contests.Where(which).OrderBy(c => c.SequenceOrder).ThenBy(c => c.Id).Take(MostContests).Select(c => new
        {
            c.ElectionId,
            Card = new ContestCard(c.Id, c.Slug, c.Name, c.Kind, c.Office, c.District, c.DivisionId, c.NumberElected, c.VotesAllowed, c.BallotTitle, c.SummaryText, Array.Empty<SelectionCard>()),
        }).ToListAsync(ct);
        var ids = cards.Select(c => c.Card.Id).ToArray();
        var offered = (await selections.Where(s => ids.Contains(s.ContestId)).OrderBy(s => s.SequenceOrder).ThenBy(s => s.Name).Select(s => new
        {
            s.ContestId,
            Card = new SelectionCard(s.Id, s.Name, s.Party!.Name, s.Party.Color, s.IsIncumbent, s.IsWriteIn, s.PreElectionStatus, s.PostElectionStatus),
        }).ToListAsync(ct)).ToLookup(s => s.ContestId, s => s.Card);
        return cards.ToLookup(c => c.ElectionId, c => c.Card with { Selections = [.. offered[c.Card.Id]] });
    }
}
