using CivicPulse.Tests.Support;
using Npgsql;

namespace CivicPulse.Tests.Platform;

/// <summary>
/// Search where words are common: not every row is read any more. What is rare is still found however old it is, filters still hold, and
/// pages still fit together.
/// </summary>
public sealed class SearchOfManyTests(TestSystem system)
{
    private const int Many = 8_000;

    [Fact]
    public async Task Common_words_are_looked_for_among_the_newest_and_rare_ones_everywhere()
    {
        var tenant = await system.NewTenantAsync();
        await FillAsync(tenant);

        var budget = await tenant.Owner.ReadAsync("/api/v1/search?q=budget&limit=100");
        Assert.InRange(budget.GetProperty("total").GetInt32(), 200, 500);
        // Newest first where all say the same.
        Assert.All(budget.List("items").Take(100), h => Assert.Contains("Budget item", h.Text("title"), StringComparison.Ordinal));
        Assert.DoesNotContain("aqueduct", budget.List("items")[0].Text("title"), StringComparison.Ordinal);

        // One row, the oldest of all.
        Assert.Equal("Budget item 1 aqueduct", (await tenant.Owner.ReadAsync("/api/v1/search?q=aqueduct")).List("items")[0].Text("title"));
        Assert.Equal("Budget item 1 aqueduct", (await tenant.Owner.ReadAsync("/api/v1/search?q=what about the budget of the aqueduct?")).List("items")[0].Text("title"));
        var typo = await tenant.Owner.ReadAsync("/api/v1/search?q=aquedct");
        Assert.Equal(("aqueduct", "Budget item 1 aqueduct"), (typo.Text("corrected"), typo.List("items")[0].Text("title")));
    }

    [Fact]
    public async Task Filters_hold_whichever_way_rows_are_found()
    {
        var tenant = await system.NewTenantAsync();
        await FillAsync(tenant);
        foreach (var (filter, facet, expected) in (IEnumerable<(string, string, string)>)
            [("facet=status:passed", "status", "passed"), ("facet=batch:3", "batch", "3"), ("facet=status:passed&facet=batch:4&kind=note", "batch", "4")])
        {
            var found = await tenant.Owner.ReadAsync($"/api/v1/search?q=budget&{filter}");
            Assert.True(found.GetProperty("total").GetInt32() > 0, filter);
            Assert.StartsWith(expected + " ", SearchTests.Values(found, facet), StringComparison.Ordinal);
            Assert.DoesNotContain(",", SearchTests.Values(found, facet), StringComparison.Ordinal);
        }
        Assert.Equal(0, (await tenant.Owner.ReadAsync("/api/v1/search?q=budget&kind=meeting")).GetProperty("total").GetInt32());
        Assert.All((await tenant.Owner.ReadAsync("/api/v1/search?q=\"item 77\"")).List("items"), h => Assert.Contains("item 77", h.Text("title"), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Pages_fit_together_although_the_statistics_change_between_them()
    {
        var tenant = await system.NewTenantAsync();
        await FillAsync(tenant);
        var (seen, after, total) = (new List<string>(), "", 0);
        do
        {
            var page = await tenant.Owner.ReadAsync("/api/v1/search?q=budget item&limit=90" + after);
            total = page.GetProperty("total").GetInt32();
            seen.AddRange(page.List("items").Select(h => h.Text("id")));
            after = page.GetProperty("next").GetString() is { } next ? "&after=" + next : null!;
            await RunAsync(tenant, "delete from search_entries where facets @> '{batch:5}'; analyze search_entries");
        }
        while (after is not null);
        Assert.Equal(seen.Count, seen.Distinct(StringComparer.Ordinal).Count());
        Assert.InRange(seen.Count, 200, 500);
        Assert.True(seen.Count >= total * 9 / 10, $"{seen.Count} of {total} were seen.");
    }

    /// <summary>As if a worker had told that they have no vector: nothing waits for one.</summary>
    private Task FillAsync(TestTenant tenant) => RunAsync(tenant, $$"""
        insert into search_entries (id, hit_id, record_table, kind, title, url, permission, facets, occurred_at, embedding_model)
        select id, id, 'notes', 'note', 'Budget item ' || n || case when n = 1 then ' aqueduct' else '' end, '/', 'governance.read',
            array['status:' || case when n % 4 = 0 then 'passed' else 'confirmed' end, 'batch:' || n % 40], '2020-01-01'::timestamptz + n * interval '1 hour', 'none'
        from (select gen_random_uuid() as id, n from generate_series(1, {{Many}}) n) numbered;
        insert into search_words (word) values ('budget'), ('aqueduct');
        analyze search_entries
        """);

    private async Task RunAsync(TestTenant tenant, string sql)
    {
        await using var connection = new NpgsqlConnection(system.Site.Owner);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"set search_path = {tenant.Tenant.Schema}, extensions; {sql}", connection);
        await command.ExecuteNonQueryAsync();
    }
}
