using System.Net;
using System.Text.Json;
using CivicPulse.Platform;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Portal;
using CivicPulse.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CivicPulse.Tests.Governance;

public sealed class DemoTests(TestSystem system)
{
    [Fact]
    public async Task The_made_up_council_votes_as_it_does_in_its_recording()
    {
        var tenant = await FilledAsync("votes");
        var votes = (await tenant.Owner.ReadAsync("/api/v1/vote-events?sort=start_date")).List("items");
        Assert.Equal(["4 0 pass", "4 1 pass", "5 0 pass"], votes.Select(v => $"{(int)v.GetProperty("counts").GetProperty("yes").GetDecimal()} {(int)v.GetProperty("counts").GetProperty("no").GetDecimal()} {v.Text("result")}"));
        var ellery = (await tenant.Owner.ReadAsync("/api/v1/officials?name[contains]=Ellery")).List("items")[0].Text("id");
        var entry = (await tenant.Owner.ReadAsync($"/api/v1/officials/{ellery}/ledger")).List("items").Single();
        Assert.Equal("consistent", entry.Text("verdict"));
        Assert.NotEmpty(entry.GetProperty("reply").Text("text"));
        var meetings = (await tenant.Owner.ReadAsync("/api/v1/meetings?sort=start_date")).List("items");
        Assert.Equal([true, true, false], meetings.Select(m => m.TryGetProperty("published_at", out _)));
        foreach (var meeting in meetings.Take(2))
            Assert.True((await tenant.Owner.ReadAsync($"/api/v1/meetings/{meeting.Text("id")}/quorum")).GetProperty("reached").GetBoolean());
    }

    [Fact]
    public async Task A_visitor_of_the_demo_sees_full_pages_at_once_and_nothing_that_is_being_prepared()
    {
        var tenant = await FilledAsync("portal");
        using var visitor = tenant.Anonymous();
        Assert.Equal(["bodies", "elections", "matters", "meetings", "officials"], (await visitor.ReadAsync("/api/v1/portal")).List("sections").Select(s => s.GetString()).Order());
        var body = (await visitor.ReadAsync("/api/v1/portal/bodies")).List("items").Single();
        var members = (await visitor.ReadAsync($"/api/v1/portal/bodies/{body.Text("slug")}/members")).List("items");
        Assert.Equal((5, 5), (members.Count, (await visitor.ReadAsync($"/api/v1/portal/representatives?division_id={Modules.Governance.Model.DemoCouncil.Town}")).List("seats").Count(s => s.List("holders").Count == 1)));
        var meetings = (await visitor.ReadAsync("/api/v1/portal/meetings?sort=start_date")).List("items");
        Assert.Equal(2, meetings.Count);
        Assert.DoesNotContain(meetings, m => m.Text("name").Contains("draft", StringComparison.Ordinal));
        var march = await visitor.ReadAsync($"/api/v1/portal/meetings/{meetings[0].Text("slug")}");
        Assert.Equal((3, 5, 6), (march.List("minutes").Count, march.List("motions").Single().List("votes").Single().List("roll").Count, march.List("attendance").Count));
        var roof = (await visitor.ReadAsync("/api/v1/portal/matters")).List("items").Single();
        var matter = await visitor.ReadAsync($"/api/v1/portal/matters/{roof.Text("slug")}");
        Assert.Equal((2, 2, 2, 1), (matter.List("motions").Count, matter.List("meetings").Count, matter.List("actions").Count, matter.List("sponsors").Count));
        var election = (await visitor.ReadAsync("/api/v1/portal/elections")).List("items").Single();
        Assert.Equal(2, (await visitor.ReadAsync($"/api/v1/portal/elections/{election.Text("slug")}")).List("contests").Count);
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync($"/api/v1/portal/elections/{election.Text("slug")}/results")).StatusCode);
    }

    [Fact]
    public async Task The_minutes_of_the_demo_were_reviewed_by_one_person_and_published_by_another()
    {
        var tenant = await FilledAsync("minutes");
        var march = (await tenant.Owner.ReadAsync("/api/v1/meetings?sort=start_date")).List("items")[0];
        var minutes = await tenant.Owner.ReadAsync($"/api/v1/meetings/{march.Text("id")}/minutes");
        Assert.Equal("published", minutes.Text("status"));
        Assert.NotEqual(minutes.Text("reviewed_by"), minutes.Text("published_by"));
    }

    [Fact]
    public async Task Filling_the_demo_again_changes_nothing()
    {
        var tenant = await FilledAsync("again");
        await tenant.Owner.SendAsync(HttpMethod.Put, "/api/v1/tenant/portal", new { open = false, sections = new[] { "bodies" } });
        await FillAsync(tenant, "again");
        Assert.False((await tenant.Owner.ReadAsync("/api/v1/tenant/portal")).GetProperty("open").GetBoolean());
        Assert.Equal(3, (await tenant.Owner.ReadAsync("/api/v1/meetings")).List("items").Count);
    }

    private async Task<TestTenant> FilledAsync(string name)
    {
        var tenant = await system.NewTenantAsync();
        await FillAsync(tenant, name);
        return tenant;
    }

    /// <summary>As <c>migrate</c> does.</summary>
    private static Task<int> FillAsync(TestTenant tenant, string name) => tenant.InsideAsync(async services =>
    {
        var demo = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Demo:Email"] = $"{name}@demo.example", ["Demo:Password"] = TestTenant.Password }).Build().GetSection("Demo");
        foreach (var data in services.GetServices<IDemoData>()) await data.AddAsync(demo, CancellationToken.None);
        await new DemoPortal(services.GetRequiredService<TenantDb>(), services.GetRequiredService<ModuleList>()).AddAsync(demo, CancellationToken.None);
        return 0;
    });
}
