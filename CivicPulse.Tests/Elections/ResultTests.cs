using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CivicPulse.Modules.Elections.Jobs;
using CivicPulse.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CivicPulse.Tests.Elections;

public sealed class ResultTests(TestSystem system)
{
    [Fact]
    public async Task What_a_person_set_right_is_left_alone_by_the_next_import()
    {
        const string Name = "20231107__ga__municipal__county.csv";
        var file = "county,office,district,party,candidate,votes\nBibb,Mayor,,,Ada,10\nBibb,Mayor,,,Bo,9\n"u8.ToArray();
        var tenant = await system.NewTenantAsync();
        await tenant.Owner.ImportAndRunAsync("openelections", Name, file);
        var count = (await tenant.Owner.ReadAsync("/api/v1/vote-counts?votes=9")).List("items").Single().Text("id");
        using (var corrected = await tenant.Owner.PatchAsJsonAsync($"/api/v1/vote-counts/{count}", new { votes = 90 })) await corrected.BodyAsync(HttpStatusCode.OK);
        var election = (await tenant.Owner.ReadAsync("/api/v1/elections")).List("items").Single().Text("id");
        using (var cancelled = await tenant.Owner.PatchAsJsonAsync($"/api/v1/elections/{election}", new { status = "cancelled" }))
            Assert.Equal("status", (await cancelled.BodyAsync(HttpStatusCode.OK)).List("locked_fields").Single().GetString());
        Assert.Equal("7 0 0 7 0", (await tenant.Owner.ImportAndRunAsync("openelections", Name, file)).Counts());
        Assert.Equal(90, (await tenant.Owner.ReadAsync($"/api/v1/vote-counts/{count}")).GetProperty("votes").GetInt32());
        using (var back = await tenant.Owner.PatchAsJsonAsync($"/api/v1/vote-counts/{count}", new { corrected = false })) await back.BodyAsync(HttpStatusCode.OK);
        Assert.Equal("7 0 1 6 0", (await tenant.Owner.ImportAndRunAsync("openelections", Name, file)).Counts());
        Assert.Equal("cancelled", (await tenant.Owner.ReadAsync($"/api/v1/elections/{election}")).Text("status"));
    }

    [Fact]
    public async Task Results_are_added_up_by_contest_by_way_and_by_unit()
    {
        var tenant = await system.NewTenantAsync();
        var town = await tenant.Owner.NewCountedElectionAsync();
        var mayor = (await tenant.Owner.ReadAsync($"/api/v1/elections/{town.Id}/results")).List("items")[0];
        Assert.Equal((400, "A. Sample"), (mayor.GetProperty("votes").GetInt32(), mayor.List("selections")[0].Text("name")));
        Assert.Equal([(210, 52.5), (190, 47.5)], mayor.List("selections").Select(s => (s.GetProperty("votes").GetInt32(), s.GetProperty("percent").GetDouble())));
        var other = mayor.List("selections")[1];
        Assert.Equal((30, 100), (other.GetProperty("by_count_type").GetProperty("early").GetInt32(), other.GetProperty("by_count_type").GetProperty("election_day").GetInt32()));

        var matrix = await tenant.Owner.ReadAsync($"/api/v1/contests/{town.Mayor}/results");
        Assert.Equal("precinct", matrix.Text("unit_type"));
        var columns = matrix.List("selections").Select(s => s.Text("name")).ToList();
        Assert.Equal(["A. Sample", "B. Example"], columns);
        Assert.Equal(["Riverton: North 120 130", "Riverton: South 90 60"], matrix.List("units").Select(u => $"{u.Text("name")} {string.Join(' ', u.List("votes").Select(v => v.GetInt32()))}"));
        var early = await tenant.Owner.ReadAsync($"/api/v1/contests/{town.Mayor}/results?unit_type=precinct&count_item_type=early");
        Assert.Equal([JsonValueKind.Null, JsonValueKind.Number], early.List("units")[0].List("votes").Select(v => v.ValueKind));
        var part = await tenant.Owner.ReadAsync($"/api/v1/contests/{town.Mayor}/results?limit=1");
        var rest = await tenant.Owner.ReadAsync($"/api/v1/contests/{town.Mayor}/results?limit=1&after={part.Text("next")}");
        Assert.Equal("Riverton: South", rest.List("units").Single().Text("name"));
        Assert.False(rest.TryGetProperty("next", out _));

        var turnout = (await tenant.Owner.ReadAsync($"/api/v1/elections/{town.Id}/turnout")).List("by_unit_type").Single();
        Assert.Equal((2, 800, 560, 70.0), (turnout.GetProperty("units").GetInt32(), turnout.GetProperty("registered_voters").GetInt32(), turnout.GetProperty("ballots_cast").GetInt32(), turnout.GetProperty("percent").GetDouble()));
    }

    [Fact]
    public async Task Where_a_county_and_its_precincts_both_count_nothing_is_counted_twice()
    {
        var tenant = await system.NewTenantAsync();
        var town = await tenant.Owner.NewCountedElectionAsync();
        var county = await tenant.Owner.NewUnitAsync(town.Id, "Bibb", new { type = "county", division_id = "ocd-division/country:us/state:ga/county:bibb" });
        using var moved = await tenant.Owner.PatchAsJsonAsync($"/api/v1/reporting-units/{town.North}", new { parent_id = county });
        await moved.BodyAsync(HttpStatusCode.OK);
        await tenant.Owner.CountAsync(town.One, county, 125);
        var mayor = (await tenant.Owner.ReadAsync($"/api/v1/elections/{town.Id}/results")).List("items")[0];
        var one = mayor.List("selections").Single(s => s.Text("id") == town.One);
        // The county's 125 for the north, and the south, which lies in no county.
        Assert.Equal(215, one.GetProperty("votes").GetInt32());
        Assert.Equal((125, 210), (one.GetProperty("by_unit_type").GetProperty("county").GetInt32(), one.GetProperty("by_unit_type").GetProperty("precinct").GetInt32()));
        var map = await tenant.Owner.ReadAsync($"/api/v1/contests/{town.Mayor}/results?unit_type=county");
        Assert.Equal(("ocd-division/country:us/state:ga/county:bibb", "county"), (map.List("units").Single().Text("division_id"), map.List("unit_types")[0].GetString()));

        using var round = await tenant.Owner.PatchAsJsonAsync($"/api/v1/reporting-units/{county}", new { parent_id = town.North });
        Assert.Equal("elections.units_too_deep", (await round.BodyAsync(HttpStatusCode.Conflict)).Text("code"));
        var within = await tenant.Owner.ImportAndRunAsync("reporting_units", "u.csv", "election,name,type,parent\nTown election,Bibb,county,Bibb\n"u8.ToArray());
        Assert.Equal("1 0 0 0 1", within.Counts());

        // A state's number is the result, whether anybody said that the county lies in it or not.
        var state = await tenant.Owner.NewUnitAsync(town.Id, "Statewide", new { type = "state" });
        await tenant.Owner.CountAsync(town.One, state, 220);
        Assert.Equal(220, (await tenant.Owner.ReadAsync($"/api/v1/elections/{town.Id}/results")).List("items")[0].List("selections").Single(s => s.Text("id") == town.One).GetProperty("votes").GetInt32());
    }

    [Theory]
    [InlineData("unit_type=village_idiot", "elections.unknown_word")]
    [InlineData("count_item_type=1", "elections.unknown_word")]
    [InlineData("limit=0", "invalid")]
    [InlineData("limit=5001", "invalid")]
    [InlineData("after=x", "bad_request")]
    [InlineData("after=00000000-0000-0000-0000-000000000001", "bad_cursor")]
    public async Task A_table_asked_for_badly_is_a_clear_400(string query, string code)
    {
        var tenant = await system.NewTenantAsync();
        var town = await tenant.Owner.NewCountedElectionAsync();
        using var refused = await tenant.Owner.GetAsync($"/api/v1/contests/{town.Mayor}/results?{query}");
        Assert.Equal(code, (await refused.BodyAsync(HttpStatusCode.BadRequest)).Text("code"));
    }

    [Fact]
    public async Task Selection_and_unit_of_a_count_are_of_one_election()
    {
        var tenant = await system.NewTenantAsync();
        var (town, elsewhere) = (await tenant.Owner.NewCountedElectionAsync(), await tenant.Owner.NewCountedElectionAsync("Elsewhere"));
        var refused = await tenant.Owner.SendAsync("/api/v1/vote-counts", new { selection_id = town.One, reporting_unit_id = elsewhere.South, votes = 1 }, HttpStatusCode.UnprocessableEntity);
        Assert.Equal("elections.no_such_unit", refused.Text("code"));
        await tenant.Owner.SendAsync("/api/v1/vote-counts", new { selection_id = town.Yes, reporting_unit_id = town.South, votes = -1 }, HttpStatusCode.BadRequest);
        var twice = await tenant.Owner.SendAsync("/api/v1/vote-counts", new { selection_id = town.One, reporting_unit_id = town.North, votes = 1 }, HttpStatusCode.Conflict);
        Assert.Equal("already_exists", twice.Text("code"));
    }

    [Fact]
    public async Task Elections_that_come_up_are_listed_next_first_and_a_past_one_becomes_held_by_itself()
    {
        var tenant = await system.NewTenantAsync();
        var past = (await tenant.Owner.NewElectionAsync("Past", "2020-11-03")).Text("id");
        await tenant.Owner.NewElectionAsync("Later", "2099-11-03");
        await tenant.Owner.NewElectionAsync("Sooner", "2098-11-03");
        await tenant.Owner.NewElectionAsync("Never", "2097-11-03", new { status = "cancelled" });
        Assert.Equal(["Sooner", "Later"], (await tenant.Owner.ReadAsync("/api/v1/elections/upcoming")).List("items").Select(e => e.Text("name")));
        await tenant.InsideAsync(async services =>
        {
            await ActivatorUtilities.CreateInstance<MarkElectionsHeld>(services).RunAsync(CancellationToken.None);
            return 0;
        });
        Assert.Equal("held", (await tenant.Owner.ReadAsync($"/api/v1/elections/{past}")).Text("status"));
        Assert.Equal(2, (await tenant.Owner.ReadAsync("/api/v1/elections?status=scheduled")).List("items").Count);
    }

    [Fact]
    public async Task A_ballot_is_what_the_divisions_of_a_place_vote_on()
    {
        var tenant = await system.NewTenantAsync();
        const string State = "ocd-division/country:us/state:ga";
        var election = (await tenant.Owner.NewElectionAsync("General", "2099-11-03", new { is_statewide = true })).Text("id");
        using var wide = await tenant.Owner.PatchAsJsonAsync($"/api/v1/elections/{election}", new { division_id = State });
        await wide.BodyAsync(HttpStatusCode.OK);
        var governor = await tenant.Owner.NewContestAsync(election, "Governor", new { division_id = State });
        await tenant.Owner.NewSelectionAsync(governor, "A. Sample");
        await tenant.Owner.NewContestAsync(election, "Sheriff of Bibb", new { division_id = State + "/county:bibb" });
        await tenant.Owner.NewContestAsync(election, "Sheriff of Dade", new { division_id = State + "/county:dade" });
        await tenant.Owner.NewElectionAsync("Elsewhere", "2099-11-03", new { identifier = "al" });
        await tenant.Owner.SendAsync("/api/v1/election-deadlines", new { election_id = election, kind = "registration", date = "2099-10-05", time = "17:00:00" });
        await tenant.Owner.SendAsync("/api/v1/polling-places", new { election_id = election, name = "Hall", divisions = new[] { State + "/county:bibb" } });
        await tenant.Owner.SendAsync("/api/v1/polling-places", new { election_id = election, name = "Far hall", divisions = new[] { State + "/county:dade" } });

        var ballot = await tenant.Owner.ReadAsync($"/api/v1/ballots?division_id={State}/county:bibb&division_id={State}/cd:2");
        Assert.Equal([State + "/county:bibb", State, "ocd-division/country:us", State + "/cd:2"], ballot.List("divisions").Select(d => d.GetString()));
        var voted = ballot.List("elections").Single();
        Assert.Equal(["Governor", "Sheriff of Bibb"], voted.List("contests").Select(c => c.Text("name")));
        Assert.Equal(("A. Sample", "17:00:00", "Hall"), (voted.List("contests")[0].List("selections").Single().Text("name"), voted.List("deadlines").Single().Text("time"), voted.List("polling_places").Single().Text("name")));
        foreach (var (query, status) in new[] { ("", 400), ("?division_id=nowhere", 400), ("?lat=900", 400), ("?lat=1", 400), ("?address=No%20such%20place", 422), ("?election_id=x", 400) })
            Assert.Equal((query, status), (query, (int)(await tenant.Owner.GetAsync("/api/v1/ballots" + query)).StatusCode));
    }
}
