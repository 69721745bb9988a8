using System.Net;
using System.Net.Http.Json;
using CivicPulse.Platform.Access;
using CivicPulse.Tests.Support;

namespace CivicPulse.Tests.Platform;

public sealed class TenantDomainTests(TestSystem system)
{
    [Fact]
    public async Task A_domain_leads_to_its_tenant_from_being_added_until_being_removed()
    {
        var tenant = await system.NewTenantAsync();
        var domain = $"council.{tenant.Slug}.example.org";
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(tenant, domain));
        Assert.Equal(0, (await system.Site.RunAsync("tenant", "domain", "add", tenant.Slug, domain.ToUpperInvariant() + ".")).Code);
        foreach (var host in (string[])[domain, domain + ".", domain.ToUpperInvariant(), domain + ":8443"]) Assert.Equal(HttpStatusCode.OK, await StatusAsync(tenant, host));
        Assert.Equal([domain], (await tenant.Owner.ReadAsync("/api/v1/tenant")).List("domains").Select(d => d.GetString()));

        var other = await system.NewTenantAsync();
        Assert.Equal(1, (await system.Site.RunAsync("tenant", "domain", "add", other.Slug, domain)).Code);
        Assert.Equal(0, (await system.Site.RunAsync("tenant", "domain", "remove", tenant.Slug, domain)).Code);
        await Eventually.TrueAsync(async () => await StatusAsync(tenant, domain) == HttpStatusCode.NotFound, seconds: 6);
    }

    [Fact]
    public async Task Pages_on_a_domain_may_call_the_api_for_its_own_tenant_and_for_no_other()
    {
        var (tenant, other) = (await system.NewTenantAsync(), await system.NewTenantAsync());
        var domain = $"pages.{tenant.Slug}.example.org";
        Assert.Equal(0, (await system.Site.RunAsync("tenant", "domain", "add", tenant.Slug, domain)).Code);
        await Eventually.TrueAsync(async () => await MayCallAsync(tenant.Owner, $"https://{domain}"), seconds: 6);
        Assert.False(await MayCallAsync(other.Owner, $"https://{domain}"));
        foreach (var origin in (string[])[$"http://{domain}", $"https://{domain}:8443", $"https://x.{domain}", "https://example.org", "https://xn--.example", "https://" + new string('a', 300), "null"])
            Assert.False(await MayCallAsync(tenant.Owner, origin), origin);
        await system.Site.RunAsync("tenant", "domain", "remove", tenant.Slug, domain);
        await Eventually.TrueAsync(async () => !await MayCallAsync(tenant.Owner, $"https://{domain}"), seconds: 6);
    }

    private static async Task<bool> MayCallAsync(HttpClient client, string origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/meetings") { Headers = { { "Origin", origin } } };
        using var response = await client.SendAsync(request);
        return response.Headers.TryGetValues("Access-Control-Allow-Origin", out var named) && named.Single() == origin;
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("10.0.0.1")]
    [InlineData("a b.example.org")]
    [InlineData("under_score.example.org")]
    [InlineData("-x.example.org")]
    [InlineData("../../etc")]
    [InlineData("example.org/path")]
    [InlineData("")]
    public async Task What_is_no_host_name_is_not_added(string domain)
    {
        var tenant = await system.SharedTenantAsync();
        Assert.NotEqual(0, (await system.Site.RunAsync("tenant", "domain", "add", tenant.Slug, domain)).Code);
    }

    [Fact]
    public async Task A_domain_in_another_script_is_kept_as_browsers_send_it()
    {
        var tenant = await system.NewTenantAsync();
        await system.Site.RunAsync("tenant", "domain", "add", tenant.Slug, $"bürger.{tenant.Slug}.example");
        Assert.Equal($"xn--brger-kva.{tenant.Slug}.example\n", (await system.Site.RunAsync("tenant", "domain", "list", tenant.Slug)).Output);
    }

    [Theory]
    [InlineData("no-such-tenant.example.org")]
    [InlineData("'; drop table x; --.example.org")]
    [InlineData("[::1]")]
    [InlineData("127.0.0.1")]
    [InlineData("...")]
    [InlineData("localhost")]
    [InlineData("a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p")]
    public async Task A_hostile_host_name_is_answered_with_4xx_and_a_code(string host)
    {
        var tenant = await system.SharedTenantAsync();
        Assert.InRange((int)await StatusAsync(tenant, host), 400, 499);
    }

    [Fact]
    public async Task A_flood_of_made_up_names_is_answered_and_leaves_known_tenants_alone()
    {
        var tenant = await system.NewTenantAsync();
        var flood = Enumerable.Range(0, 300).Select(i => StatusAsync(tenant, $"nobody-{i}.example.org")).ToList();
        var clock = System.Diagnostics.Stopwatch.StartNew();
        await tenant.Owner.ReadAsync("/api/v1/tenant");
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(5), $"A known tenant waited {clock.Elapsed}.");
        Assert.All(await Task.WhenAll(flood), status => Assert.Equal(HttpStatusCode.NotFound, status));
    }

    [Fact]
    public async Task An_owner_changes_what_the_organization_is_called_and_both_audits_tell()
    {
        var tenant = await system.NewTenantAsync();
        using var changed = await tenant.Owner.PatchAsJsonAsync("/api/v1/tenant", new
        {
            name = " Riverton ",
            locale = "es-MX",
            time_zone = "America/Chicago",
            theme_color = "#1a5fb4",
            terminology = new { meeting = "assembly" },
        });
        var self = await changed.BodyAsync(HttpStatusCode.OK);
        Assert.Equal(("Riverton", "es-MX", "America/Chicago", "assembly"), (self.Text("name"), self.Text("locale"), self.Text("time_zone"), self.GetProperty("terminology").Text("meeting")));
        Assert.Single(await system.Site.TextsAsync($"select after::text from {tenant.Tenant.Schema}.audit_entries where operation = 'platform.tenant_changed' and actor_kind = 'account'"));
        Assert.NotEmpty(await system.Site.TextsAsync($"select 1 from platform.audit_entries where entity = 'tenants' and operation = 'update' and after ->> 'name' = 'Riverton'"));
        using var viewer = await tenant.AsAsync(Role.Viewer);
        Assert.Equal("Riverton", (await viewer.ReadAsync("/api/v1/tenant")).Text("name"));
        using var refused = await viewer.PatchAsJsonAsync("/api/v1/tenant", new { name = "Mine" });
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    [Theory]
    [InlineData("""{"name":"  "}""")]
    [InlineData("""{"name":"a\u0000b"}""")]
    [InlineData("""{"locale":"english"}""")]
    [InlineData("""{"time_zone":"Mars/Olympus"}""")]
    [InlineData("""{"time_zone":"../../etc/passwd"}""")]
    [InlineData("""{"theme_color":"red"}""")]
    [InlineData("""{"terminology":{"Bad Key":"x"}}""")]
    [InlineData("""{"terminology":{"meeting":null}}""")]
    [InlineData("""{"terminology":[]}""")]
    public async Task What_makes_no_sense_is_refused_and_changes_nothing(string body)
    {
        var tenant = await system.SharedTenantAsync();
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var refused = await tenant.Owner.PatchAsync("/api/v1/tenant", content);
        Assert.NotEmpty((await refused.BodyAsync(HttpStatusCode.BadRequest)).Text("code"));
    }

    private async Task<HttpStatusCode> StatusAsync(TestTenant tenant, string host)
    {
        using var client = new HttpClient { BaseAddress = system.BaseAddress };
        client.DefaultRequestHeaders.Authorization = tenant.Owner.DefaultRequestHeaders.Authorization;
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/tenant");
        request.Headers.TryAddWithoutValidation("Host", host);
        using var response = await client.SendAsync(request);
        return response.StatusCode;
    }
}
