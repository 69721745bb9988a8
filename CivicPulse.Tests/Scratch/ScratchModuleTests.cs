using System.Net;
using System.Net.Http.Json;
using CivicPulse.Platform.Access;
using CivicPulse.Tests.Support;

namespace CivicPulse.Tests.Scratch;

/// <summary>A new module needs one folder and one line. What it gets for that, it did not write.</summary>
public sealed class ScratchModuleTests(ScratchSite scratch) : IClassFixture<ScratchSite>, IAsyncLifetime
{
    private readonly Site _site = scratch.Site;
    private TestTenant _garden = null!;

    public async ValueTask InitializeAsync() => _garden = await _site.NewTenantAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Its_records_are_seen_by_their_tenant_and_by_those_who_may()
    {
        var path = $"/api/v1/plots/{await NewPlotAsync("Plot 1")}";
        var other = await _site.NewTenantAsync();
        using var viewer = await _garden.AsAsync(Role.Viewer);
        using var nobody = _garden.Anonymous();

        Assert.Equal(HttpStatusCode.OK, (await viewer.GetAsync(path)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await other.Owner.GetAsync(path)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await nobody.GetAsync(path)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await viewer.PostAsJsonAsync("/api/v1/plots", new { name = "Mine" })).StatusCode);
    }

    [Fact]
    public async Task A_fact_is_followed_once_and_every_change_has_its_entry_and_its_actor()
    {
        var id = await NewPlotAsync("Plot 2");
        using (var taken = await _garden.Owner.PutAsJsonAsync($"/api/v1/plots/{id}/gardener", new { gardener = "The school" })) await taken.BodyAsync(HttpStatusCode.OK);
        using (var again = await _garden.Owner.PutAsJsonAsync($"/api/v1/plots/{id}/gardener", new { gardener = "The church" }))
            Assert.Equal("gardens.plot_taken", (await again.BodyAsync(HttpStatusCode.Conflict)).Text("code"));

        await Eventually.TrueAsync(async () => (await _garden.Owner.ReadAsync($"/api/v1/plots/{id}")).GetProperty("takings").GetInt32() == 1);
        var entries = await _site.TextsAsync(
            $"select operation || ' ' || actor_kind from {_garden.Tenant.Schema}.audit_entries where record_id = '{id}' and operation in ('insert', 'update', 'delete') order by id");
        Assert.Equal(["insert account", "update account", "update system"], entries);
    }

    [Fact]
    public async Task It_keeps_the_second_writer_out_and_repeats_an_answer()
    {
        var id = await NewPlotAsync("Plot 3");
        using var read = await _garden.Owner.GetAsync($"/api/v1/plots/{id}");
        var version = read.Headers.ETag!.ToString();
        Assert.Equal(HttpStatusCode.OK, await RenameAsync(id, "Plot 3a", version));
        Assert.Equal(HttpStatusCode.PreconditionFailed, await RenameAsync(id, "Plot 3b", version));

        var first = await CreateOnceAsync("Plot 4", "once");
        Assert.Equal(first, await CreateOnceAsync("Plot 4", "once"));
    }

    [Fact]
    public async Task It_lists_by_pages_in_the_declared_orders_only()
    {
        foreach (var name in (string[])["Row C", "Row A", "Row B"]) await NewPlotAsync(name);
        var page = await _garden.Owner.ReadAsync("/api/v1/plots?sort=name&limit=2&fields=name");
        Assert.Equal(2, page.List("items").Count);
        Assert.False(page.List("items")[0].TryGetProperty("takings", out _));
        Assert.NotNull(page.Text("next"));
        using var refused = await _garden.Owner.GetAsync("/api/v1/plots?sort=gardener");
        await refused.BodyAsync(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task It_is_found_exported_imported_and_described()
    {
        await NewPlotAsync("Rhubarb corner");
        var found = await _garden.Owner.ReadAsync("/api/v1/search?q=rhubarb");
        Assert.Contains(found.List("items"), hit => hit.Text("kind") == "plot");
        Assert.Contains("Rhubarb corner", await _garden.Owner.GetStringAsync("/api/v1/exports/plots?format=csv"), StringComparison.Ordinal);
        var paths = (await _garden.Owner.ReadAsync("/openapi/v1.json")).GetProperty("paths");
        Assert.True(paths.TryGetProperty("/api/v1/plots", out _));
    }

    [Fact]
    public async Task A_field_it_marks_as_sensitive_stays_with_those_who_may_see_it()
    {
        var id = await NewPlotAsync("Plot 5");
        using (var taken = await _garden.Owner.PutAsJsonAsync($"/api/v1/plots/{id}/gardener", new { gardener = "The school" })) await taken.BodyAsync(HttpStatusCode.OK);
        using var viewer = await _garden.AsAsync(Role.Viewer);
        Assert.Equal("The school", (await _garden.Owner.ReadAsync($"/api/v1/plots/{id}")).Text("gardener"));
        Assert.False((await viewer.ReadAsync($"/api/v1/plots/{id}")).TryGetProperty("gardener", out _));
    }

    private async Task<string> NewPlotAsync(string name) => (await _garden.Owner.SendAsync("/api/v1/plots", new { name })).Text("id");

    private async Task<HttpStatusCode> RenameAsync(string id, string name, string version)
    {
        using var request = new HttpRequestMessage(HttpMethod.Patch, $"/api/v1/plots/{id}") { Content = JsonContent.Create(new { name }) };
        request.Headers.IfMatch.ParseAdd(version);
        using var response = await _garden.Owner.SendAsync(request);
        return response.StatusCode;
    }

    private async Task<string> CreateOnceAsync(string name, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/plots") { Content = JsonContent.Create(new { name }) };
        request.Headers.Add("Idempotency-Key", key);
        using var response = await _garden.Owner.SendAsync(request);
        return (await response.BodyAsync(HttpStatusCode.Created)).Text("id");
    }
}

/// <summary>One installation with the scratch module, for all tests of it.</summary>
public sealed class ScratchSite(TestSystem system) : IAsyncLifetime
{
    internal Site Site { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Site = await Site.StartScratchAsync(system.Backing, "scratch");

    public ValueTask DisposeAsync() => Site.DisposeAsync();
}
