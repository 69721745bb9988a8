using System.Text.Json;
using CivicPulse.Platform.Http;
using CivicPulse.Tests.Support;
using Npgsql;

namespace CivicPulse.Tests.Laws;

/// <summary>Every declared sort is answered by an index, and every declared field is understood.</summary>
public sealed partial class ListLaws(TestSystem system)
{
    [Fact]
    public async Task Every_declared_sort_is_an_index_and_no_sort_at_all()
    {
        var tenant = await system.NewTenantAsync();
        Assert.Empty(await SlowAsync(tenant, 8));
    }

    [Fact]
    public async Task Without_its_index_a_sort_breaks_the_law()
    {
        await using var site = await Site.StartAsync(system.Backing, "bare", withWorker: true);
        var tenant = await site.NewTenantAsync();
        await using (var source = OwnerSql.Source(site.Owner))
        await using (var drop = source.CreateCommand($"drop index {tenant.Tenant.Schema}.meetings_by_name"))
            await drop.ExecuteNonQueryAsync();
        Assert.Contains(await SlowAsync(tenant, 8), s => s.Contains("sort=name", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("sort=%00")]
    [InlineData("sort=-")]
    [InlineData("sort=id;drop")]
    [InlineData("fields=%00")]
    [InlineData("fields=")]
    [InlineData("fields=nope")]
    [InlineData("after=WyItY3JlYXRlZF9hdCIsbnVsbCwieCJd")]
    [InlineData("after=WzEsMiwzXQ")]
    [InlineData("nope[eq]=1")]
    [InlineData("[]=1")]
    public async Task Garbage_is_a_clear_400_on_every_declared_list(string query)
    {
        var tenant = await system.NewTenantAsync();
        var ids = await TenantLaws.FillAsync(tenant);
        foreach (var (path, _) in Declared())
        {
            using var response = await tenant.Owner.GetAsync($"{ApiDescription.Fill(path, ids)}?{query}");
            Assert.True((int)response.StatusCode == 400, $"{path}?{query} answered {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
        }
    }

    [Fact]
    public async Task Every_declared_filter_understands_its_operators_and_refuses_nonsense_without_failing()
    {
        var tenant = await system.NewTenantAsync();
        var ids = await TenantLaws.FillAsync(tenant);
        var asked = from declared in Declared()
                    from field in declared.Listing.Fields
                    from word in field.Operators
                    select (declared.Path, field, word);
        foreach (var (path, field, word) in asked.ToList())
        {
            await AskAsync(path, field, word);
        }

        async Task AskAsync(string path, ListField field, string word)
        {
            foreach (var value in (string[])[Plausible(field, word), "", "%00", "null", new string('9', 400), "%F0%9F%8F%9B", "'--"])
            {
                var address = $"{ApiDescription.Fill(path, ids)}?{field.Name}[{word}]={value}";
                using var response = await tenant.Owner.GetAsync(address);
                Assert.True((int)response.StatusCode is 200 or 400, $"{address} answered {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
                if (value == Plausible(field, word)) Assert.Equal(200, (int)response.StatusCode);
            }
        }
    }

    private static string Plausible(ListField field, string word) => word switch
    {
        "null" => "true",
        _ when field.Type.IsEnum => JsonNamingPolicy.SnakeCaseLower.ConvertName(Enum.GetNames(field.Type)[0]),
        _ when field.Type == typeof(Guid) => Guid.NewGuid().ToString(),
        _ when field.Type == typeof(bool) => "true",
        _ when field.Type == typeof(DateTimeOffset) => "2026-03-02T18:00:00Z",
        _ when field.Type == typeof(DateOnly) => "2026-03-02",
        _ when field.Type == typeof(string) => "a",
        _ => "1",
    };

    private IEnumerable<(string Path, Listing Listing)> Declared() =>
        from route in Routes.Endpoints(system.Site.Api)
        let listing = route.Metadata.GetMetadata<Listing>()
        where listing is not null
        select (System.Text.RegularExpressions.Regex.Replace(route.RoutePattern.RawText!.TrimEnd('/'), ":[a-z]+}", "}", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)), listing);

    /// <summary>The declared sorts whose plan sorts. The planner is told that rows are many: it may neither scan nor sort if it can help it.</summary>
    private async Task<List<string>> SlowAsync(TestTenant tenant, int least)
    {
        var ids = await TenantLaws.FillAsync(tenant);
        var slow = new List<string>();
        var tried = 0;
        await using var source = OwnerSql.Source(tenant.Site.Owner);
        using var watch = await StatementWatch.StartAsync();
        var sorts = Declared().SelectMany(d => d.Listing.Fields.Where(f => f.Sorts).SelectMany(f => (string[])[f.Name, "-" + f.Name]), (d, s) => (d.Path, s));
        foreach (var (path, sort) in sorts)
        {
            watch.Statements.Clear();
            await tenant.Owner.ReadAsync($"{ApiDescription.Fill(path, ids)}?sort={sort}&limit=50", watch);
            var plan = await PlanAsync(source, tenant, watch.Statements.Last(s => s.Text.Contains("LIMIT @", StringComparison.Ordinal) || s.Text.Contains("LIMIT 51", StringComparison.Ordinal)));
            tried++;
            // A merge of two indexes in their order is no sort.
            if (Sorting().IsMatch(plan)) slow.Add($"{path}?sort={sort}\n{plan}");
        }
        Assert.True(tried >= least, $"Only {tried} sorts were explained.");
        return slow;
    }

    private static async Task<string> PlanAsync(NpgsqlDataSource source, TestTenant tenant, (string Text, (string Name, object? Value)[] Parameters) statement)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using (var set = new NpgsqlCommand($"set search_path = {tenant.Tenant.Schema}, reference, extensions; set enable_seqscan = off; set enable_sort = off; set enable_incremental_sort = off; set enable_bitmapscan = off", connection))
            await set.ExecuteNonQueryAsync();
        await using var explain = new NpgsqlCommand("explain " + statement.Text, connection);
        foreach (var (name, value) in statement.Parameters) explain.Parameters.AddWithValue(name.TrimStart('@'), value ?? DBNull.Value);
        await using var reader = await explain.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync()) lines.Add(reader.GetString(0));
        return string.Join('\n', lines);
    }

    [System.Text.RegularExpressions.GeneratedRegex(@"^\s*(->  )?(Incremental )?Sort  ", System.Text.RegularExpressions.RegexOptions.Multiline | System.Text.RegularExpressions.RegexOptions.NonBacktracking | System.Text.RegularExpressions.RegexOptions.ExplicitCapture)]
    private static partial System.Text.RegularExpressions.Regex Sorting();
}
