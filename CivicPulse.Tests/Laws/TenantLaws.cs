using System.Net;
using System.Net.Http.Json;
using CivicPulse.Modules.AuditTrail.Model;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Facts;
using CivicPulse.Platform.Portal;
using CivicPulse.Platform.Tenancy;
using CivicPulse.Tests.Support;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CivicPulse.Tests.Laws;

public sealed class TenantLaws(TestSystem system) : IAsyncLifetime
{
    private TestTenant _mine = null!;
    private TestTenant _theirs = null!;

    public async ValueTask InitializeAsync() => (_mine, _theirs) = (await system.NewTenantAsync(), await system.NewTenantAsync());

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task No_route_with_an_id_shows_or_changes_another_tenants_record()
    {
        var theirs = await FillAsync(_theirs);
        var (shown, tried) = await ShownAsync(_mine.Owner, theirs);
        Assert.Empty(shown);
        Assert.True(tried > 15, $"Only {tried} routes were tried.");
        // Nothing happened to them either.
        Assert.Equal("Theirs", (await _theirs.Owner.ReadAsync($"/api/v1/meetings/{theirs["meeting"]}")).Text("name"));
    }

    [Fact]
    public async Task When_the_gate_admits_to_another_tenant_the_law_fails()
    {
        await using var open = new RealHost<Api.ApiHost>(system.Site.Settings, services => services
            .AddScoped<IAccountAccess>(_ => new AccessLaws.Unlimited())
            .AddScoped(p => p.GetRequiredService<IDbContextFactory<TenantDb>>().CreateDbContext().Bind(_theirs.Tenant, p.GetRequiredService<CurrentAccount>())));
        using var client = _mine.Owner.Like(open.Address);
        var (shown, _) = await ShownAsync(client, await FillAsync(_theirs));
        Assert.Contains(shown, s => s.StartsWith("GET /api/v1/meetings/", StringComparison.Ordinal));
        Assert.Contains(shown, s => s.StartsWith("DELETE /api/v1/documents/", StringComparison.Ordinal));
    }

    private async Task<(List<string> Shown, int Tried)> ShownAsync(HttpClient client, Dictionary<string, string> ids)
    {
        var (shown, tried) = (new List<string>(), 0);
        foreach (var (method, path) in Routes.WithIds(system.Site.Api, ids))
        {
            using var request = new HttpRequestMessage(method, path) { Content = method == HttpMethod.Get ? null : Routes.PlausibleBody(path) };
            using var response = await client.SendAsync(request);
            if (response.StatusCode != HttpStatusCode.NotFound && !await EmptyPageAsync(response))
                shown.Add($"{method} {path} answered {(int)response.StatusCode} for a record of another tenant: {await response.Content.ReadAsStringAsync()}");
            tried++;
        }
        return (shown, tried);
    }

    [Fact]
    public async Task What_one_portal_shows_no_other_does()
    {
        var paths = Routes.OfRecordsOnPortal(system.Site.Api, await FillAsync(_theirs)).ToList();
        await _mine.Owner.OpenPortalAsync("bodies", "officials", "meetings", "matters", "elections");
        using var here = _mine.Anonymous();
        using var there = _theirs.Anonymous();
        var shown = 0;
        foreach (var path in paths)
        {
            using var mine = await here.GetAsync(path);
            using var theirs = await there.GetAsync(path);
            Assert.True(mine.StatusCode == HttpStatusCode.NotFound || await EmptyPageAsync(mine), $"{path} answered {(int)mine.StatusCode} in another tenant.");
            if (theirs.StatusCode == HttpStatusCode.OK) shown++;
        }
        Assert.True(shown > 8, $"Only {shown} of {paths.Count} showed anything.");
    }

    [Fact]
    public async Task A_token_of_one_tenant_is_nothing_in_another()
    {
        var token = await _mine.TokenAsync(_mine.OwnerEmail);
        using var client = _theirs.Anonymous();
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        foreach (var path in Routes.Guarded(system.Site.Api).Where(r => !r.Contains('{', StringComparison.Ordinal)).Distinct(StringComparer.Ordinal))
            Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync(path)).StatusCode);
    }

    [Fact]
    public async Task Anonymous_is_refused_everywhere_but_on_the_public_routes()
    {
        using var anonymous = _mine.Anonymous();
        foreach (var (method, path) in Routes.All(system.Site.Api).Where(r => !Routes.IsPublic(r.Route)).Select(r => (r.Method, Routes.Fill(r.Route, _ => Guid.NewGuid().ToString()))))
        {
            using var request = new HttpRequestMessage(method, path);
            using var response = await anonymous.SendAsync(request);
            Assert.True(response.StatusCode == HttpStatusCode.Unauthorized, $"{method} {path} answered {(int)response.StatusCode} to nobody.");
        }
        Assert.Equal(
            ["api/v1/audit/head", "api/v1/audit/heads", "api/v1/audit/keys", "auth/session", "auth/session", "auth/session", "auth/token", "openapi/{documentName}.json", "portal/{**path}", "{*path:nonfile}"],
            Routes.Endpoints(system.Site.Api).Where(Routes.IsPublic).Select(r => r.RoutePattern.RawText!.Trim('/'))
                .Where(r => r is not ("health" or "alive") && !r.StartsWith("api/v1/portal", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Raw_sql_naming_another_schema_is_refused_by_the_database()
    {
        var refused = await Assert.ThrowsAsync<PostgresException>(() => _mine.InsideAsync(services =>
            ScalarAsync(services, $"select count(*) from {_theirs.Tenant.Schema}.meetings")));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }

    [Theory]
    [InlineData("select count(*) from platform.accounts")]
    [InlineData("select count(*) from platform.sessions")]
    [InlineData("create table mine (id int)")]
    [InlineData("drop table meetings")]
    [InlineData("alter table meetings disable trigger all")]
    [InlineData("delete from audit_entries")]
    [InlineData("update audit_entries set operation = 'x'")]
    [InlineData("insert into audit_entries (actor_kind, entity, operation) values ('system', 'x', 'y')")]
    [InlineData("truncate meetings")]
    public async Task A_tenants_role_touches_rows_and_nothing_else(string sql)
    {
        var refused = await Assert.ThrowsAsync<PostgresException>(() => _mine.InsideAsync(services => ScalarAsync(services, sql)));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }

    [Fact]
    public async Task A_connection_that_skipped_the_gate_sees_nothing()
    {
        await using var source = OwnerSql.Source(system.Site.Settings["ConnectionStrings:civicpulse"]!);
        await using var command = source.CreateCommand($"select count(*) from {_mine.Tenant.Schema}.meetings");
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, (await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteScalarAsync())).SqlState);
    }

    [Fact]
    public async Task A_connection_that_comes_back_from_one_tenant_carries_nothing_into_the_next()
    {
        for (var i = 0; i < 50; i++)
        {
            var tenant = i % 2 == 0 ? _mine : _theirs;
            Assert.Equal(tenant.Tenant.Schema, await tenant.InsideAsync(services => ScalarAsync(services, "select current_schema()")));
        }
    }

    [Fact]
    public void Outside_a_tenant_there_is_no_tenant_database()
    {
        using var scope = system.Site.Api.CreateScope();
        Assert.Throws<InvalidOperationException>(() => scope.ServiceProvider.GetRequiredService<TenantDb>());
        Assert.Throws<InvalidOperationException>(() => scope.ServiceProvider.GetRequiredService<CurrentTenant>().Value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nope")]
    [InlineData("Demo;drop")]
    [InlineData("../x")]
    [InlineData("t_x")]
    public async Task An_unknown_tenant_is_a_clear_404(string slug)
    {
        using var client = new HttpClient { BaseAddress = system.BaseAddress };
        client.DefaultRequestHeaders.TryAddWithoutValidation("X-Tenant", slug);
        using var response = await client.GetAsync("/api/v1/meetings");
        Assert.Equal("tenant.unknown", (await response.BodyAsync(HttpStatusCode.NotFound)).Text("code"));
    }

    private static async Task<object?> ScalarAsync(IServiceProvider services, string sql)
    {
        await using var connection = await services.GetRequiredService<TenantConnection>().OpenAsync(CancellationToken.None);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    private static Task<string> LayAsideAsync(TestTenant tenant) => tenant.InsideAsync(async services =>
    {
        var db = services.GetRequiredService<TenantDb>();
        var told = new OutboxFact { Type = "theirs.told", Payload = "{}", ToldAt = DateTimeOffset.UnixEpoch };
        var dead = new FactFailure { FactId = 0, Fact = told, Reaction = "theirs.react", Attempts = 10, DeadAt = DateTimeOffset.UnixEpoch };
        db.AddRange(told, dead);
        await db.SaveChangesAsync();
        return dead.Id.ToString();
    });

    internal static async Task<Dictionary<string, string>> FillAsync(TestTenant tenant)
    {
        var owner = tenant.Owner;
        await owner.OpenPortalAsync("bodies", "officials", "meetings", "matters", "elections");
        var body = await owner.SendAsync("/api/v1/bodies", new { name = "Theirs", classification = "committee" });
        var meeting = await owner.NewMeetingAsync("Theirs", Council.Turns);
        var official = await owner.SendAsync("/api/v1/officials", new { name = "Theirs" });
        var post = await owner.SendAsync("/api/v1/posts", new { body_id = body.Text("id"), label = "Theirs", role = "Chair" });
        var membership = await owner.SendAsync("/api/v1/memberships", new { body_id = body.Text("id"), person_name = "Theirs", role = "Chair" });
        var correction = new Correction { RecordKind = "official", RecordId = Guid.Parse(official.Text("id")), RecordTitle = "Theirs", Message = "Theirs" };
        var election = await owner.NewCountedElectionAsync("Theirs");
        Assert.Equal(HttpStatusCode.OK, (await owner.CertifyAsync(election.Id)).StatusCode);
        var deadline = await owner.SendAsync("/api/v1/election-deadlines", new { election_id = election.Id, kind = "registration", date = "2025-10-06" });
        var party = await owner.SendAsync("/api/v1/parties", new { name = "Theirs" });
        var place = await owner.SendAsync("/api/v1/polling-places", new { election_id = election.Id, name = "Theirs" });
        var item = await owner.SendAsync($"/api/v1/meetings/{meeting}/agenda-items", new { title = "Theirs" });
        var deliberated = await DeliberateAsync(owner, meeting, body.Text("id"), official.Text("id"));
        var document = await owner.UploadAsync("/api/v1/documents", "theirs.txt", "Theirs and nobody else's."u8.ToArray());
        var question = await owner.SendAsync("/api/v1/questions", new { text = "What about the library roof?" }, HttpStatusCode.OK);
        var role = await owner.SendAsync("/api/v1/roles", new { name = "Theirs", words = new[] { "governance.read" } });
        var person = await tenant.JoinAsync(new { role = "viewer" });
        var team = await tenant.NewTeamAsync("Theirs", person.Id);
        var job = (await owner.ReadAsync("/api/v1/jobs")).List("items")[0].Text("id");
        var import = await owner.ImportAsync("bodies", "name,classification\nTheirs too,committee\n");
        var set = await owner.SendAsync("/api/v1/boundary-sets", new { slug = "theirs", name = "Theirs", classification = "ward" });
        await owner.ImportAndRunAsync("boundaries", "theirs.jsonl", """{"set":"theirs","identifier":"1","name":"Theirs","geometry":{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}}"""u8.ToArray());
        var alert = SecurityAlert.Raise("a_rule", "a_rule:1", AlertSeverity.Warning, "Theirs", null);
        await tenant.InsideAsync(async services =>
        {
            var db = services.GetRequiredService<TenantDb>();
            db.AddRange(alert, correction);
            return await db.SaveChangesAsync();
        });
        foreach (var (kind, id) in ((string, string)[])[("bodies", body.Text("id")), ("officials", official.Text("id")), ("meetings", meeting), ("elections", election.Id), ("matters", deliberated["matter"])])
            await owner.PublishAsync(kind, id);
        return new(deliberated, StringComparer.Ordinal)
        {
            ["body-slug"] = body.Text("slug"),
            ["official-slug"] = official.Text("slug"),
            ["meeting-slug"] = (await owner.ReadAsync($"/api/v1/meetings/{meeting}")).Text("slug"),
            ["matter-slug"] = (await owner.ReadAsync($"/api/v1/matters/{deliberated["matter"]}")).Text("slug"),
            ["election-slug"] = (await owner.ReadAsync($"/api/v1/elections/{election.Id}")).Text("slug"),
            ["contest-slug"] = (await owner.ReadAsync($"/api/v1/contests/{election.Mayor}")).Text("slug"),
            ["entry"] = (await owner.ReadAsync("/api/v1/audit/entries?limit=1")).List("items")[0].GetProperty("id").GetRawText(),
            ["alert"] = alert.Id.ToString(),
            ["import"] = import.Text("id"),
            ["boundary-set"] = set.Text("id"),
            ["boundary"] = (await owner.ReadAsync("/api/v1/boundaries")).List("items")[0].Text("id"),
            ["tile"] = "0",
            // Of everybody, and of nobody here.
            ["division"] = Guid.NewGuid().ToString(),
            ["jurisdiction"] = Guid.NewGuid().ToString(),
            ["export"] = "nothing",
            ["body"] = body.Text("id"),
            ["official"] = official.Text("id"),
            ["post"] = post.Text("id"),
            ["membership"] = membership.Text("id"),
            ["correction"] = correction.Id.ToString(),
            ["election"] = election.Id,
            ["election-deadline"] = deadline.Text("id"),
            ["party"] = party.Text("id"),
            ["contest"] = election.Mayor,
            ["contest-selection"] = election.One,
            ["reporting-unit"] = election.North,
            ["vote-count"] = election.Count,
            ["polling-place"] = place.Text("id"),
            ["meeting"] = meeting,
            ["item"] = item.Text("id"),
            ["document"] = document.Text("subject_id"),
            ["question"] = question.Text("id"),
            ["fact"] = await LayAsideAsync(tenant),
            ["job"] = job,
            ["role"] = role.Text("id"),
            ["account"] = person.Id,
            ["grant"] = (await owner.ReadAsync($"/api/v1/accounts/{person.Id}/grants")).List("items")[0].Text("id"),
            ["team"] = team,
            ["member"] = person.Id,
        };
    }

    /// <summary>What is decided in a meeting, and what an official says of it.</summary>
    private static async Task<Dictionary<string, string>> DeliberateAsync(HttpClient owner, string meeting, string body, string official)
    {
        async Task<string> New(string path, object what) => (await owner.SendAsync(path, what)).Text("id");
        var matter = await New("/api/v1/matters", new { body_id = body, identifier = "ORD 1", title = "Theirs", classification = "ordinance" });
        var motion = await New("/api/v1/motions", new { meeting_id = meeting, matter_id = matter, text = "Theirs" });
        var cited = new[] { new { url = "https://town.example/1" } };
        return new(StringComparer.Ordinal)
        {
            ["matter"] = matter,
            ["motion"] = motion,
            ["action"] = await New($"/api/v1/matters/{matter}/actions", new { date = "2026-01-01", description = "Theirs" }),
            ["sponsorship"] = await New($"/api/v1/matters/{matter}/sponsorships", new { official_id = official }),
            ["vote-event"] = await New("/api/v1/vote-events", new { motion_id = motion, votes = new[] { new { official_id = official, option = "yes" } } }),
            ["attendance"] = await New($"/api/v1/meetings/{meeting}/attendances", new { official_id = official }),
            ["attachment"] = await New($"/api/v1/meetings/{meeting}/attachments", new { title = "Theirs", url = "https://town.example/1" }),
            ["line"] = await New($"/api/v1/meetings/{meeting}/minutes/lines", new { text = "Theirs" }),
            ["stance"] = await New("/api/v1/stances", new { official_id = official, matter_id = matter, topic = "Theirs", position = "for", statement = "Theirs", citations = cited }),
            ["commitment"] = await New("/api/v1/commitments", new { official_id = official, text = "Theirs", citations = cited }),
        };
    }

    internal static async Task<bool> EmptyPageAsync(HttpResponseMessage response) =>
        response.StatusCode == HttpStatusCode.OK && response.Content.Headers.ContentType?.MediaType == "application/json"
        && await response.Content.ReadFromJsonAsync<System.Text.Json.JsonElement>() is var page
        && page.TryGetProperty("items", out var items) && items.GetArrayLength() == 0;
}
