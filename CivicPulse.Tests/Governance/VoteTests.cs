using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CivicPulse.Tests.Support;

namespace CivicPulse.Tests.Governance;

public sealed class VoteTests(TestSystem system) : IAsyncLifetime
{
    private TestTenant _tenant = null!;
    private string _meeting = "";

    private HttpClient Owner => _tenant.Owner;

    public async ValueTask InitializeAsync()
    {
        _tenant = await system.NewTenantAsync();
        _meeting = (await Owner.NewMeetingAsync()).Text("id");
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Votes_on_one_motion_follow_one_another()
    {
        var motion = (await Owner.SendAsync("/api/v1/motions", new { meeting_id = _meeting, text = "To try twice" })).Text("id");
        var starts = new List<DateTimeOffset>();
        foreach (var (yes, no) in ((int, int)[])[(1, 2), (2, 1)])
            starts.Add((await Owner.SendAsync("/api/v1/vote-events", new { motion_id = motion, method = "voice", reported = new { yes, no } })).GetProperty("start_date").GetDateTimeOffset());
        Assert.Equal(starts[0].AddSeconds(1), starts[1]);
        Assert.Equal("pass", (await Owner.ReadAsync($"/api/v1/motions/{motion}")).Text("result"));
    }

    [Fact]
    public async Task A_roll_call_is_taken_as_a_whole_and_again_without_a_trace()
    {
        var vote = await NewVoteAsync();
        var roll = new { votes = new[] { Cast("Alvarez", "yes"), Cast("Boone", "yes"), Cast("Ellery", "no"), Cast("Diaz", "abstain") } };
        var recorded = await PutAsync($"/api/v1/vote-events/{vote}/person-votes", roll);
        Assert.Equal(("pass", 2, 1, 1, true), (recorded.Text("result"), Count(recorded, "yes"), Count(recorded, "no"), Count(recorded, "abstain"), recorded.GetProperty("by_name").GetBoolean()));
        var told = await ToldAsync(vote);
        using var again = await Owner.PutAsJsonAsync($"/api/v1/vote-events/{vote}/person-votes", roll);
        Assert.Equal(recorded.GetRawText(), (await again.BodyAsync(HttpStatusCode.OK)).GetRawText());
        Assert.Equal((1, 1), (told, await ToldAsync(vote)));

        var corrected = await PutAsync($"/api/v1/vote-events/{vote}/person-votes", new { votes = new[] { Cast("Alvarez", "yes"), Cast("Ellery", "no") } });
        Assert.Equal(("tie", 0), (corrected.Text("result"), Count(corrected, "abstain")));
        Assert.Equal(["Alvarez", "Ellery"], (await Owner.ReadAsync($"/api/v1/vote-events/{vote}/person-votes")).List("items").Select(v => v.Text("voter_name")));
        Assert.Equal(2, await ToldAsync(vote));
    }

    [Fact]
    public async Task A_result_against_the_counts_is_refused_and_nothing_is_kept()
    {
        var vote = await NewVoteAsync();
        var refused = await Owner.RefusedAsync(HttpMethod.Put, $"/api/v1/vote-events/{vote}/person-votes", new { votes = new[] { Cast("Alvarez", "no") }, result = "pass" });
        Assert.Equal((409, "governance.result_contradicts_counts"), refused);
        Assert.Empty((await Owner.ReadAsync($"/api/v1/vote-events/{vote}/person-votes")).List("items"));
        Assert.False((await Owner.ReadAsync($"/api/v1/vote-events/{vote}")).TryGetProperty("result", out _));
        Assert.Equal(0, await ToldAsync(vote));
    }

    [Theory]
    [InlineData("{\"votes\":[null]}", 422)]
    [InlineData("{\"votes\":[{\"option\":\"yes\"}]}", 422)]
    [InlineData("{\"votes\":[{\"voter_name\":\"A\"}]}", 400)]
    [InlineData("{\"votes\":[{\"voter_name\":\"A\",\"option\":\"maybe\"}]}", 400)]
    [InlineData("{\"votes\":[{\"voter_name\":\"A\",\"option\":\"yes\"},{\"voter_name\":\"A\",\"option\":\"no\"}]}", 422)]
    [InlineData("{\"votes\":[{\"official_id\":\"00000000-0000-0000-0000-000000000000\",\"option\":\"yes\"}]}", 422)]
    [InlineData("{\"votes\":[{\"voter_name\":\"A\",\"option\":\"yes\",\"weight\":-1}]}", 400)]
    [InlineData("{\"votes\":[{\"voter_name\":\"A\",\"option\":\"yes\",\"weight\":1e400}]}", 400)]
    public async Task A_roll_call_that_makes_no_sense_is_refused(string body, int status)
    {
        var vote = await NewVoteAsync();
        using var answer = await Owner.PutAsync($"/api/v1/vote-events/{vote}/person-votes", new StringContent(body, System.Text.Encoding.UTF8, "application/json"));
        Assert.Equal((status, "application/problem+json"), ((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
    }

    [Fact]
    public async Task The_requirement_decides_and_another_one_decides_anew()
    {
        var motion = await NewMotionAsync(new { meeting_id = _meeting, text = "To waive the rule", requirement = "two_thirds" });
        var vote = (await Owner.SendAsync("/api/v1/vote-events", new { motion_id = motion, votes = new[] { Cast("A", "yes"), Cast("B", "yes"), Cast("C", "yes"), Cast("D", "no"), Cast("E", "no") } })).Text("id");
        Assert.Equal("fail", (await Owner.ReadAsync($"/api/v1/vote-events/{vote}")).Text("result"));
        Assert.Equal("fail", (await Owner.ReadAsync($"/api/v1/motions/{motion}")).Text("result"));
        using var changed = await Owner.PatchAsJsonAsync($"/api/v1/motions/{motion}", new { requirement = "majority" });
        Assert.Equal("pass", (await changed.BodyAsync(HttpStatusCode.OK)).Text("result"));
        Assert.Equal("pass", (await Owner.ReadAsync($"/api/v1/vote-events/{vote}")).Text("result"));
        Assert.Equal((409, "governance.result_contradicts_counts"), await Owner.RefusedAsync(HttpMethod.Patch, $"/api/v1/motions/{motion}", new { result = "fail" }));
    }

    [Fact]
    public async Task A_vote_without_names_has_the_counts_that_were_reported()
    {
        var motion = await NewMotionAsync(new { meeting_id = _meeting, text = "To adjourn" });
        var vote = await Owner.SendAsync("/api/v1/vote-events", new { motion_id = motion, method = "show_of_hands", reported = new { yes = 4, no = 1 }, video_seconds = 120 });
        Assert.Equal(("pass", 4, 1, false), (vote.Text("result"), Count(vote, "yes"), Count(vote, "no"), vote.GetProperty("by_name").GetBoolean()));
        Assert.Equal((409, "governance.counts_are_computed"), await Owner.RefusedAsync(HttpMethod.Post, "/api/v1/vote-events", new { motion_id = motion, method = "roll_call", reported = new { yes = 4 } }));
        var consent = await Owner.SendAsync("/api/v1/vote-events", new { motion_id = motion, method = "unanimous_consent", result = "pass" });
        Assert.Equal("pass", consent.Text("result"));
    }

    [Fact]
    public async Task A_second_writer_of_a_roll_call_gets_412()
    {
        var vote = await NewVoteAsync();
        using var read = await Owner.GetAsync($"/api/v1/vote-events/{vote}");
        await PutAsync($"/api/v1/vote-events/{vote}/person-votes", new { votes = new[] { Cast("Alvarez", "yes") } });
        using var late = new HttpRequestMessage(HttpMethod.Put, $"/api/v1/vote-events/{vote}/person-votes") { Content = JsonContent.Create(new { votes = new[] { Cast("Alvarez", "no") } }) };
        late.Headers.TryAddWithoutValidation("If-Match", read.Headers.ETag!.ToString());
        using var refused = await Owner.SendAsync(late);
        Assert.Equal(HttpStatusCode.PreconditionFailed, refused.StatusCode);
    }

    [Fact]
    public async Task What_a_person_took_down_stays_when_a_file_says_otherwise()
    {
        var vote = await NewVoteAsync();
        await PutAsync($"/api/v1/vote-events/{vote}/person-votes", new { votes = new[] { Cast("Alvarez", "yes") } });
        const string Rows = "meeting,meeting_start,motion,start_date,voter,option\nCouncil meeting,2026-03-02T18:00:00Z,To repair the roof,2026-03-02T18:00:00Z,Alvarez,";
        Assert.Equal("1 0 0 1 0", (await Owner.RunAsync(await Owner.ImportAsync("person_votes", Rows + "yes\n"))).Counts());
        var second = await Owner.RunAsync(await Owner.ImportAsync("person_votes", Rows + "no\n"));
        Assert.Equal("1 0 0 0 1", second.Counts());
        Assert.Contains("governance.recorded_by_hand", (await Owner.RejectsAsync(second))[1], StringComparison.Ordinal);
        Assert.Equal("yes", (await Owner.ReadAsync($"/api/v1/vote-events/{vote}/person-votes")).List("items")[0].Text("option"));
    }

    private async Task<string> NewMotionAsync(object motion) => (await Owner.SendAsync("/api/v1/motions", motion)).Text("id");

    private async Task<string> NewVoteAsync()
    {
        var motion = await NewMotionAsync(new { meeting_id = _meeting, text = "To repair the roof", mover_name = "Chen" });
        return (await Owner.SendAsync("/api/v1/vote-events", new { motion_id = motion })).Text("id");
    }

    private async Task<JsonElement> PutAsync(string path, object body)
    {
        using var answer = await Owner.PutAsJsonAsync(path, body);
        return await answer.BodyAsync(HttpStatusCode.OK);
    }

    private async Task<int> ToldAsync(string vote) =>
        (await system.Site.TextsAsync($"select 1 from {_tenant.Tenant.Schema}.outbox where type like '%vote_recorded%' and payload::text like '%{vote}%'")).Count;

    private static object Cast(string name, string option) => new { voter_name = name, option };

    private static int Count(JsonElement vote, string option) => (int)vote.GetProperty("counts").GetProperty(option).GetDecimal();
}
