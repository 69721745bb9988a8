using System.Net;
using System.Text.Json;
using CivicPulse.Tests.Support;

namespace CivicPulse.Tests.Governance;

/// <summary>A meeting as everybody sees it: agenda, votes and minutes, each only once somebody has looked at it.</summary>
public sealed class PortalMeetingTests(TestSystem system)
{
    [Fact]
    public async Task A_meeting_shows_the_motions_votes_and_minutes_that_were_published_and_no_others()
    {
        var tenant = await system.NewTenantAsync();
        await PortalTests.OpenAsync(tenant, "meetings", "bodies", "officials");
        var owner = tenant.Owner;
        var body = await owner.SendAsync("/api/v1/bodies", new { name = "Town council", classification = "legislature" });
        var ada = await owner.SendAsync("/api/v1/officials", new { name = "Ada Alvarez" });
        var meeting = await owner.SendAsync("/api/v1/meetings", new { name = "Regular meeting", start_date = "2026-03-02T18:00:00Z", body_id = body.Text("id") });
        await owner.SendAsync($"/api/v1/meetings/{meeting.Text("id")}/agenda-items", new { title = "Library roof" });
        var motion = await owner.SendAsync("/api/v1/motions", new { meeting_id = meeting.Text("id"), text = "To repair the roof of the library" });
        var secret = await owner.SendAsync("/api/v1/motions", new { meeting_id = meeting.Text("id"), text = "Not looked at yet" });
        var vote = await owner.SendAsync("/api/v1/vote-events", new { motion_id = motion.Text("id"), votes = new object[] { new { official_id = ada.Text("id"), option = "yes" }, new { voter_name = "Ben Boone", option = "no" }, new { voter_name = "Cy Chen", option = "yes" } } });
        foreach (var (kind, record) in ((string, JsonElement)[])[("bodies", body), ("officials", ada), ("meetings", meeting), ("motions", motion), ("vote-events", vote)]) await PortalTests.PublishAsync(tenant, kind, record);

        using var visitor = tenant.Anonymous();
        var listed = (await visitor.ReadAsync("/api/v1/portal/meetings")).List("items").Single();
        var page = await visitor.ReadAsync($"/api/v1/portal/meetings/{listed.Text("slug")}");
        Assert.Equal("Library roof", page.List("agenda").Single().Text("title"));
        var shown = page.List("motions").Single();
        var roll = shown.List("votes").Single();
        Assert.Equal(("To repair the roof of the library", "pass", 2, 1, 3), (shown.Text("text"), shown.Text("result"), roll.GetProperty("yes").GetInt32(), roll.GetProperty("no").GetInt32(), roll.List("roll").Count));
        Assert.Empty(page.List("minutes"));
        Assert.DoesNotContain("Not looked at", page.GetRawText(), StringComparison.Ordinal);

        var votes = (await visitor.ReadAsync($"/api/v1/portal/officials/{(await owner.ReadAsync($"/api/v1/officials/{ada.Text("id")}")).Text("slug")}/votes")).List("items");
        Assert.True(votes.Single().GetProperty("with_majority").GetBoolean());
        await PortalTests.PublishAsync(tenant, "motions", secret);
        Assert.Equal(2, (await visitor.ReadAsync($"/api/v1/portal/meetings/{listed.Text("slug")}")).List("motions").Count);
    }

    [Theory]
    [InlineData("atom", "application/atom+xml", "<title>Regular meeting")]
    [InlineData("rss", "application/rss+xml", "<title>Regular meeting")]
    [InlineData("json", "application/feed+json", "\"Regular meeting")]
    [InlineData("ics", "text/calendar", "SUMMARY:Regular meeting")]
    public async Task Meetings_of_a_body_are_a_feed_in_every_format_and_only_the_published_ones(string suffix, string type, string expected)
    {
        var tenant = await system.NewTenantAsync();
        await PortalTests.OpenAsync(tenant, "meetings", "bodies");
        var body = await tenant.Owner.SendAsync("/api/v1/bodies", new { name = "Town council", classification = "legislature" });
        var meeting = await tenant.Owner.SendAsync("/api/v1/meetings", new { name = "Regular meeting", start_date = "2026-03-02T18:00:00Z", body_id = body.Text("id") });
        await tenant.Owner.SendAsync("/api/v1/meetings", new { name = "Closed session", start_date = "2026-03-03T18:00:00Z", body_id = body.Text("id") });
        await PortalTests.PublishAsync(tenant, "bodies", body);
        await PortalTests.PublishAsync(tenant, "meetings", meeting);
        using var visitor = tenant.Anonymous();
        foreach (var path in (string[])[$"/api/v1/portal/bodies/{body.Text("slug")}/feed.{suffix}", $"/api/v1/portal/meetings/feed.{suffix}?q=regular"])
        {
            using var response = await visitor.GetAsync(path);
            var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.Equal((HttpStatusCode.OK, type), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
            Assert.Contains(expected, text, StringComparison.Ordinal);
            Assert.DoesNotContain("Closed session", text, StringComparison.Ordinal);
            using var again = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { IfNoneMatch = { response.Headers.ETag! } } };
            using var kept = await visitor.SendAsync(again);
            Assert.Equal(HttpStatusCode.NotModified, kept.StatusCode);
        }
        using var nothing = await visitor.GetAsync($"/api/v1/portal/meetings/feed.{suffix}?topic=Zoning");
        Assert.DoesNotContain("Regular meeting", await nothing.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }
}
