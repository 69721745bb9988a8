using System.Globalization;
using System.Net;
using System.Text;
using CivicPulse.Platform.Search;
using CivicPulse.Tests.Support;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;
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
        await FillAsync(tenant, aqueducts: 1);

        var budget = await tenant.Owner.ReadAsync("/api/v1/search?q=budget&limit=100");
        Assert.InRange(budget.GetProperty("total").GetInt32(), SearchSql.Narrow, SearchSql.Narrow + SearchSql.Titles);
        Assert.All(budget.List("items"), h => Assert.True(int.Parse(h.Text("title").Split(' ')[2], CultureInfo.InvariantCulture) > Many - 1000, h.Text("title")));

        // One row, the oldest of all.
        Assert.Equal("Budget item 1 aqueduct", Assert.Single((await tenant.Owner.ReadAsync("/api/v1/search?q=\"aqueduct\"")).List("items")).Text("title"));
        Assert.Equal("Budget item 1 aqueduct", (await tenant.Owner.ReadAsync("/api/v1/search?q=what about the budget of the aqueduct?")).List("items")[0].Text("title"));
        var typo = await tenant.Owner.ReadAsync("/api/v1/search?q=aquedct");
        Assert.Equal(("aqueduct", "Budget item 1 aqueduct"), (typo.Text("corrected"), typo.List("items")[0].Text("title")));
        Assert.Equal("Budget item 77", Assert.Single((await tenant.Owner.ReadAsync("/api/v1/search?q=\"item 77\"")).List("items")).Text("title"));
    }

    [Theory]
    [InlineData("facet=status:confirmed", "status", "confirmed")]
    [InlineData("facet=batch:3", "batch", "3")]
    [InlineData("facet=status:passed&facet=batch:4&kind=note", "batch", "4")]
    // Many, and none of them among the newest.
    [InlineData("facet=era:old", "era", "old")]
    [InlineData("facet=era:old&facet=status:confirmed", "era", "old")]
    public async Task Filters_hold_whichever_way_rows_are_found(string filter, string facet, string expected)
    {
        var tenant = await system.NewTenantAsync();
        await FillAsync(tenant, aqueducts: 1);
        var found = await tenant.Owner.ReadAsync($"/api/v1/search?q=budget&{filter}");
        var total = found.GetProperty("total").GetInt32();
        Assert.True(total >= 50, $"Only {total} were found.");
        Assert.Equal($"{expected} {total}", SearchTests.Values(found, facet));
        Assert.Equal(0, (await tenant.Owner.ReadAsync("/api/v1/search?q=budget&kind=meeting")).GetProperty("total").GetInt32());
    }

    /// <summary>99 rows with the rare word are few, so others are looked for beside them; on the next pages too, when they are a hundred.</summary>
    [Fact]
    public async Task Pages_fit_together_although_more_is_found_between_them()
    {
        var tenant = await system.NewTenantAsync();
        await FillAsync(tenant, aqueducts: 99);
        var (seen, after, total) = (new List<string>(), "", 0);
        do
        {
            var page = await tenant.Owner.ReadAsync("/api/v1/search?q=aqueduct budget&limit=60" + after);
            if (seen.Count == 0) total = page.GetProperty("total").GetInt32();
            seen.AddRange(page.List("items").Select(h => h.Text("id")));
            if (after.Length == 0) await AddAsync(tenant, "Budget item 0 aqueduct");
            after = page.GetProperty("next").GetString() is { } next ? "&after=" + next : null!;
            system.Site.Api.GetRequiredService<IMemoryCache>().Remove((nameof(LexemeStatistics), tenant.Tenant.Id));
        }
        while (after is not null);
        Assert.Equal(99 + SearchSql.Broad, total);
        Assert.Equal(seen.Count, seen.Distinct(StringComparer.Ordinal).Count());
        Assert.InRange(seen.Count, total, total + 1);
    }

    [Fact]
    public async Task A_cursor_of_an_older_release_is_a_clear_400()
    {
        var tenant = await system.NewTenantAsync();
        var seal = system.Site.Api.GetRequiredService<IDataProtectionProvider>().CreateProtector("civicpulse.search.cursor");
        var cursor = WebEncoders.Base64UrlEncode(seal.Protect(Encoding.UTF8.GetBytes(
            """{"Score":1,"Id":"01a205c5-d716-7379-a955-a1c1bb5acdef","Hybrid":false,"AsOf":"2026-11-22T00:00:00+00:00","Entries":1,"Shares":{}}""")));
        using var answer = await tenant.Owner.GetAsync($"/api/v1/search?q=budget&after={cursor}");
        Assert.Equal("bad_cursor", (await answer.BodyAsync(HttpStatusCode.BadRequest)).Text("code"));
    }

    /// <summary>As if a worker had told that they have no vector: nothing waits for one.</summary>
    private Task FillAsync(TestTenant tenant, int aqueducts) => RunAsync(tenant, $$"""
        {{Insert}} from (select gen_random_uuid() as id, 'Budget item ' || n || case when n <= {{aqueducts}} then ' aqueduct' else '' end as title,
            array['status:' || case when n % 4 = 0 then 'passed' else 'confirmed' end, 'batch:' || n % 40, 'era:' || case when n <= 5000 then 'old' else 'new' end] as facets,
            '2020-01-01'::timestamptz + n * interval '1 hour' as at
            from generate_series(1, {{Many}}) n) m;
        insert into search_words (word) values ('budget'), ('aqueduct');
        analyze search_entries
        """);

    /// <summary>An old one: it takes no other's place among the newest.</summary>
    private Task AddAsync(TestTenant tenant, string title) => RunAsync(tenant, $"{Insert} from (select gen_random_uuid() as id, '{title}' as title, '{{}}'::text[] as facets, '2019-01-01'::timestamptz as at) m; analyze search_entries");

    private const string Insert = """
        insert into search_entries (id, hit_id, record_table, kind, url, permission, embedding_model, title, facets, occurred_at)
        select m.id, m.id, 'notes', 'note', '/', 'governance.read', 'none', m.title, m.facets, m.at
        """;

    private async Task RunAsync(TestTenant tenant, string sql)
    {
        await using var connection = new NpgsqlConnection(system.Site.Owner);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"set search_path = {tenant.Tenant.Schema}, extensions; {sql}", connection);
        await command.ExecuteNonQueryAsync();
    }
}
