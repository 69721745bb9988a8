using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CivicPulse.Tests.Support;

namespace CivicPulse.Tests.Governance;

public sealed class LedgerTests(TestSystem system) : IAsyncLifetime
{
    private static readonly object[] Cited = [new { url = "https://town.example/news/1", title = "Interview", quote = "I am for it." }];
    private TestTenant _tenant = null!;
    private string _body = "";
    private string _meeting = "";

    private HttpClient Owner => _tenant.Owner;

    public async ValueTask InitializeAsync()
    {
        _tenant = await system.NewTenantAsync();
        _body = await NewAsync("/api/v1/bodies", new { name = "Council", classification = "legislature" });
        _meeting = await NewAsync("/api/v1/meetings", new { name = "Council", start_date = "2026-03-02T18:00:00Z", body_id = _body });
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task The_ledger_sets_votes_beside_words_and_shows_the_reply()
    {
        var (ada, ben) = (await OfficialAsync("Ada"), await OfficialAsync("Ben"));
        var roof = await MatterAsync("ORD 1");
        var market = await MatterAsync("ORD 2");
        var pool = await MatterAsync("ORD 3");
        await VoteAsync(roof, "passage", (ada, "yes"), (ben, "no"));
        await VoteAsync(roof, "tabling", (ada, "no"), (ben, "yes"));
        await VoteAsync(market, "passage", (ada, "absent"), (ben, "yes"));
        var said = await StanceAsync(ada, roof, "for");
        await StanceAsync(ada, market, "for");
        await StanceAsync(ada, pool, "against");
        await StanceAsync(ben, roof, "for");
        await StanceAsync(ada, null, "for");
        using var replied = await Owner.PutAsJsonAsync($"/api/v1/stances/{said}/reply", new { text = "As I promised.", by = "Ada", replied_on = "2026-03-05" });
        Assert.Equal(HttpStatusCode.OK, replied.StatusCode);

        var ledger = (await Owner.ReadAsync($"/api/v1/officials/{ada}/ledger")).List("items");
        Assert.Equal(["ORD 1 consistent", "ORD 2 did_not_vote", "ORD 3 no_vote"], ledger.Select(e => $"{e.Text("matter_identifier")} {e.Text("verdict")}").Order(StringComparer.Ordinal));
        var first = ledger.Single(e => e.Text("matter_identifier") == "ORD 1");
        Assert.Equal(["True", "False"], first.List("votes").OrderByDescending(v => v.GetProperty("counts").GetBoolean()).Select(v => v.GetProperty("counts").GetBoolean().ToString()));
        Assert.Equal("As I promised.", first.GetProperty("reply").Text("text"));
        Assert.Equal("inconsistent", (await Owner.ReadAsync($"/api/v1/officials/{ben}/ledger")).List("items")[0].Text("verdict"));

        using var changed = await Owner.PatchAsJsonAsync($"/api/v1/stances/{said}", new { position = "against" });
        Assert.Equal("As I promised.", (await changed.BodyAsync(HttpStatusCode.OK)).GetProperty("reply").Text("text"));
        Assert.Contains("inconsistent", (await Owner.ReadAsync($"/api/v1/officials/{ada}/ledger")).List("items").Select(e => e.Text("verdict")));
    }

    [Fact]
    public async Task Votes_are_listed_latest_first_and_compared_with_the_majority_and_the_own_group()
    {
        var (ada, ben, cy) = (await OfficialAsync("Ada"), await OfficialAsync("Ben"), await OfficialAsync("Cy"));
        foreach (var (who, group) in new[] { (ada, "Greens"), (ben, "Greens"), (cy, "Reds") })
            await NewAsync("/api/v1/memberships", new { body_id = _body, official_id = who, role = "Member", on_behalf_of = group, start_date = "2026-01-01" });
        var matter = await MatterAsync("ORD 1");
        await VoteAsync(matter, "passage", (ada, "yes"), (ben, "no"), (cy, "yes"));
        await VoteAsync(matter, "amendment", (ada, "no"), (ben, "no"), (cy, "yes"));
        await VoteAsync(matter, "referral", (ada, "abstain"), (ben, "yes"), (cy, "yes"));
        await VoteAsync(matter, "procedural", (ada, "yes"), (ben, "no"));

        var votes = (await Owner.ReadAsync($"/api/v1/officials/{ada}/votes")).List("items");
        Assert.Equal(4, votes.Count);
        Assert.Equal("yes True, no True, abstain -, yes -", string.Join(", ", votes.OrderBy(v => v.Text("vote_event_id"), StringComparer.Ordinal)
            .Select(v => $"{v.Text("option")} {(v.TryGetProperty("with_majority", out var with) ? with.GetBoolean().ToString() : "-")}")));
        var alignment = await Owner.ReadAsync($"/api/v1/officials/{ada}/alignment");
        Assert.Equal((4, "2/2", "1/3"), (alignment.GetProperty("votes").GetInt32(), Share(alignment, "with_majority"), Share(alignment, "with_group")));
        Assert.Equal(("Council", "Greens"), (alignment.List("bodies")[0].Text("body_name"), alignment.List("bodies")[0].Text("group")));
        Assert.Equal((2, 1, 1), (Option(alignment, "yes"), Option(alignment, "no"), Option(alignment, "abstain")));
    }

    [Fact]
    public async Task Attendance_tells_of_members_and_makes_a_quorum()
    {
        var (ada, ben, cy) = (await OfficialAsync("Ada"), await OfficialAsync("Ben"), await OfficialAsync("Cy"));
        foreach (var who in (string[])[ada, ben, cy]) await NewAsync("/api/v1/memberships", new { body_id = _body, official_id = who, role = "Member", start_date = "2026-01-01" });
        await NewAsync("/api/v1/memberships", new { body_id = _body, person_name = "Gone", role = "Member", start_date = "2020-01-01", end_date = "2025-12-31" });
        var there = await NewAsync($"/api/v1/meetings/{_meeting}/attendances", new { official_id = ada, status = "late", arrived_at = "2026-03-02T18:20:00Z" });
        await NewAsync($"/api/v1/meetings/{_meeting}/attendances", new { official_id = ben, status = "excused" });
        await NewAsync($"/api/v1/meetings/{_meeting}/attendances", new { person_name = "The clerk" });
        var before = await Owner.ReadAsync($"/api/v1/meetings/{_meeting}/quorum");
        Assert.Equal((3, 2, 1, false), (before.GetProperty("members").GetInt32(), before.GetProperty("required").GetInt32(), before.GetProperty("present").GetInt32(), before.GetProperty("reached").GetBoolean()));
        await NewAsync($"/api/v1/meetings/{_meeting}/attendances", new { official_id = cy, status = "remote" });
        Assert.True((await Owner.ReadAsync($"/api/v1/meetings/{_meeting}/quorum")).GetProperty("reached").GetBoolean());
        var mine = await Owner.ReadAsync($"/api/v1/officials/{ada}/attendance");
        Assert.Equal((1, 1, 1.0), (mine.GetProperty("meetings").GetInt32(), mine.GetProperty("late").GetInt32(), mine.GetProperty("share").GetDouble()));
        Assert.Equal((409, "already_exists"), await Owner.RefusedAsync(HttpMethod.Post, $"/api/v1/meetings/{_meeting}/attendances", new { official_id = ada }));
        Assert.Equal((409, "governance.leaves_before_arriving"), await Owner.RefusedAsync(HttpMethod.Patch, $"/api/v1/meetings/{_meeting}/attendances/{there}", new { left_at = "2026-03-02T18:00:00Z" }));
    }

    [Fact]
    public async Task A_stance_without_a_place_where_it_was_said_is_refused()
    {
        var ada = await OfficialAsync("Ada");
        object With(object[] citations) => new { official_id = ada, topic = "Roof", position = "for", statement = "Yes", citations };
        Assert.Equal((400, "invalid"), await Owner.RefusedAsync(HttpMethod.Post, "/api/v1/stances", With([])));
        Assert.Equal((422, "governance.no_citation"), await Owner.RefusedAsync(HttpMethod.Post, "/api/v1/stances", With([new { title = "Somewhere" }])));
        Assert.Equal((422, "governance.no_such_meeting"), await Owner.RefusedAsync(HttpMethod.Post, "/api/v1/stances", With([new { meeting_id = Guid.NewGuid(), second = 5 }])));
        var kept = await Owner.SendAsync("/api/v1/stances", With([new { meeting_id = _meeting, second = 95, quote = "Yes." }]));
        Assert.Equal((_meeting, 95), (kept.List("citations")[0].Text("meeting_id"), kept.List("citations")[0].GetProperty("second").GetInt32()));
    }

    [Fact]
    public async Task Numbers_of_matters_are_unique_in_their_body_and_session()
    {
        await MatterAsync("ORD 1");
        Assert.Equal((409, "already_exists"), await Owner.RefusedAsync(HttpMethod.Post, "/api/v1/matters", Matter(_body, "ORD 1")));
        var other = await NewAsync("/api/v1/bodies", new { name = "Senate", classification = "upper" });
        await NewAsync("/api/v1/matters", Matter(other, "ORD 1"));
        await NewAsync("/api/v1/matters", Matter(_body, "ORD 1", "2027"));
        var matter = await MatterAsync("ORD 9");
        Assert.Equal((422, "governance.unknown_action"), await Owner.RefusedAsync(HttpMethod.Post, $"/api/v1/matters/{matter}/actions", new { date = "2026-01-01", description = "x", classification = new[] { "dance" } }));
        await NewAsync($"/api/v1/matters/{matter}/actions", new { date = "2026-01-01", description = "Introduced", classification = new[] { "introduction" } });
        await NewAsync($"/api/v1/matters/{matter}/actions", new { date = "2026-01-02", description = "Passed", classification = new[] { "passage", "became_law" } });
        Assert.Equal([1, 2], (await Owner.ReadAsync($"/api/v1/matters/{matter}/actions")).List("items").Select(a => a.GetProperty("order").GetInt32()));
    }

    private async Task<string> NewAsync(string path, object what) => (await Owner.SendAsync(path, what)).Text("id");

    private Task<string> OfficialAsync(string name) => NewAsync("/api/v1/officials", new { name });

    private Task<string> MatterAsync(string identifier) => NewAsync("/api/v1/matters", Matter(_body, identifier));

    private static object Matter(string body, string identifier, string? session = null) =>
        new { body_id = body, identifier, title = "A matter", classification = "ordinance", legislative_session = session };

    private Task<string> StanceAsync(string official, string? matter, string position) =>
        NewAsync("/api/v1/stances", new { official_id = official, matter_id = matter, topic = "A matter", position, statement = "So they said", citations = Cited });

    private async Task VoteAsync(string matter, string classification, params (string Official, string Option)[] votes)
    {
        var motion = await NewAsync("/api/v1/motions", new { meeting_id = _meeting, matter_id = matter, text = "To decide", classification });
        await NewAsync("/api/v1/vote-events", new { motion_id = motion, votes = votes.Select(v => new { official_id = v.Official, option = v.Option }) });
    }

    private static string Share(JsonElement alignment, string what) =>
        $"{alignment.GetProperty(what).GetProperty("together").GetInt32()}/{alignment.GetProperty(what).GetProperty("compared").GetInt32()}";

    private static int Option(JsonElement alignment, string word) => alignment.GetProperty("options").GetProperty(word).GetInt32();
}
