using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CivicPulse.Tests.Support;

namespace CivicPulse.Tests.Governance;

public sealed class MinutesWorkflowTests(TestSystem system)
{
    [Fact]
    public async Task One_person_reviews_minutes_and_another_publishes_them()
    {
        var tenant = await system.NewTenantAsync();
        var meeting = await tenant.Owner.NewMeetingAsync("Town council", Council.Turns);
        var (minutes, reviewer) = ($"/api/v1/meetings/{meeting}/minutes", await tenant.JoinAsync(new { role = "organizer" }));
        Assert.Equal((409, "governance.not_reviewed"), await tenant.Owner.RefusedAsync(HttpMethod.Put, minutes + "/publication"));
        var reviewed = await StepAsync(reviewer.Client, HttpMethod.Put, minutes + "/review");
        Assert.Equal(("reviewed", reviewer.Id), (reviewed.Text("status"), reviewed.Text("reviewed_by")));
        Assert.Equal((409, "governance.not_a_draft"), await tenant.Owner.RefusedAsync(HttpMethod.Put, minutes + "/review"));
        Assert.Equal((409, "governance.second_person"), await reviewer.Client.RefusedAsync(HttpMethod.Put, minutes + "/publication"));
        using var staff = (await tenant.JoinAsync(new { role = "staff" })).Client;
        Assert.Equal((403, "not_permitted"), await staff.RefusedAsync(HttpMethod.Put, minutes + "/publication"));
        Assert.Equal(0, await ToldAsync(tenant, meeting));

        Assert.Equal("published", (await StepAsync(tenant.Owner, HttpMethod.Put, minutes + "/publication")).Text("status"));
        Assert.Equal("published", (await StepAsync(tenant.Owner, HttpMethod.Put, minutes + "/publication")).Text("status"));
        Assert.Equal(1, await ToldAsync(tenant, meeting));
        var line = reviewed.List("decisions")[0].Text("id");
        foreach (var (method, path, body) in new (HttpMethod, string, object?)[]
        {
            (HttpMethod.Post, "/lines", new { text = "Late" }), (HttpMethod.Patch, "/lines/" + line, new { text = "Late" }), (HttpMethod.Delete, "/lines/" + line, null),
            (HttpMethod.Delete, "/review", null), (HttpMethod.Delete, "", null),
        })
            Assert.Equal((409, "governance.minutes_published"), await tenant.Owner.RefusedAsync(method, minutes + path, body));
        Assert.Equal((409, "governance.minutes_published"), await tenant.Owner.RefusedAsync(HttpMethod.Delete, $"/api/v1/meetings/{meeting}"));
        Assert.Equal("reviewed", (await StepAsync(tenant.Owner, HttpMethod.Delete, minutes + "/publication")).Text("status"));
        Assert.Equal("draft", (await StepAsync(tenant.Owner, HttpMethod.Delete, minutes + "/review")).Text("status"));
    }

    [Fact]
    public async Task An_edited_line_keeps_its_quotation_and_what_was_reviewed_is_a_draft_again()
    {
        var tenant = await system.NewTenantAsync();
        var meeting = await tenant.Owner.NewMeetingAsync("Town council", Council.Turns);
        var minutes = $"/api/v1/meetings/{meeting}/minutes";
        var before = (await StepAsync(tenant.Owner, HttpMethod.Put, minutes + "/review")).List("decisions")[0];
        using var answer = await tenant.Owner.PatchAsJsonAsync($"{minutes}/lines/{before.Text("id")}", new { text = "The roof of the library is repaired." });
        var changed = await answer.BodyAsync(HttpStatusCode.OK);
        var after = changed.List("decisions").Single(d => d.Text("id") == before.Text("id"));
        Assert.Equal(("The roof of the library is repaired.", before.Text("quote"), true, "draft"), (after.Text("text"), after.Text("quote"), after.GetProperty("edited").GetBoolean(), changed.Text("status")));
        Assert.False(changed.List("summary")[0].GetProperty("edited").GetBoolean());
        Assert.NotEmpty((await tenant.Owner.ReadAsync("/api/v1/search?q=%22roof%20of%20the%20library%22&kind=minutes")).List("items"));

        await tenant.Owner.SendAsync(minutes + "/lines", new { text = "Added first.", kind = "decision", order = 0 });
        var moved = await tenant.Owner.ReadAsync(minutes);
        Assert.Equal("Added first.", moved.List("decisions")[0].Text("text"));
        Assert.False(moved.List("decisions")[0].TryGetProperty("first_turn", out _));
        var lines = Lines(moved);
        Assert.Equal(Enumerable.Range(0, lines.Count), lines.Select(l => l.GetProperty("order").GetInt32()).Order());
        using var removed = await tenant.Owner.DeleteAsync($"{minutes}/lines/{before.Text("id")}");
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        var left = Lines(await tenant.Owner.ReadAsync(minutes));
        Assert.Equal((lines.Count - 1, lines.Count - 2), (left.Count, left.Max(l => l.GetProperty("order").GetInt32())));
        using var last = await tenant.Owner.PatchAsJsonAsync($"{minutes}/lines/{left[^1].Text("id")}", new { order = 0 });
        Assert.Equal(0, Lines(await last.BodyAsync(HttpStatusCode.OK)).Single(l => l.Text("id") == left[^1].Text("id")).GetProperty("order").GetInt32());
    }

    [Fact]
    public async Task A_new_transcript_drafts_anew_what_nobody_touched_and_leaves_the_rest()
    {
        var tenant = await system.NewTenantAsync();
        var meeting = await tenant.Owner.NewMeetingAsync("Town council", Council.Turns);
        var minutes = $"/api/v1/meetings/{meeting}/minutes";
        var first = (await tenant.Owner.ReadAsync(minutes)).Text("id");
        Assert.Equal("done", await ReplaceAsync(tenant, meeting));
        var second = await tenant.Owner.ReadAsync(minutes);
        Assert.NotEqual(first, second.Text("id"));

        await tenant.Owner.SendAsync(minutes + "/lines", new { text = "A person wrote this." });
        Assert.Equal("minutes_kept", await ReplaceAsync(tenant, meeting));
        var kept = await tenant.Owner.ReadAsync(minutes);
        Assert.Equal((second.Text("id"), false), (kept.Text("id"), kept.TryGetProperty("transcript_id", out _)));
        Assert.Contains(Lines(kept), l => l.Text("text") == "A person wrote this.");
        Assert.Equal(("ready", "draft"), ((await tenant.Owner.ReadAsync($"/api/v1/meetings/{meeting}")).Text("transcript_state"), kept.Text("status")));
    }

    [Fact]
    public async Task Minutes_are_written_by_hand_where_there_is_no_transcript()
    {
        var tenant = await system.NewTenantAsync();
        var meeting = (await tenant.Owner.NewMeetingAsync()).Text("id");
        var minutes = $"/api/v1/meetings/{meeting}/minutes";
        Assert.Equal((404, "governance.no_minutes"), await tenant.Owner.RefusedAsync(HttpMethod.Put, minutes + "/review"));
        var made = await tenant.Owner.SendAsync(minutes, new { lines = new[] { new { text = "The pump is replaced.", kind = "decision" }, new { text = "Order it.", kind = "action_item" } } });
        Assert.Equal(("person", "The pump is replaced.", 1), (made.Text("mode"), made.List("decisions")[0].Text("text"), made.List("action_items").Count));
        Assert.Equal((409, "governance.minutes_exist"), await tenant.Owner.RefusedAsync(HttpMethod.Post, minutes, new { }));
        Assert.Equal("minutes_kept", await ReplaceAsync(tenant, meeting));
        Assert.Equal(HttpStatusCode.NoContent, (await tenant.Owner.DeleteAsync(minutes)).StatusCode);
        Assert.Equal((404, "governance.no_minutes"), await tenant.Owner.RefusedAsync(HttpMethod.Get, minutes));
        Assert.Empty((await tenant.Owner.ReadAsync("/api/v1/search?q=pump")).List("items"));
    }

    private static async Task<string> ReplaceAsync(TestTenant tenant, string meeting)
    {
        var job = await tenant.Owner.SendAsync($"/api/v1/meetings/{meeting}/transcript", new { turns = Council.Turns.Select(t => new { speaker = t.Speaker, text = t.Text }) }, HttpStatusCode.Accepted);
        var finished = await tenant.Owner.FinishedAsync(job);
        Assert.Equal("succeeded", finished.Text("state"));
        return finished.Text("step");
    }

    private static async Task<JsonElement> StepAsync(HttpClient client, HttpMethod method, string path)
    {
        using var request = new HttpRequestMessage(method, path);
        using var answer = await client.SendAsync(request);
        return await answer.BodyAsync(HttpStatusCode.OK);
    }

    private async Task<int> ToldAsync(TestTenant tenant, string meeting) =>
        (await system.Site.TextsAsync($"select 1 from {tenant.Tenant.Schema}.outbox where type like '%minutes_published%' and payload::text like '%{meeting}%'")).Count;

    private static List<JsonElement> Lines(JsonElement minutes) =>
        [.. minutes.List("summary").Concat(minutes.List("decisions")).Concat(minutes.List("action_items")).Concat(minutes.List("contributions").SelectMany(c => c.List("lines")))];
}
