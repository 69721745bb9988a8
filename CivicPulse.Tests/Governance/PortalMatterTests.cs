using System.Net;
using System.Text.Json;
using CivicPulse.Platform.Portal;
using CivicPulse.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CivicPulse.Tests.Governance;

/// <summary>A matter as everybody sees it: what it says, its way, the votes on it and what is attached, each only once it is published.</summary>
public sealed class PortalMatterTests(TestSystem system)
{
    private static readonly byte[] Pdf = "%PDF-1.7 The offer for the roof"u8.ToArray();

    [Fact]
    public async Task A_matter_shows_its_sponsors_actions_votes_and_meetings_and_nothing_unpublished()
    {
        var tenant = await system.NewTenantAsync();
        await PortalTests.OpenAsync(tenant, "matters");
        var (matter, _) = await DeliberateAsync(tenant);
        using var visitor = tenant.Anonymous();

        var page = await visitor.ReadAsync($"/api/v1/portal/matters/{matter.Text("slug")}");
        Assert.Equal(("RES 7", "Repair of the library roof", "passed", "resolution"), (page.Text("identifier"), page.Text("title"), page.Text("status"), page.Text("classification")));
        Assert.Equal(["Library", "Budget"], page.List("subjects").Select(s => s.GetString()));
        Assert.Equal("Ada Alvarez", page.List("sponsors").Single().Text("name"));
        Assert.Equal(["Introduced", "Passed"], page.List("actions").Select(a => a.Text("description")));
        var motion = page.List("motions").Single();
        var vote = motion.GetProperty("motion").List("votes").Single();
        Assert.Equal(("Open meeting", 1, 1, 2), (motion.GetProperty("meeting").Text("name"), vote.GetProperty("yes").GetInt32(), vote.GetProperty("no").GetInt32(), vote.List("roll").Count));
        Assert.Equal(["Open meeting"], page.List("meetings").Select(m => m.Text("name")));
        Assert.DoesNotContain("Closed", page.GetRawText(), StringComparison.Ordinal);
        // Its body is not published.
        Assert.False(page.TryGetProperty("body", out _));
        Assert.Equal(["RES 7"], (await visitor.ReadAsync("/api/v1/portal/matters")).List("items").Select(m => m.Text("identifier")));
    }

    [Fact]
    public async Task Matters_are_found_by_status_kind_body_and_subject_and_a_closed_section_shows_none()
    {
        var tenant = await system.NewTenantAsync();
        await PortalTests.OpenAsync(tenant, "matters");
        var (_, body) = await DeliberateAsync(tenant);
        using var visitor = tenant.Anonymous();
        foreach (var (query, count) in ((string, int)[])[("subject=Budget", 1), ("subject=budget", 0), ("status=passed", 1), ("status=vetoed", 0), ("classification=resolution", 1), ($"body_id={body}", 1),
            ($"body_id={Guid.NewGuid()}", 0), ("sort=identifier", 1), ("sort=-introduced_on&limit=1", 1)])
            Assert.Equal((query, count), (query, (await visitor.ReadAsync("/api/v1/portal/matters?" + query)).List("items").Count));
        await PortalTests.OpenAsync(tenant, "meetings");
        await Eventually.TrueAsync(async () => (await visitor.GetAsync("/api/v1/portal/matters")).StatusCode == HttpStatusCode.NotFound);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync("/api/v1/portal/matters/feed.atom")).StatusCode);
    }

    [Theory]
    [InlineData("atom", "application/atom+xml")]
    [InlineData("rss", "application/rss+xml")]
    [InlineData("json", "application/feed+json")]
    public async Task What_happened_to_matters_is_a_feed_of_all_on_a_subject_and_of_one(string suffix, string type)
    {
        var tenant = await system.NewTenantAsync();
        await PortalTests.OpenAsync(tenant, "matters");
        var (matter, _) = await DeliberateAsync(tenant);
        using var visitor = tenant.Anonymous();
        foreach (var path in (string[])[$"feed.{suffix}", $"feed.{suffix}?subject=Library", $"{matter.Text("slug")}/feed.{suffix}"])
        {
            using var response = await visitor.GetAsync($"/api/v1/portal/matters/{path}");
            var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.Equal((HttpStatusCode.OK, type), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
            Assert.Contains("RES 7 Repair of the library roof: Passed", text, StringComparison.Ordinal);
            Assert.DoesNotContain("Closed", text, StringComparison.Ordinal);
        }
        using var other = await visitor.GetAsync($"/api/v1/portal/matters/feed.{suffix}?subject=Zoning");
        Assert.DoesNotContain("RES 7", await other.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync($"/api/v1/portal/matters/nothing/feed.{suffix}")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await visitor.GetAsync("/api/v1/portal/matters/feed.ics")).StatusCode);
    }

    [Fact]
    public async Task The_page_of_a_matter_says_what_it_is_before_any_script_runs()
    {
        var tenant = await system.NewTenantAsync();
        await PortalTests.OpenAsync(tenant, "matters");
        var (matter, _) = await DeliberateAsync(tenant);
        var html = await tenant.InsideAsync(async services => (await services.GetRequiredService<PortalPages>().FindAsync(
            $"matters/{matter.Text("slug")}", new Uri("https://town.example/portal/matters/x"), TestContext.Current.CancellationToken))!.Into("<head></head>", "https://town.example/portal/matters/x"));
        Assert.Contains("\"@type\":\"Legislation\"", html, StringComparison.Ordinal);
        Assert.Contains("\"legislationIdentifier\":\"RES 7\"", html, StringComparison.Ordinal);
        Assert.Contains($"/api/v1/portal/matters/{matter.Text("slug")}/feed.atom", html, StringComparison.Ordinal);
        Assert.Contains("\"legislationDate\":\"2026-03-02\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("feed.ics", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_of_published_meetings_and_matters_are_for_everybody_and_of_others_for_nobody()
    {
        var tenant = await system.NewTenantAsync();
        await PortalTests.OpenAsync(tenant, "matters", "meetings");
        var (matter, _) = await DeliberateAsync(tenant);
        var owner = tenant.Owner;
        var meetings = (await owner.ReadAsync("/api/v1/meetings?sort=name")).List("items");
        var (closed, open) = (meetings[0], meetings[1]);
        var item = (await owner.ReadAsync($"/api/v1/meetings/{open.Text("id")}/agenda-items")).List("items").Single();
        var attached = await owner.UploadAsync($"/api/v1/matters/{matter.Text("id")}/attachments", "offer.pdf", Pdf, HttpStatusCode.Created);
        await owner.UploadAsync($"/api/v1/agenda-items/{item.Text("id")}/attachments", "plan.pdf", Pdf, HttpStatusCode.Created);
        await owner.SendAsync($"/api/v1/meetings/{open.Text("id")}/attachments", new { title = "The law", url = "https://town.example/law", media_type = "application/pdf" });
        var hidden = await owner.UploadAsync($"/api/v1/meetings/{closed.Text("id")}/attachments", "secret.pdf", Pdf, HttpStatusCode.Created);

        using var visitor = tenant.Anonymous();
        var onMatter = (await visitor.ReadAsync($"/api/v1/portal/matters/{matter.Text("slug")}")).List("attachments").Single();
        Assert.Equal(("offer.pdf", "application/pdf", Pdf.Length), (onMatter.Text("title"), onMatter.Text("media_type"), onMatter.GetProperty("size").GetInt32()));
        var onMeeting = (await visitor.ReadAsync($"/api/v1/portal/meetings/{open.Text("slug")}")).List("attachments");
        Assert.Equal(["The law", "plan.pdf"], onMeeting.Select(a => a.Text("title")));
        Assert.Equal(("https://town.example/law", item.Text("id")), (onMeeting[0].Text("url"), onMeeting[1].Text("agenda_item_id")));
        foreach (var url in (string[])[onMatter.Text("url"), onMeeting[1].Text("url")])
        {
            using var response = await visitor.GetAsync(url);
            Assert.Equal(Pdf, await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
            Assert.Equal(("attachment", "application/pdf"), (response.Content.Headers.ContentDisposition?.DispositionType, response.Content.Headers.ContentType?.MediaType));
            Assert.Contains("sandbox", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
            Assert.Equal(["nosniff"], response.Headers.GetValues("X-Content-Type-Options"));
            using var again = new HttpRequestMessage(HttpMethod.Get, url) { Headers = { IfNoneMatch = { response.Headers.ETag! } } };
            using var kept = await visitor.SendAsync(again);
            Assert.Equal(HttpStatusCode.NotModified, kept.StatusCode);
        }
        foreach (var path in (string[])[
            $"meetings/{closed.Text("slug")}/attachments/{hidden.Text("id")}", $"meetings/{open.Text("slug")}/attachments/{hidden.Text("id")}", $"meetings/{open.Text("slug")}/attachments/{attached.Text("id")}",
            $"matters/{matter.Text("slug")}/attachments/{hidden.Text("id")}", $"meetings/{open.Text("slug")}/attachments/{onMeeting[0].Text("id")}", $"matters/nothing/attachments/{attached.Text("id")}"])
            Assert.Equal((path, HttpStatusCode.NotFound), (path, (await visitor.GetAsync("/api/v1/portal/" + path)).StatusCode));
        using var withdrawn = await owner.DeleteAsync($"/api/v1/matters/{matter.Text("id")}/publication");
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync(onMatter.Text("url"))).StatusCode);
    }

    /// <summary>A published matter on the agenda of an open and of a closed meeting, and one that nobody has published.</summary>
    private static async Task<(JsonElement Matter, string Body)> DeliberateAsync(TestTenant tenant)
    {
        var owner = tenant.Owner;
        var body = (await owner.SendAsync("/api/v1/bodies", new { name = "Town council", classification = "legislature" })).Text("id");
        var ada = await owner.SendAsync("/api/v1/officials", new { name = "Ada Alvarez" });
        var matter = await owner.SendAsync("/api/v1/matters", new { body_id = body, identifier = "RES 7", title = "Repair of the library roof", classification = "resolution", status = "passed", subjects = new[] { "Library", "Budget" }, introduced_on = "2026-02-01" });
        var closed = await owner.SendAsync("/api/v1/matters", new { body_id = body, identifier = "RES 8", title = "Closed", classification = "resolution", subjects = new[] { "Library" } });
        await owner.SendAsync($"/api/v1/matters/{matter.Text("id")}/sponsorships", new { official_id = ada.Text("id"), classification = "primary" });
        await owner.SendAsync($"/api/v1/matters/{matter.Text("id")}/actions", new { date = "2026-02-01", description = "Introduced", classification = new[] { "introduction" } });
        await owner.SendAsync($"/api/v1/matters/{matter.Text("id")}/actions", new { date = "2026-03-02", description = "Passed", classification = new[] { "passage" } });
        await owner.SendAsync($"/api/v1/matters/{closed.Text("id")}/actions", new { date = "2026-03-02", description = "Closed too", classification = new[] { "introduction" } });
        foreach (var name in (string[])["Open meeting", "Closed meeting"])
        {
            var meeting = await owner.SendAsync("/api/v1/meetings", new { name, start_date = "2026-03-02T18:00:00Z", body_id = body });
            await owner.SendAsync($"/api/v1/meetings/{meeting.Text("id")}/agenda-items", new { title = "Library roof", matter_id = matter.Text("id") });
            var motion = await owner.SendAsync("/api/v1/motions", new { meeting_id = meeting.Text("id"), matter_id = matter.Text("id"), text = $"In the {name}" });
            var vote = await owner.SendAsync("/api/v1/vote-events", new { motion_id = motion.Text("id"), votes = new object[] { new { official_id = ada.Text("id"), option = "yes" }, new { voter_name = "Ben Boone", option = "no" } } });
            await PortalTests.PublishAsync(tenant, "motions", motion);
            await PortalTests.PublishAsync(tenant, "vote-events", vote);
            if (name.StartsWith("Open", StringComparison.Ordinal)) await PortalTests.PublishAsync(tenant, "meetings", meeting);
        }
        await PortalTests.PublishAsync(tenant, "matters", matter);
        await PortalTests.PublishAsync(tenant, "officials", ada);
        return (await owner.ReadAsync($"/api/v1/matters/{matter.Text("id")}"), body);
    }
}
