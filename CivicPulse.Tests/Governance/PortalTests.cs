using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CivicPulse.Tests.Support;

namespace CivicPulse.Tests.Governance;

/// <summary>What anybody sees: nothing that the organization did not open, and nothing that nobody has looked at.</summary>
public sealed class PortalTests(TestSystem system)
{
    [Fact]
    public async Task A_closed_portal_shows_nothing_and_an_open_one_only_what_was_published()
    {
        var tenant = await system.NewTenantAsync();
        using var visitor = tenant.Anonymous();
        var body = await tenant.Owner.SendAsync("/api/v1/bodies", new { name = "Town council", classification = "legislature", founding_date = "1871" });
        var path = $"/api/v1/portal/bodies/{body.Text("slug")}";
        await PublishAsync(tenant, "bodies", body);
        Assert.Equal("portal.closed", await ProblemAsync(visitor, path));

        await OpenAsync(tenant, "bodies");
        var shown = await ReadAsync(visitor, path);
        Assert.Equal(("Town council", "1871"), (shown.Text("name"), shown.Text("founding_date")));
        Assert.Equal("portal.closed", await ProblemAsync(visitor, "/api/v1/portal/officials"));

        var hidden = await tenant.Owner.SendAsync("/api/v1/bodies", new { name = "Secret committee", classification = "committee", parent_id = body.Text("id") });
        Assert.Equal(["Town council"], (await ReadAsync(visitor, "/api/v1/portal/bodies")).List("items").Select(b => b.Text("name")));
        Assert.Empty((await ReadAsync(visitor, path)).List("parts"));
        Assert.Equal("not_found", await ProblemAsync(visitor, $"/api/v1/portal/bodies/{hidden.Text("slug")}"));

        using var withdrawn = await tenant.Owner.DeleteAsync($"/api/v1/bodies/{body.Text("id")}/publication");
        Assert.Equal((HttpStatusCode.NoContent, "not_found"), (withdrawn.StatusCode, await ProblemAsync(visitor, path)));
    }

    [Fact]
    public async Task Whoever_is_signed_in_sees_on_the_portal_what_everybody_sees()
    {
        var tenant = await system.NewTenantAsync();
        await OpenAsync(tenant, "officials");
        await tenant.Owner.SendAsync("/api/v1/officials", new { name = "Ada Alvarez" });
        Assert.Single((await tenant.Owner.ReadAsync("/api/v1/officials")).List("items"));
        Assert.Empty((await tenant.Owner.ReadAsync("/api/v1/portal/officials")).List("items"));
    }

    [Fact]
    public async Task A_page_may_be_kept_and_asked_for_again_by_its_tag()
    {
        var tenant = await system.NewTenantAsync();
        await OpenAsync(tenant, "officials");
        var official = await tenant.Owner.SendAsync("/api/v1/officials", new { name = "Ada Alvarez" });
        await PublishAsync(tenant, "officials", official);
        using var visitor = tenant.Anonymous();
        using var first = await visitor.GetAsync($"/api/v1/portal/officials/{official.Text("slug")}");
        Assert.True(first.Headers.CacheControl is { Public: true, MaxAge.TotalSeconds: 60 });
        visitor.DefaultRequestHeaders.IfNoneMatch.Add(first.Headers.ETag!);
        using var again = await visitor.GetAsync($"/api/v1/portal/officials/{official.Text("slug")}");
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        await tenant.Owner.SendAsync(HttpMethod.Patch, $"/api/v1/officials/{official.Text("id")}", new { party = "Independent" });
        using var changed = await visitor.GetAsync($"/api/v1/portal/officials/{official.Text("slug")}");
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
    }

    [Fact]
    public async Task Anybody_reports_an_error_in_what_is_published_and_a_person_answers()
    {
        var tenant = await system.NewTenantAsync();
        await OpenAsync(tenant, "officials");
        var official = await tenant.Owner.SendAsync("/api/v1/officials", new { name = "Ada Alvarez", party = "Purple" });
        using var visitor = tenant.Anonymous();
        var report = new { kind = "official", id = official.Text("id"), field = "party", proposed = "Green", message = "She changed in May.", email = "reader@town.example" };
        using (var unseen = await visitor.PostAsJsonAsync("/api/v1/portal/corrections", report)) Assert.Equal(HttpStatusCode.UnprocessableEntity, unseen.StatusCode);
        await PublishAsync(tenant, "officials", official);
        using (var taken = await visitor.PostAsJsonAsync("/api/v1/portal/corrections", report)) Assert.Equal(HttpStatusCode.Accepted, taken.StatusCode);

        var waiting = (await tenant.Owner.ReadAsync("/api/v1/corrections?state=open")).List("items").Single();
        Assert.Equal(("Ada Alvarez", "Green", "reader@town.example"), (waiting.Text("record_title"), waiting.Text("proposed"), waiting.Text("email")));
        var resolution = $"/api/v1/corrections/{waiting.Text("id")}/resolution";
        Assert.Equal("accepted", (await tenant.Owner.SendAsync(HttpMethod.Put, resolution, new { accepted = true, answer = "Thank you." })).Text("state"));
        Assert.Equal("portal.correction_resolved", (await tenant.Owner.SendAsync(HttpMethod.Put, resolution, new { accepted = false }, HttpStatusCode.Conflict)).Text("code"));
        Assert.Equal("Purple", (await tenant.Owner.ReadAsync($"/api/v1/officials/{official.Text("id")}")).Text("party"));
    }

    [Fact]
    public async Task Who_represents_a_place_are_the_holders_of_seats_for_it_and_around_it()
    {
        var tenant = await system.NewTenantAsync();
        await OpenAsync(tenant, "officials", "bodies");
        var body = await tenant.Owner.SendAsync("/api/v1/bodies", new { name = "State senate", classification = "upper" });
        var post = await tenant.Owner.SendAsync("/api/v1/posts", new { body_id = body.Text("id"), label = "Senator for the state", role = "Senator", division_id = "ocd-division/country:us/state:ga" });
        var other = await tenant.Owner.SendAsync("/api/v1/posts", new { body_id = body.Text("id"), label = "Senator, district 5", role = "Senator", division_id = "ocd-division/country:us/state:ga/sldu:5" });
        var official = await tenant.Owner.SendAsync("/api/v1/officials", new { name = "Ada Alvarez" });
        var seat = await tenant.Owner.SendAsync("/api/v1/memberships", new { body_id = body.Text("id"), post_id = post.Text("id"), official_id = official.Text("id"), role = "Senator", start_date = "2020" });
        foreach (var (kind, record) in ((string, JsonElement)[])[("bodies", body), ("posts", post), ("posts", other), ("officials", official), ("memberships", seat)]) await PublishAsync(tenant, kind, record);
        using var visitor = tenant.Anonymous();
        var found = await ReadAsync(visitor, "/api/v1/portal/representatives?division_id=ocd-division/country:us/state:ga/county:bibb");
        var only = found.List("seats").Single();
        Assert.Equal(("Senator for the state", "Ada Alvarez"), (only.Text("label"), only.List("holders").Single().Text("name")));
    }

    [Fact]
    public async Task A_page_says_what_it_is_about_before_any_script_runs()
    {
        var tenant = await system.NewTenantAsync();
        await OpenAsync(tenant, "bodies");
        var body = await tenant.Owner.SendAsync("/api/v1/bodies", new { name = "</script><b>Council & Sons", classification = "legislature", description = "Decides \"everything\"." });
        using var visitor = tenant.Anonymous();
        var path = $"/portal/bodies/{body.Text("slug")}";
        using (var unseen = await visitor.GetAsync(path)) Assert.Equal(HttpStatusCode.NotFound, unseen.StatusCode);
        await PublishAsync(tenant, "bodies", body);
        using var page = await visitor.GetAsync(path);
        Assert.SkipUnless(page.Content.Headers.ContentType?.MediaType == "text/html", "The web pages are not built.");
        var html = await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Contains("<title>&lt;/script&gt;&lt;b&gt;Council &amp; Sons</title>", html, StringComparison.Ordinal);
        Assert.Contains("\"GovernmentOrganization\"", html, StringComparison.Ordinal);
        Assert.Contains("type=\"application/atom+xml\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/portal/bodies/x")]
    [InlineData("/api/v1/portal/meetings/feed.atom")]
    [InlineData("/api/v1/portal/elections/feed.ics")]
    public async Task A_host_that_is_no_name_is_refused(string path)
    {
        var tenant = await system.NewTenantAsync();
        await OpenAsync(tenant, "bodies", "meetings", "elections");
        using var visitor = tenant.Anonymous();
        foreach (var host in (string[])["demo..x", "a.b:99999"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.TryAddWithoutValidation("Host", host);
            using var response = await visitor.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.True((int)response.StatusCode < 500, $"{host}: {(int)response.StatusCode}");
        }
    }

    [Fact]
    public async Task What_has_no_page_cannot_be_wrong_in_public()
    {
        var tenant = await system.NewTenantAsync();
        await OpenAsync(tenant);
        using var visitor = tenant.Anonymous();
        foreach (var kind in (string[])["boundary_shape", "grant", "role", "vote_count"])
        {
            using var refused = await visitor.PostAsJsonAsync("/api/v1/portal/corrections", new { kind, id = Guid.NewGuid(), message = "x" });
            Assert.Equal("portal.no_such_record", (await refused.BodyAsync(HttpStatusCode.UnprocessableEntity)).Text("code"));
        }
    }

    [Fact]
    public async Task Names_of_boundaries_that_are_not_public_find_no_place_for_visitors_and_nothing_keeps_what_they_asked()
    {
        var tenant = await system.NewTenantAsync();
        await OpenAsync(tenant, "officials");
        await tenant.Owner.ImportAndRunAsync("boundaries", "houses.jsonl", """{"set":"houses","identifier":"1","name":"Rosewood","geometry":{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}}"""u8.ToArray());
        var set = (await tenant.Owner.ReadAsync("/api/v1/boundary-sets")).List("items").Single();
        await tenant.Owner.SendAsync(HttpMethod.Patch, $"/api/v1/boundary-sets/{set.Text("id")}", new { is_public = false });
        Assert.Equal("Rosewood", (await tenant.Owner.ReadAsync("/api/v1/districts?address=rosewood")).Text("matched"));
        using var visitor = tenant.Anonymous();
        foreach (var path in (string[])["/api/v1/portal/districts?address=rosewood", "/api/v1/portal/representatives?address=rosewood"])
        {
            using var refused = await visitor.GetAsync(path);
            Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
        }
        await tenant.Owner.SendAsync(HttpMethod.Patch, $"/api/v1/boundary-sets/{set.Text("id")}", new { is_public = true });
        using var found = await visitor.GetAsync("/api/v1/portal/districts?address=rosewood");
        Assert.Equal((HttpStatusCode.OK, true), (found.StatusCode, found.Headers.CacheControl!.NoStore));
    }

    [Fact]
    public async Task Who_was_a_name_before_they_were_an_official_keeps_one_seat()
    {
        var tenant = await system.NewTenantAsync();
        await tenant.Owner.SendAsync("/api/v1/bodies", new { name = "Council", classification = "legislature" });
        var seats = "person,body,role\nAda Alvarez,Council,Member\n"u8.ToArray();
        Assert.Equal("1 1 0 0 0", (await tenant.Owner.ImportAndRunAsync("memberships", "m.csv", seats)).Counts());
        await tenant.Owner.ImportAndRunAsync("officials", "o.csv", "name\nAda Alvarez\n"u8.ToArray());
        await tenant.Owner.ImportAndRunAsync("memberships", "m.csv", seats);
        Assert.Single((await tenant.Owner.ReadAsync("/api/v1/memberships")).List("items"));
    }

    internal static Task OpenAsync(TestTenant tenant, params string[] sections) =>
        tenant.Owner.SendAsync(HttpMethod.Put, "/api/v1/tenant/portal", new { open = true, sections });

    internal static Task PublishAsync(TestTenant tenant, string kind, JsonElement record) =>
        tenant.Owner.SendAsync(HttpMethod.Put, $"/api/v1/{kind}/{record.Text("id")}/publication", new { });

    private static async Task<JsonElement> ReadAsync(HttpClient visitor, string path) => await visitor.ReadAsync(path);

    private static async Task<string> ProblemAsync(HttpClient visitor, string path)
    {
        using var response = await visitor.GetAsync(path);
        return (await response.BodyAsync(HttpStatusCode.NotFound)).Text("code");
    }
}
