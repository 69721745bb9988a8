using System.Net;
using System.Net.Http.Json;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Data;
using CivicPulse.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CivicPulse.Tests.Elections;

public sealed class CertificationTests(TestSystem system)
{
    [Fact]
    public async Task Certifying_a_held_election_marks_who_won_and_a_tie_is_left_to_people()
    {
        var tenant = await system.NewTenantAsync();
        var town = await tenant.Owner.NewCountedElectionAsync();
        var certified = await (await tenant.Owner.CertifyAsync(town.Id)).BodyAsync(HttpStatusCode.OK);
        Assert.Equal(("2025-11-10", "Board of elections"), (certified.Text("date"), certified.Text("authority")));
        Assert.Equal("certified", (await tenant.Owner.ReadAsync($"/api/v1/elections/{town.Id}")).Text("status"));
        Assert.Equal("winner", await OutcomeAsync(tenant, town.One));
        Assert.Equal("defeated", await OutcomeAsync(tenant, town.Other));
        Assert.Null(await OutcomeAsync(tenant, town.Yes));
        Assert.Null(await OutcomeAsync(tenant, town.No));
        Assert.Equal(["elections.election_certified", "elections.election_scheduled"], await system.Site.TextsAsync($"select type from {tenant.Tenant.Schema}.outbox where type like 'elections.%' order by 1"));
    }

    [Fact]
    public async Task What_was_counted_in_a_certified_election_does_not_change_and_everything_else_does()
    {
        var tenant = await system.NewTenantAsync();
        var town = await tenant.Owner.NewCountedElectionAsync();
        (await tenant.Owner.CertifyAsync(town.Id)).Dispose();
        foreach (var (method, path, body) in Changes(town))
        {
            using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
            using var refused = await tenant.Owner.SendAsync(request);
            Assert.Equal((path, "elections.certified"), (path, (await refused.BodyAsync(HttpStatusCode.Conflict)).Text("code")));
        }
        await tenant.Owner.PublishAsync("elections", town.Id);
        await tenant.Owner.PublishAsync("contests", town.Mayor);
        await tenant.Owner.SendAsync("/api/v1/election-deadlines", new { election_id = town.Id, kind = "other", date = "2025-12-01" });
        using var again = await tenant.Owner.CertifyAsync(town.Id, "2025-11-12");
        Assert.Equal("2025-11-12", (await again.BodyAsync(HttpStatusCode.OK)).Text("date"));
    }

    private static IEnumerable<(HttpMethod Method, string Path, object? Body)> Changes(TownElection town)
    {
        yield return (HttpMethod.Patch, $"/api/v1/vote-counts/{town.Count}", new { votes = 1 });
        yield return (HttpMethod.Delete, $"/api/v1/vote-counts/{town.Count}", null);
        yield return (HttpMethod.Post, "/api/v1/vote-counts", new { selection_id = town.Yes, reporting_unit_id = town.South, votes = 1 });
        yield return (HttpMethod.Patch, $"/api/v1/contest-selections/{town.One}", new { post_election_status = "defeated" });
        yield return (HttpMethod.Delete, $"/api/v1/contest-selections/{town.One}", null);
        yield return (HttpMethod.Post, "/api/v1/contest-selections", new { contest_id = town.Mayor, name = "Late" });
        yield return (HttpMethod.Patch, $"/api/v1/reporting-units/{town.North}", new { ballots_cast = 1 });
        yield return (HttpMethod.Delete, $"/api/v1/reporting-units/{town.North}", null);
        yield return (HttpMethod.Post, "/api/v1/reporting-units", new { election_id = town.Id, name = "Late", type = "precinct" });
        yield return (HttpMethod.Patch, $"/api/v1/contests/{town.Mayor}", new { number_elected = 2 });
        yield return (HttpMethod.Delete, $"/api/v1/contests/{town.Mayor}", null);
        yield return (HttpMethod.Patch, $"/api/v1/elections/{town.Id}", new { status = "scheduled" });
        yield return (HttpMethod.Patch, $"/api/v1/elections/{town.Id}", new { date = "2025-12-24" });
        yield return (HttpMethod.Delete, $"/api/v1/elections/{town.Id}", null);
    }

    [Theory]
    [InlineData("update vote_counts set votes = votes + 1")]
    [InlineData("delete from vote_counts")]
    [InlineData("insert into vote_counts select gen_random_uuid(), election_id, selection_id, reporting_unit_id, 'uocava', 7, now(), null, now(), null from vote_counts limit 1")]
    [InlineData("update contest_selections set post_election_status = 'winner'")]
    [InlineData("update contest_selections set name = name || '!', published_at = now()")]
    [InlineData("delete from reporting_units")]
    [InlineData("update reporting_units set ballots_cast = 0")]
    [InlineData("update contests set number_elected = 9")]
    [InlineData("delete from contests")]
    [InlineData("delete from elections")]
    [InlineData("create temp table certifications (election_id uuid); create temp table elections (id uuid); delete from vote_counts")]
    [InlineData("set local search_path = pg_temp; delete from {0}.vote_counts")]
    public async Task Raw_sql_changes_nothing_of_a_certified_election_either(string sql)
    {
        var tenant = await system.NewTenantAsync();
        var town = await tenant.Owner.NewCountedElectionAsync();
        (await tenant.Owner.CertifyAsync(town.Id)).Dispose();
        var refused = await Assert.ThrowsAsync<PostgresException>(() => RunAsync(tenant, sql.Replace("{0}", tenant.Tenant.Schema, StringComparison.Ordinal)));
        Assert.True(refused.SqlState is "CP409" or PostgresErrorCodes.ForeignKeyViolation or PostgresErrorCodes.InsufficientPrivilege, refused.ToString());
        Assert.Equal(["400 9 2 2"], await system.Site.TextsAsync($"""
            select sum(v.votes) filter (where s.contest_id = '{town.Mayor}') || ' ' || count(*) + 2 || ' ' || (select count(*) from {tenant.Tenant.Schema}.reporting_units) || ' ' || (select count(*) from {tenant.Tenant.Schema}.contests)
            from {tenant.Tenant.Schema}.vote_counts v join {tenant.Tenant.Schema}.contest_selections s on s.id = v.selection_id
            """));
    }

    [Fact]
    public async Task Bookkeeping_of_a_certified_election_goes_on()
    {
        var tenant = await system.NewTenantAsync();
        var town = await tenant.Owner.NewCountedElectionAsync();
        (await tenant.Owner.CertifyAsync(town.Id)).Dispose();
        Assert.Equal(2, await RunAsync(tenant, "update contests set last_seen = now(), published_at = now(), changed_at = now()"));
    }

    [Fact]
    public async Task A_withdrawn_certification_opens_the_results_and_is_in_the_audit()
    {
        var tenant = await system.NewTenantAsync();
        var town = await tenant.Owner.NewCountedElectionAsync();
        (await tenant.Owner.CertifyAsync(town.Id)).Dispose();
        Assert.Equal(HttpStatusCode.NoContent, (await tenant.Owner.DeleteAsync($"/api/v1/elections/{town.Id}/certification")).StatusCode);
        Assert.Equal("held", (await tenant.Owner.ReadAsync($"/api/v1/elections/{town.Id}")).Text("status"));
        Assert.Null(await OutcomeAsync(tenant, town.One));
        using var corrected = await tenant.Owner.PatchAsJsonAsync($"/api/v1/vote-counts/{town.Count}", new { votes = 10 });
        await corrected.BodyAsync(HttpStatusCode.OK);
        (await tenant.Owner.CertifyAsync(town.Id)).Dispose();
        Assert.Equal("winner", await OutcomeAsync(tenant, town.Other));
        Assert.Equal(["delete", "insert", "insert"], await system.Site.TextsAsync($"select operation from {tenant.Tenant.Schema}.audit_entries where entity = 'certifications' order by 1"));
    }

    [Fact]
    public async Task Counting_locks_no_outcome_and_leaves_what_a_person_said()
    {
        var tenant = await system.NewTenantAsync();
        var town = await tenant.Owner.NewCountedElectionAsync();
        using var said = await tenant.Owner.PatchAsJsonAsync($"/api/v1/contest-selections/{town.Yes}", new { post_election_status = "winner" });
        await said.BodyAsync(HttpStatusCode.OK);
        (await tenant.Owner.CertifyAsync(town.Id)).Dispose();
        Assert.Empty((await tenant.Owner.ReadAsync($"/api/v1/contest-selections/{town.One}")).List("locked_fields"));
        (await tenant.Owner.DeleteAsync($"/api/v1/elections/{town.Id}/certification")).Dispose();
        Assert.Equal("winner", await OutcomeAsync(tenant, town.Yes));
        Assert.Null(await OutcomeAsync(tenant, town.One));
        Assert.Equal("post_election_status", (await tenant.Owner.ReadAsync($"/api/v1/contest-selections/{town.Yes}")).List("locked_fields").Single().GetString());
    }

    [Fact]
    public async Task A_seat_that_a_person_gave_is_not_given_again_and_what_they_said_can_be_taken_back()
    {
        var tenant = await system.NewTenantAsync();
        var town = await tenant.Owner.NewCountedElectionAsync();
        using (var said = await tenant.Owner.PatchAsJsonAsync($"/api/v1/contest-selections/{town.Other}", new { post_election_status = "winner" })) await said.BodyAsync(HttpStatusCode.OK);
        (await tenant.Owner.CertifyAsync(town.Id)).Dispose();
        Assert.Equal(("winner", null), (await OutcomeAsync(tenant, town.Other), await OutcomeAsync(tenant, town.One)));
        (await tenant.Owner.DeleteAsync($"/api/v1/elections/{town.Id}/certification")).Dispose();
        using (var back = await tenant.Owner.PatchAsJsonAsync($"/api/v1/contest-selections/{town.Other}", new { locked_fields = Array.Empty<string>() })) await back.BodyAsync(HttpStatusCode.OK);
        Assert.Null(await OutcomeAsync(tenant, town.Other));
        (await tenant.Owner.CertifyAsync(town.Id)).Dispose();
        Assert.Equal(("defeated", "winner"), (await OutcomeAsync(tenant, town.Other), await OutcomeAsync(tenant, town.One)));
    }

    [Fact]
    public async Task Only_held_elections_are_certified_and_only_by_those_who_may()
    {
        var tenant = await system.NewTenantAsync();
        var election = (await tenant.Owner.NewElectionAsync(date: "2026-11-03")).Text("id");
        using var early = await tenant.Owner.CertifyAsync(election, "2026-11-10");
        Assert.Equal("elections.not_held", (await early.BodyAsync(HttpStatusCode.Conflict)).Text("code"));
        using var held = await tenant.Owner.PatchAsJsonAsync($"/api/v1/elections/{election}", new { status = "held" });
        await held.BodyAsync(HttpStatusCode.OK);
        using var before = await tenant.Owner.CertifyAsync(election, "2026-11-02");
        Assert.Equal("elections.certified_too_early", (await before.BodyAsync(HttpStatusCode.Conflict)).Text("code"));
        using var organizer = await tenant.AsAsync(Role.Organizer);
        using var refused = await organizer.CertifyAsync(election, "2026-11-10");
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        using var nothing = await tenant.Owner.GetAsync($"/api/v1/elections/{election}/certification");
        Assert.Equal(HttpStatusCode.NotFound, nothing.StatusCode);
    }

    [Fact]
    public async Task Counts_that_come_in_while_somebody_certifies_are_in_the_outcome_or_refused()
    {
        var tenant = await system.NewTenantAsync();
        var town = await tenant.Owner.NewCountedElectionAsync();
        var work = Enumerable.Range(0, 8).Select(i => tenant.Owner.PatchAsJsonAsync($"/api/v1/vote-counts/{town.Count}", new { votes = i % 2 == 0 ? 1 : 1000 })).ToList();
        work.Insert(4, tenant.Owner.CertifyAsync(town.Id));
        var answers = await Task.WhenAll(work);
        Assert.All(answers, a => Assert.True(a.StatusCode is HttpStatusCode.OK or HttpStatusCode.Conflict or HttpStatusCode.PreconditionFailed, a.StatusCode.ToString()));
        var certified = await tenant.Owner.ReadAsync($"/api/v1/elections/{town.Id}");
        if (certified.Text("status") != "certified") return;
        var votes = (await tenant.Owner.ReadAsync($"/api/v1/vote-counts/{town.Count}")).GetProperty("votes").GetInt32();
        Assert.Equal(votes + 90 > 190 ? "winner" : "defeated", await OutcomeAsync(tenant, town.One));
    }

    private static async Task<string?> OutcomeAsync(TestTenant tenant, string selection) =>
        (await tenant.Owner.ReadAsync($"/api/v1/contest-selections/{selection}")).TryGetProperty("post_election_status", out var status) ? status.GetString() : null;

    private static Task<int> RunAsync(TestTenant tenant, string sql) => tenant.InsideAsync(async services =>
    {
        await using var connection = await services.GetRequiredService<TenantConnection>().OpenAsync(CancellationToken.None);
        await using var transaction = await connection.BeginTransactionAsync();
        await using var command = new NpgsqlCommand(sql, connection, transaction);
        var rows = await command.ExecuteNonQueryAsync();
        await transaction.CommitAsync();
        return rows;
    });
}
