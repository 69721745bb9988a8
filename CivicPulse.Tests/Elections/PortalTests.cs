using System.Net;
using CivicPulse.Tests.Support;

namespace CivicPulse.Tests.Elections;

public sealed class PortalTests(TestSystem system)
{
    [Fact]
    public async Task The_public_sees_what_was_published_and_nothing_else()
    {
        var tenant = await system.NewTenantAsync();
        var owner = tenant.Owner;
        var town = await owner.NewCountedElectionAsync();
        var party = (await owner.SendAsync("/api/v1/parties", new { name = "Lantern party", color = "b5651d" })).Text("id");
        await owner.NewSelectionAsync(town.Mayor, "C. Specimen", new { party_id = party });
        await owner.SendAsync("/api/v1/election-deadlines", new { election_id = town.Id, kind = "registration", date = "2025-10-06" });
        var place = (await owner.SendAsync("/api/v1/polling-places", new { election_id = town.Id, name = "Hall", hours = new[] { new { date = "2025-11-04", opens = "07:00:00", closes = "19:00:00" } } })).Text("id");
        var slug = (await owner.ReadAsync($"/api/v1/elections/{town.Id}")).Text("slug");
        var contest = (await owner.ReadAsync($"/api/v1/contests/{town.Mayor}")).Text("slug");
        using var visitor = tenant.Anonymous();
        string[] pages = ["elections", "elections/upcoming", $"elections/{slug}", $"elections/{slug}/results", $"elections/{slug}/polling-places", $"contests/{contest}", $"contests/{contest}/results", $"ballots?division_id={Ballots.Town}&election_id={town.Id}"];

        foreach (var page in pages) Assert.Equal((page, HttpStatusCode.NotFound), (page, (await visitor.GetAsync("/api/v1/portal/" + page)).StatusCode));
        await owner.OpenPortalAsync("elections");
        Assert.Empty((await visitor.ReadAsync("/api/v1/portal/elections")).List("items"));
        foreach (var page in pages.Where(p => p.Contains('/', StringComparison.Ordinal) && !p.Contains("upcoming", StringComparison.Ordinal) && !p.Contains('?', StringComparison.Ordinal)))
            Assert.Equal((page, HttpStatusCode.NotFound), (page, (await visitor.GetAsync("/api/v1/portal/" + page)).StatusCode));
        Assert.Empty((await visitor.ReadAsync("/api/v1/portal/" + pages[^1])).List("elections"));

        // A contest without its election is not to be seen.
        await owner.PublishAsync("contests", town.Mayor);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync($"/api/v1/portal/contests/{contest}")).StatusCode);
        await owner.PublishAsync("elections", town.Id);
        var shown = await visitor.ReadAsync($"/api/v1/portal/elections/{slug}");
        Assert.Equal(["Mayor"], shown.List("contests").Select(c => c.Text("name")));
        Assert.Equal(["A. Sample", "B. Example", "C. Specimen"], shown.List("contests")[0].List("selections").Select(s => s.Text("name")));
        Assert.False(shown.List("contests")[0].List("selections")[2].TryGetProperty("party_name", out _));
        Assert.Equal("registration", shown.List("deadlines").Single().Text("kind"));
        Assert.Empty((await visitor.ReadAsync($"/api/v1/portal/elections/{slug}/polling-places")).List("items"));
        Assert.Equal(["Mayor"], (await visitor.ReadAsync($"/api/v1/portal/elections/{slug}/results")).List("items").Select(c => c.Text("name")));

        await owner.PublishAsync("parties", party);
        await owner.PublishAsync("polling-places", place);
        var page2 = await visitor.ReadAsync($"/api/v1/portal/contests/{contest}");
        Assert.Equal("Lantern party", page2.GetProperty("results").List("selections").Single(s => s.Text("name") == "C. Specimen").Text("party_name"));
        Assert.Equal(400, page2.GetProperty("results").GetProperty("votes").GetInt32());
        Assert.Equal("07:00:00", (await visitor.ReadAsync($"/api/v1/portal/elections/{slug}/polling-places")).List("items").Single().List("hours").Single().Text("opens"));
        Assert.Equal(2, (await visitor.ReadAsync($"/api/v1/portal/contests/{contest}/results")).List("units").Count);
        Assert.Equal("Mayor", (await visitor.ReadAsync("/api/v1/portal/" + pages[^1])).List("elections").Single().List("contests").Single().Text("name"));
        foreach (var page in (string[])["elections/no-such", "contests/no-such", "elections/%00", "contests/x/results"])
            Assert.True((await visitor.GetAsync("/api/v1/portal/" + page)).StatusCode is HttpStatusCode.NotFound or HttpStatusCode.BadRequest, page);
    }

    [Fact]
    public async Task Elections_that_come_up_stand_before_those_that_were()
    {
        var tenant = await system.NewTenantAsync();
        foreach (var (name, date) in new[] { ("Old", "2001-01-01"), ("Recent", "2020-01-01"), ("Later", "2099-02-01"), ("Sooner", "2099-01-01") })
            await tenant.Owner.PublishAsync("elections", (await tenant.Owner.NewElectionAsync(name, date)).Text("id"));
        await tenant.Owner.OpenPortalAsync("elections");
        using var visitor = tenant.Anonymous();
        Assert.Equal(["Sooner", "Later", "Recent", "Old"], (await visitor.ReadAsync("/api/v1/portal/elections")).List("items").Select(e => e.Text("name")));
        var first = await visitor.ReadAsync("/api/v1/portal/elections?limit=3");
        Assert.Equal(["Old"], (await visitor.ReadAsync($"/api/v1/portal/elections?limit=3&after={first.Text("next")}")).List("items").Select(e => e.Text("name")));
        Assert.Equal(["Sooner", "Later"], (await visitor.ReadAsync("/api/v1/portal/elections/upcoming")).List("items").Select(e => e.Text("name")));
    }

    [Fact]
    public async Task Elections_and_deadlines_go_into_calendars_and_readers()
    {
        var tenant = await system.NewTenantAsync();
        var election = (await tenant.Owner.NewElectionAsync("Town, election")).Text("id");
        await tenant.Owner.SendAsync("/api/v1/election-deadlines", new { election_id = election, kind = "registration", label = "online", date = "2025-10-06", time = "17:00:00" });
        await tenant.Owner.PublishAsync("elections", election);
        await tenant.Owner.NewElectionAsync("Hidden election");
        await tenant.Owner.OpenPortalAsync("elections");
        using var visitor = tenant.Anonymous();
        var calendar = await visitor.GetStringAsync("/api/v1/portal/elections/feed.ics");
        Assert.Contains("DTSTART;VALUE=DATE:20251104\r\n", calendar, StringComparison.Ordinal);
        Assert.Contains("SUMMARY:Town\\, election: registration\\, online\r\n", calendar, StringComparison.Ordinal);
        foreach (var format in (string[])["atom", "rss", "json", "ics"])
        {
            var feed = await visitor.GetStringAsync("/api/v1/portal/elections/feed." + format);
            Assert.Contains("election", feed, StringComparison.Ordinal);
            Assert.DoesNotContain("Hidden", feed, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_page_takes_the_same_number_of_statements_however_many_contests_it_shows()
    {
        var tenant = await system.NewTenantAsync();
        await tenant.Owner.OpenPortalAsync("elections");
        var few = await StatementsAsync(tenant, "Few", 1);
        Assert.InRange(few.Count, 4, 16);
        // What the requests remember for seconds may be asked anew, but nothing is asked once for each contest.
        Assert.All(await StatementsAsync(tenant, "Many", 12), statement => Assert.InRange(statement.Value, 1, few.GetValueOrDefault(statement.Key, 1)));
    }

    /// <summary>How often the page and the results of an election ask the same.</summary>
    private static async Task<Dictionary<(string Page, string Text), int>> StatementsAsync(TestTenant tenant, string name, int contests)
    {
        var election = (await tenant.Owner.NewElectionAsync(name)).Text("id");
        var unit = await tenant.Owner.NewUnitAsync(election, "All");
        await tenant.Owner.PublishAsync("elections", election);
        for (var i = 0; i < contests; i++)
        {
            var contest = await tenant.Owner.NewContestAsync(election, $"Contest {i}");
            await tenant.Owner.PublishAsync("contests", contest);
            await tenant.Owner.CountAsync(await tenant.Owner.NewSelectionAsync(contest, "A"), unit, i);
        }
        var slug = (await tenant.Owner.ReadAsync($"/api/v1/elections/{election}")).Text("slug");
        using var visitor = tenant.Anonymous();
        await visitor.ReadAsync("/api/v1/portal/elections");
        using var watch = await StatementWatch.StartAsync();
        Assert.Equal(contests, (await visitor.ReadAsync($"/api/v1/portal/elections/{slug}/results", watch)).List("items").Count);
        var results = watch.Statements.Count;
        Assert.Equal(contests, (await visitor.ReadAsync($"/api/v1/portal/elections/{slug}", watch)).List("contests").Count);
        return watch.Statements.Index().CountBy(s => (s.Index < results ? "results" : "election", s.Item.Text)).ToDictionary();
    }
}
