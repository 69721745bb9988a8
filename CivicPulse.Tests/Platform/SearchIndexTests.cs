using CivicPulse.Platform.Data;
using CivicPulse.Platform.Search;
using CivicPulse.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CivicPulse.Tests.Platform;

/// <summary>What makes a search of many entries fast is there, and the plans use it.</summary>
public sealed class SearchIndexTests(TestSystem system)
{
    [Fact]
    public async Task Enough_vectors_of_one_model_get_an_index_in_their_tenants_schema()
    {
        var tenant = await system.NewTenantAsync();
        await tenant.Owner.NewMeetingAsync("Doctors and nurses at the hospital", Council.Turns);
        await Eventually.TrueAsync(async () => await OneAsync(tenant, "select (count(*) filter (where awaits_vector) = 0 and count(embedding) > 2)::text from search_entries") == "true");
        var model = (await OneAsync(tenant, "select embedding_model || '|' || embedding_dimensions from search_entries where embedding is not null limit 1")).Split('|');
        var dimensions = int.Parse(model[1], System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal("0", await IndexedAsync(tenant));
        await MakeAsync(tenant, model[0], dimensions, above: 1_000_000);
        Assert.Equal("0", await IndexedAsync(tenant));
        await MakeAsync(tenant, model[0], dimensions, above: 2);
        Assert.Equal("1", await IndexedAsync(tenant));
        await MakeAsync(tenant, model[0], dimensions, above: 2);

        Assert.Contains("search_vectors_", await PlanAsync(tenant, $"""
            select id from search_entries where embedding_model = '{model[0]}' and embedding_dimensions = {dimensions}
            order by embedding::halfvec({dimensions}) <=> (select embedding::halfvec({dimensions}) from search_entries where embedding is not null limit 1) limit 5
            """), StringComparison.Ordinal);
        Assert.Equal("hybrid", (await tenant.Owner.ReadAsync("/api/v1/search?q=medical health")).Text("mode"));
    }

    [Theory]
    [InlineData("search_entries_words_facets", "select id from search_entries where words @@ 'librari'::tsquery")]
    [InlineData("search_entries_title_words_facets", "select id from search_entries where title_words @@ 'librari'::tsquery")]
    [InlineData("search_entries_title", "select id from search_entries where title_plain like '% libr%'")]
    public async Task Words_and_titles_are_looked_up_in_an_index(string index, string query)
    {
        var tenant = await system.NewTenantAsync();
        var plan = await PlanAsync(tenant, query);
        Assert.True(plan.Contains(index, StringComparison.Ordinal), plan);
    }

    private static Task MakeAsync(TestTenant tenant, string model, int dimensions, int above) => tenant.InsideAsync(async services =>
    {
        await using var connection = await services.GetRequiredService<TenantConnection>().OpenAsync(CancellationToken.None);
        await connection.IndexVectorsAsync(model, dimensions, above, CancellationToken.None);
        return true;
    });

    private static Task<string> IndexedAsync(TestTenant tenant) =>
        OneAsync(tenant, "select count(*)::text from pg_indexes where schemaname = current_schema() and indexname like 'search\\_vectors\\_%'");

    private static Task<string> PlanAsync(TestTenant tenant, string query) => tenant.InsideAsync(async services =>
    {
        await using var connection = await services.GetRequiredService<TenantConnection>().OpenAsync(CancellationToken.None);
        await using var explain = new NpgsqlCommand("set enable_seqscan = off; set enable_sort = off; explain " + query, connection);
        await using var reader = await explain.ExecuteReaderAsync();
        var plan = new List<string>();
        while (await reader.ReadAsync()) plan.Add(reader.GetString(0));
        return string.Join('\n', plan);
    });

    private static Task<string> OneAsync(TestTenant tenant, string sql) => tenant.InsideAsync(services =>
        services.GetRequiredService<TenantConnection>().ReadAsync(new NpgsqlBatchCommand(sql), row => row.GetString(0), CancellationToken.None).FirstAsync().AsTask());
}
