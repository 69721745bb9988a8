using System.Net;
using CivicPulse.Modules.Documents.Model;
using CivicPulse.Modules.Governance.Model;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Http;
using CivicPulse.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CivicPulse.Tests.Platform;

public sealed class RecordRuleTests(TestSystem system)
{
    [Fact]
    public async Task A_grant_for_a_team_reaches_the_documents_of_that_team_and_nothing_else()
    {
        var tenant = await system.NewTenantAsync();
        var (parks, roads) = (await tenant.NewTeamAsync("Parks"), await tenant.NewTeamAsync("Roads"));
        var ours = await tenant.Owner.NewDocumentAsync("The swings are new.", parks);
        var theirs = await tenant.Owner.NewDocumentAsync("The bridge is old.", roads);
        var nobodys = await tenant.Owner.NewDocumentAsync("The sky is blue.");
        var keeper = (await tenant.JoinAsync(new { role = "staff", scope = "team", team_id = parks })).Client;

        Assert.Equal([ours], await keeper.DocumentsAsync());
        foreach (var hidden in (string[])[theirs, nobodys])
        {
            foreach (var path in (string[])["", "/text", "/versions/1/content"])
                Assert.Equal(HttpStatusCode.NotFound, (await keeper.GetAsync($"/api/v1/documents/{hidden}{path}")).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await keeper.DeleteAsync($"/api/v1/documents/{hidden}")).StatusCode);
        }
        // What would lie outside is refused, on the way in and by moving.
        Assert.Equal("access.outside_scope", await keeper.NewDocumentAsync("Into another team", roads, expected: HttpStatusCode.Forbidden));
        Assert.Equal("access.outside_scope", await keeper.NewDocumentAsync("Into none", expected: HttpStatusCode.Forbidden));
        Assert.Equal((403, "access.outside_scope"), await keeper.RefusedAsync(HttpMethod.Put, $"/api/v1/documents/{ours}/audience", new { audience = "everybody", team_id = roads }));
        var made = await keeper.NewDocumentAsync("Into ours", parks);
        Assert.Equal(new HashSet<string> { ours, made }, await keeper.DocumentsAsync());
        Assert.Equal(4, (await tenant.Owner.DocumentsAsync()).Count);
    }

    [Fact]
    public async Task Own_records_and_own_teams_follow_the_account()
    {
        var tenant = await system.NewTenantAsync();
        var author = await tenant.JoinAsync(new { role = "staff", scope = "own" });
        var hers = await author.Client.NewDocumentAsync("Mine");
        var parks = await tenant.NewTeamAsync("Parks");
        var ours = await tenant.Owner.NewDocumentAsync("Ours", parks);
        Assert.Equal([hers], await author.Client.DocumentsAsync());

        await tenant.Owner.SendAsync($"/api/v1/accounts/{author.Id}/grants", new { role = "viewer", scope = "team" });
        Assert.Equal([hers], await author.Client.DocumentsAsync());
        await tenant.PutMemberAsync(parks, author.Id);
        Assert.Equal(new HashSet<string> { hers, ours }, await author.Client.DocumentsAsync());
        // Seeing the team's as a viewer and changing one's own as staff do not add up to changing the team's.
        Assert.Equal((404, "not_found"), await author.Client.RefusedAsync(HttpMethod.Delete, $"/api/v1/documents/{ours}"));
        // A Worker may just be reading its text; who comes between is told so (412) and asks again.
        await Eventually.TrueAsync(async () => (await author.Client.DeleteAsync($"/api/v1/documents/{hers}")).StatusCode == HttpStatusCode.NoContent);
        await tenant.Owner.DeleteAsync($"/api/v1/teams/{parks}/members/{author.Id}");
        Assert.Empty(await author.Client.DocumentsAsync());
    }

    [Fact]
    public async Task Districts_and_states_narrow_in_the_same_way()
    {
        var tenant = await system.NewTenantAsync();
        var north = Guid.NewGuid();
        var ward = (await tenant.Owner.SendAsync("/api/v1/bodies", new { name = "North ward", classification = "committee", district_id = north })).Text("id");
        await tenant.Owner.SendAsync("/api/v1/bodies", new { name = "South ward", classification = "committee", district_id = Guid.NewGuid() });
        await tenant.Owner.SendAsync("/api/v1/bodies", new { name = "Council", classification = "legislature" });
        var local = (await tenant.JoinAsync(new { role = "staff", scope = "district", district_id = north })).Client;
        Assert.Equal([ward], (await local.ReadAsync("/api/v1/bodies")).List("items").Select(b => b.Text("id")));
        Assert.Equal((403, "access.outside_scope"), await local.RefusedAsync(HttpMethod.Post, "/api/v1/bodies", new { name = "Elsewhere", classification = "committee" }));

        var meeting = (await tenant.Owner.NewMeetingAsync("Called off")).Text("id");
        await tenant.Owner.SendAsync($"/api/v1/meetings/{meeting}/agenda-items", new { title = "Item" });
        var public_ = (await tenant.JoinAsync(new { role = "viewer", scope = "state", state = "confirmed" })).Client;
        Assert.Single((await public_.ReadAsync($"/api/v1/meetings/{meeting}/agenda-items")).List("items"));
        using (await tenant.Owner.PatchAsync($"/api/v1/meetings/{meeting}", System.Net.Http.Json.JsonContent.Create(new { status = "cancelled" }))) { }
        Assert.Equal(HttpStatusCode.NotFound, (await public_.GetAsync($"/api/v1/meetings/{meeting}")).StatusCode);
        // A part goes with its whole.
        Assert.Equal(HttpStatusCode.NotFound, (await public_.GetAsync($"/api/v1/meetings/{meeting}/agenda-items")).StatusCode);
    }

    [Fact]
    public async Task A_document_for_a_team_is_seen_by_its_owner_its_team_and_those_who_see_all()
    {
        var tenant = await system.NewTenantAsync();
        var (author, member, other) = (await tenant.JoinAsync(new { role = "staff" }), await tenant.JoinAsync(new { role = "member" }), await tenant.JoinAsync(new { role = "staff" }));
        var team = await tenant.NewTeamAsync("Negotiation", member.Id);
        var secret = await author.Client.NewDocumentAsync("The walrus offer is three million.", team, "team");
        await Eventually.TrueAsync(async () => (await author.Client.ReadAsync($"/api/v1/documents/{secret}")).Text("state") == "ready");
        foreach (var sees in (HttpClient[])[author.Client, member.Client, tenant.Owner])
        {
            Assert.Equal([secret], await sees.DocumentsAsync());
            Assert.Single((await sees.ReadAsync("/api/v1/search?q=walrus")).List("items"));
        }
        Assert.Empty(await other.Client.DocumentsAsync());
        Assert.Empty((await other.Client.ReadAsync("/api/v1/search?q=walrus")).List("items"));
        Assert.Equal("not_found", (await other.Client.SendAsync("/api/v1/questions", new { text = "How much is the walrus offer?" }, HttpStatusCode.OK)).Text("status"));
        Assert.Equal(HttpStatusCode.NotFound, (await other.Client.GetAsync($"/api/v1/documents/{secret}/versions/1/content")).StatusCode);
        Assert.Equal((409, "documents.no_team"), await author.Client.RefusedAsync(HttpMethod.Put, $"/api/v1/documents/{secret}/audience", new { audience = "team" }));
        using (await author.Client.PutAsync($"/api/v1/documents/{secret}/audience", System.Net.Http.Json.JsonContent.Create(new { audience = "everybody", team_id = team }))) { }
        Assert.Equal([secret], await other.Client.DocumentsAsync());
        Assert.Single((await other.Client.ReadAsync("/api/v1/search?q=walrus")).List("items"));
    }

    [Fact]
    public async Task Filters_read_the_account_of_the_moment_on_pooled_contexts()
    {
        var tenant = await system.NewTenantAsync();
        var people = new List<(HttpClient Client, string Own)>();
        for (var i = 0; i < 4; i++)
        {
            var client = (await tenant.JoinAsync(new { role = "staff", scope = "own" })).Client;
            people.Add((client, await client.NewDocumentAsync($"Of person {i}")));
        }
        // Everybody at once, again and again: contexts change hands all the time, one unlimited account among them.
        await Parallel.ForAsync(0, 200, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, _) =>
        {
            if (i % 5 == 4)
            {
                Assert.Equal(4, (await tenant.Owner.DocumentsAsync()).Count);
                return;
            }
            var (client, own) = people[i % 5];
            Assert.Equal([own], await client.DocumentsAsync());
        });
    }

    [Fact]
    public async Task The_same_context_answers_for_whom_it_is_bound_to_and_set_based_changes_are_filtered_too()
    {
        var tenant = await system.NewTenantAsync();
        var (me, somebody) = (Guid.NewGuid(), Guid.NewGuid());
        await tenant.InsideAsync(async services =>
        {
            var db = services.GetRequiredService<TenantDb>();
            var account = services.GetRequiredService<CurrentAccount>();
            db.Set<Body>().Add(new Body { Name = "System's", Classification = "committee" });
            await db.SaveChangesAsync();

            account.SignIn(me, Holds(Reach.OwnRecords));
            db.Set<Body>().Add(new Body { Name = "Mine", Classification = "committee" });
            await db.SaveChangesAsync();
            Assert.Equal(["Mine"], await NamesAsync(db));
            Assert.Equal(1, await db.Set<Body>().ExecuteUpdateAsync(b => b.SetProperty(x => x.Classification, "board")));

            account.SignIn(somebody, Holds(Reach.OwnRecords));
            Assert.Empty(await NamesAsync(db));
            Assert.Equal(0, await db.Set<Body>().ExecuteDeleteAsync());

            account.SignIn(somebody, Holds(Reach.Everywhere));
            Assert.Equal(["Mine", "System's"], await NamesAsync(db));
            account.SignIn(somebody, HeldAccess.Nothing);
            Assert.Empty(await NamesAsync(db));
            db.Set<Body>().Add(new Body { Name = "Not allowed", Classification = "committee" });
            Assert.Equal("access.outside_scope", (await Assert.ThrowsAsync<BadInput>(() => db.SaveChangesAsync())).Code);
            return 0;
        });
    }

    [Fact]
    public void Reaches_add_up_and_narrow_each_other()
    {
        var (a, b) = (Guid.NewGuid(), Guid.NewGuid());
        Assert.Same(Reach.Everywhere, Reach.OwnRecords.Or(Reach.Everywhere));
        Assert.Equal([a, b], Reach.OfTeams(a).Or(Reach.OfTeams(b)).Teams);
        Assert.Equal([b], Reach.OfTeams(a, b).And(Reach.OfTeams(b)).Teams);
        Assert.Same(Reach.OwnRecords, Reach.Everywhere.And(Reach.OwnRecords));
        Assert.False(Reach.OfTeams(a).And(Reach.OwnRecords).Own);
        Assert.True(Reach.OfTeams(a, b).Covers(Reach.OfTeams(b)));
        Assert.False(Reach.OfTeams(b).Covers(Reach.OfTeams(a, b)));
        Assert.False(Reach.OwnRecords.Covers(Reach.Everywhere));
    }

    private static HeldAccess Holds(Reach reach) => HeldAccess.Of([(reach, ["governance.read", "governance.write"])], []);

    private static Task<List<string>> NamesAsync(TenantDb db) => db.Set<Body>().OrderBy(b => b.Name).Select(b => b.Name).ToListAsync();
}
