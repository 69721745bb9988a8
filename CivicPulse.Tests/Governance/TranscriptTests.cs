using System.Net;
using System.Net.Http.Json;
using CivicPulse.Platform.Access;
using CivicPulse.Tests.Support;
using Npgsql;

namespace CivicPulse.Tests.Governance;

public sealed class TranscriptTests(TestSystem system)
{
    [Fact]
    public async Task A_transcript_becomes_minutes_whose_every_line_quotes_its_turns()
    {
        var tenant = await system.NewTenantAsync();
        var meeting = await tenant.Owner.NewMeetingAsync("Town council", Council.Turns);

        var minutes = await tenant.Owner.ReadAsync($"/api/v1/meetings/{meeting}/minutes");
        Assert.Equal("draft", minutes.Text("status"));
        Assert.Contains(minutes.List("decisions"), d => d.GetProperty("first_turn").GetInt32() <= 4 && d.GetProperty("last_turn").GetInt32() >= 2);
        Assert.Contains(minutes.List("action_items"), a => a.Text("quote").Contains("report to the April meeting", StringComparison.Ordinal));
        Assert.Contains(minutes.List("contributions"), c => c.Text("speaker") == "Treasurer Boone");
        var lines = minutes.List("summary").Concat(minutes.List("decisions")).Concat(minutes.List("action_items")).Concat(minutes.List("contributions").SelectMany(c => c.List("lines")));
        Assert.All(lines, line =>
        {
            var said = string.Join('\n', Council.Turns[line.GetProperty("first_turn").GetInt32()..(line.GetProperty("last_turn").GetInt32() + 1)].Select(t => t.Text));
            Assert.Contains(line.Text("quote"), said, StringComparison.Ordinal);
        });
        var summary = await tenant.Owner.ReadAsync($"/api/v1/meetings/{meeting}");
        Assert.Equal(("ready", "draft"), (summary.Text("transcript_state"), summary.Text("minutes_status")));
    }

    [Fact]
    public async Task Turns_come_in_pages_in_their_order()
    {
        var tenant = await system.NewTenantAsync();
        var meeting = await tenant.Owner.NewMeetingAsync("Long", [.. Enumerable.Range(0, 25).Select(i => ("Chair", $"This is point number {i} of the agenda."))]);
        var seen = new List<int>();
        for (string? after = ""; after is not null;)
        {
            var page = await tenant.Owner.ReadAsync($"/api/v1/meetings/{meeting}/transcript/turns?limit=10{(after.Length > 0 ? "&after=" + after : "")}");
            seen.AddRange(page.List("items").Select(t => t.GetProperty("index").GetInt32()));
            after = page.GetProperty("next").GetString();
        }
        Assert.Equal(Enumerable.Range(0, 25), seen);
    }

    [Fact]
    public async Task A_new_transcript_takes_the_place_of_the_old_everywhere()
    {
        var tenant = await system.NewTenantAsync();
        var meeting = await tenant.Owner.NewMeetingAsync("Replaced", ("Chair", "The zebra exhibit at the zoo was approved by the committee."));
        var job = await tenant.Owner.UploadAsync($"/api/v1/meetings/{meeting}/transcript", "new.txt", "Chair: The harbour bridge was repaired by the county engineers.\n"u8.ToArray());
        Assert.Equal("succeeded", (await tenant.Owner.FinishedAsync(job)).Text("state"));

        await Eventually.TrueAsync(async () => (await tenant.Owner.ReadAsync("/api/v1/search?q=zebra")).List("items").Count == 0);
        Assert.NotEmpty((await tenant.Owner.ReadAsync("/api/v1/search?q=bridge")).List("items"));
        Assert.Equal("new.txt", (await tenant.Owner.ReadAsync($"/api/v1/meetings/{meeting}/transcript")).Text("file_name"));
    }

    [Fact]
    public async Task Deleting_a_meeting_leaves_nothing_of_it_behind()
    {
        var tenant = await system.NewTenantAsync();
        var meeting = await tenant.Owner.NewMeetingAsync("Gone", Council.Turns);
        Assert.Equal(HttpStatusCode.NoContent, (await tenant.Owner.DeleteAsync($"/api/v1/meetings/{meeting}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await tenant.Owner.GetAsync($"/api/v1/meetings/{meeting}/minutes")).StatusCode);
        await Eventually.TrueAsync(async () => await CountAsync(tenant, "passages") == 0);
        foreach (var table in (string[])["meetings", "transcripts", "transcript_turns", "minutes", "minutes_lines"]) Assert.Equal(0, await CountAsync(tenant, table));
    }

    [Theory]
    [InlineData("a.vtt", "", 400)]
    [InlineData("a.vtt", "\u0001\u0000binary", 400)]
    [InlineData("a.json", "{\"turns\":[", 400)]
    [InlineData("a.pdf", "%PDF-1.7", 415)]
    public async Task A_refused_upload_leaves_nothing_behind(string name, string content, int status)
    {
        var tenant = await system.NewTenantAsync();
        var meeting = (await tenant.Owner.NewMeetingAsync()).Text("id");
        await tenant.Owner.UploadAsync($"/api/v1/meetings/{meeting}/transcript", name, System.Text.Encoding.UTF8.GetBytes(content), (HttpStatusCode)status);
        Assert.Equal(0, await CountAsync(tenant, "transcripts") + await CountAsync(tenant, "jobs") + await CountAsync(tenant, "outbox where type like '%transcript%'"));
        Assert.Equal("none", (await tenant.Owner.ReadAsync($"/api/v1/meetings/{meeting}")).Text("transcript_state"));
    }

    [Fact]
    public async Task Two_hundred_megabytes_are_refused_at_once()
    {
        var tenant = await system.NewTenantAsync();
        var meeting = (await tenant.Owner.NewMeetingAsync()).Text("id");
        using var file = new StreamContent(new Zeros(200_000_000));
        using var form = new MultipartFormDataContent { { file, "file", "big.vtt" } };
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/meetings/{meeting}/transcript") { Content = form };
        using var response = await tenant.Owner.SendAsync(request);
        Assert.Equal("too_large", (await response.BodyAsync(HttpStatusCode.RequestEntityTooLarge)).Text("code"));
        Assert.Equal(0, await CountAsync(tenant, "transcripts"));
    }

    [Fact]
    public async Task A_viewer_reads_and_may_not_upload()
    {
        var tenant = await system.NewTenantAsync();
        var meeting = await tenant.Owner.NewMeetingAsync("Read only", Council.Turns);
        using var viewer = await tenant.AsAsync(Role.Viewer);
        Assert.Equal(Council.Turns.Length, (await viewer.ReadAsync($"/api/v1/meetings/{meeting}/transcript/turns")).List("items").Count);
        using var refused = await viewer.PostAsJsonAsync($"/api/v1/meetings/{meeting}/transcript", new { turns = new[] { new { speaker = "A", text = "B" } } });
        Assert.Equal("not_permitted", (await refused.BodyAsync(HttpStatusCode.Forbidden)).Text("code"));
    }

    private async Task<long> CountAsync(TestTenant tenant, string table)
    {
        await using var source = OwnerSql.Source(system.Site.Owner);
        await using var command = source.CreateCommand($"select count(*) from {tenant.Tenant.Schema}.{table}");
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
