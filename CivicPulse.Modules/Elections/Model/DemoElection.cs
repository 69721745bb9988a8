using CivicPulse.Platform;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Portal;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;

namespace CivicPulse.Modules.Elections.Model;

/// <summary>One election of the made-up town in the demo tenant: a past one, counted and before the public, so that there are results to look at.</summary>
internal sealed class DemoElection(TenantDb db, TimeProvider clock) : IDemoData
{
    private const string Town = "ocd-division/country:us/state:ga/place:riverton";
    private static readonly DateOnly HeldOn = new(2025, 11, 4);
    private static readonly (string Party, string Color)[] MadeUp = [("Lantern party (demo)", "b5651d"), ("Ferry party (demo)", "1f6f8b")];
    private static readonly (string Name, int[] Votes)[] Mayor = [("A. Sample (demo)", [412, 388, 197]), ("B. Example (demo)", [365, 401, 142])];
    private static readonly (string Name, int[] Votes)[] Bridge = [("Yes", [501, 466, 188]), ("No", [270, 317, 149])];
    private static readonly string[] Precincts = ["North", "South", "By the mill"];

    public async Task AddAsync(IConfigurationSection demo, CancellationToken ct)
    {
        if (await db.Elections.AnyAsync(ct)) return;
        var election = new Election { Name = "Riverton town election (demo)", Date = HeldOn, DivisionId = Town };
        election.Schedule();
        election.Turn(ElectionPhase.Held);
        db.Elections.Add(election);
        db.ElectionDeadlines.Add(new ElectionDeadline { ElectionId = election.Id, Kind = DeadlineKind.Registration, Date = HeldOn.AddDays(-29), Time = new(17, 0) });
        db.PollingPlaces.Add(new PollingPlace
        {
            ElectionId = election.Id,
            Name = "Riverton town hall (demo)",
            AddressLines = ["1 Main Street", "Riverton"],
            Divisions = [Town],
            Hours = ["2025-11-04 07:00-19:00 America/New_York"],
        });
        var units = Precincts.Select((p, i) => new ReportingUnit
        {
            ElectionId = election.Id,
            Name = $"Riverton: {p}",
            Number = p,
            Type = ReportingUnitType.Precinct,
            RegisteredVoters = 1400 - (300 * i),
            BallotsCast = Mayor.Sum(m => m.Votes[i]) + 12,
            CountStatus = CountStatus.Completed,
        }).ToList();
        db.ReportingUnits.AddRange(units);
        var parties = MadeUp.Select(p => new Party { Name = p.Party, Color = p.Color }).ToList();
        db.Parties.AddRange(parties);
        Add(new Contest { ElectionId = election.Id, Name = "Mayor", Kind = ContestKind.Candidate, Office = "Mayor", DivisionId = Town }, Mayor, units, parties);
        var question = "Shall the town build a footbridge at Mill Street?";
        Add(new Contest { ElectionId = election.Id, Name = "Footbridge", Kind = ContestKind.BallotMeasure, DivisionId = Town, SummaryText = question, SequenceOrder = 1 }, Bridge, units, []);
        foreach (var record in db.ChangeTracker.Entries<PublicRecord>().Where(e => e.State == EntityState.Added)) record.Entity.Publish(clock.GetUtcNow(), null);
        await db.SaveChangesAsync(ct);
    }

    private void Add(Contest contest, (string Name, int[] Votes)[] offered, List<ReportingUnit> units, List<Party> parties)
    {
        db.Contests.Add(contest);
        foreach (var ((name, votes), order) in offered.Select((o, i) => (o, i)))
        {
            var selection = new ContestSelection
            {
                ElectionId = contest.ElectionId,
                ContestId = contest.Id,
                Kind = contest.Offers,
                Name = name,
                PartyId = parties.Count > order ? parties[order].Id : null,
                SequenceOrder = order,
            };
            db.ContestSelections.Add(selection);
            foreach (var (unit, i) in units.Select((u, i) => (u, i)))
                db.VoteCounts.Add(new VoteCount { ElectionId = contest.ElectionId, SelectionId = selection.Id, ReportingUnitId = unit.Id, CountItemType = CountItemType.Total, Votes = votes[i] });
        }
    }
}
