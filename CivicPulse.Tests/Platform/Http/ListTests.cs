using System.Net;
using System.Text.Json;
using CivicPulse.Tests.Support;

namespace CivicPulse.Tests.Platform.Http;

public sealed class ListTests(TestSystem system)
{
    [Theory]
    [InlineData("", "D C B A")]
    [InlineData("sort=start_date", "A B C D")]
    [InlineData("sort=-name", "D C B A")]
    [InlineData("sort=name,-start_date", "A B C D")]
    [InlineData("status=cancelled", "B")]
    [InlineData("status[ne]=cancelled&sort=name", "A C D")]
    [InlineData("status[in]=cancelled,confirmed&sort=name", "A B C D")]
    [InlineData("start_date[gte]=2026-01-02T00:00:00Z&start_date[lt]=2026-01-04T00:00:00Z", "C B")]
    [InlineData("name[contains]=c", "C")]
    [InlineData("name[contains]=%25", "")]
    [InlineData("body_id[null]=true&sort=name", "A B C D")]
    [InlineData("body_id[null]=false", "")]
    public async Task A_list_is_sorted_and_filtered_as_asked(string query, string expected)
    {
        var tenant = await FourAsync();
        var page = await tenant.Owner.ReadAsync("/api/v1/meetings?" + query);
        Assert.Equal(expected, string.Join(' ', page.List("items").Select(i => i.Text("name"))));
    }

    [Theory]
    [InlineData("start_date")]
    [InlineData("-name,start_date")]
    [InlineData("name,-start_date")]
    [InlineData("-start_date,-name")]
    public async Task Pages_of_one_join_to_the_whole_list(string sort)
    {
        var tenant = await FourAsync();
        await tenant.Owner.SendAsync("/api/v1/meetings", new { name = "A", start_date = "2026-01-01T00:00:00Z" });
        var whole = (await tenant.Owner.ReadAsync($"/api/v1/meetings?sort={sort}")).List("items").Select(i => i.Text("id")).ToList();
        var joined = new List<string>();
        for (string? after = null; joined.Count <= whole.Count;)
        {
            var page = await tenant.Owner.ReadAsync($"/api/v1/meetings?sort={sort}&limit=1{(after is null ? "" : "&after=" + after)}");
            joined.AddRange(page.List("items").Select(i => i.Text("id")));
            if (page.GetProperty("next").ValueKind == JsonValueKind.Null) break;
            after = page.Text("next");
        }
        Assert.Equal(whole, joined);
    }

    [Fact]
    public async Task Fields_narrow_the_answer_and_the_select()
    {
        var tenant = await FourAsync();
        using var sql = await StatementWatch.StartAsync();
        var page = await tenant.Owner.ReadAsync("/api/v1/meetings?fields=id,name&limit=2", sql);
        Assert.All(page.List("items"), i => Assert.Equal(["id", "name"], i.EnumerateObject().Select(p => p.Name)));
        Assert.NotEqual(JsonValueKind.Null, page.GetProperty("next").ValueKind);
        var statement = Assert.Single(sql.Statements, s => s.Text.Contains("FROM meetings", StringComparison.Ordinal)).Text;
        Assert.DoesNotContain("transcript_state", statement, StringComparison.Ordinal);
        Assert.DoesNotContain("minutes", statement, StringComparison.Ordinal);
        Assert.DoesNotContain("bodies", statement, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sort=nope", "unknown_sort", "`start_date`")]
    [InlineData("sort=status", "unknown_sort", "`name`")]
    [InlineData("sort=name,name", "unknown_sort", "each once")]
    [InlineData("nope=1", "unknown_filter", "`status`")]
    [InlineData("status[gt]=confirmed", "unknown_operator", "[in]")]
    [InlineData("status=nope", "bad_filter_value", "confirmed")]
    [InlineData("body_id=nope", "bad_filter_value", "an id")]
    [InlineData("start_date[gt]=soon", "bad_filter_value", "an instant")]
    [InlineData("body_id[null]=maybe", "bad_filter_value", "true or false")]
    [InlineData("name=a&name=b", "bad_filter", "once")]
    [InlineData("fields=id,nope", "unknown_field", "start_date")]
    public async Task What_a_list_does_not_know_is_refused_with_what_it_knows(string query, string code, string says)
    {
        var tenant = await system.SharedTenantAsync();
        using var response = await tenant.Owner.GetAsync("/api/v1/meetings?" + query);
        var problem = await response.BodyAsync(HttpStatusCode.BadRequest);
        Assert.Equal(code, problem.Text("code"));
        Assert.Contains(says, problem.Text("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cursor_of_another_order_is_no_cursor()
    {
        var tenant = await FourAsync();
        var next = (await tenant.Owner.ReadAsync("/api/v1/meetings?limit=1&sort=name")).Text("next");
        using var response = await tenant.Owner.GetAsync($"/api/v1/meetings?sort=-name&after={next}");
        Assert.Equal("bad_cursor", (await response.BodyAsync(HttpStatusCode.BadRequest)).Text("code"));
    }

    private async Task<TestTenant> FourAsync()
    {
        var tenant = await system.NewTenantAsync();
        for (var day = 1; day <= 4; day++)
            await tenant.Owner.SendAsync("/api/v1/meetings", new { name = ((char)('A' + day - 1)).ToString(), start_date = $"2026-01-0{day}T12:00:00Z" });
        var second = (await tenant.Owner.ReadAsync("/api/v1/meetings?name=B")).List("items")[0].Text("id");
        using var cancelled = await VersionTests.SendAsync(tenant, HttpMethod.Patch, $"/api/v1/meetings/{second}", ("If-Match", "*"), new { status = "cancelled" });
        Assert.Equal(HttpStatusCode.OK, cancelled.StatusCode);
        return tenant;
    }
}
