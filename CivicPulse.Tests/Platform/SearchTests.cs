using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CivicPulse.Platform.Access;
using CivicPulse.Tests.Support;

namespace CivicPulse.Tests.Platform;

public sealed class SearchTests(TestSystem system)
{
    [Fact]
    public async Task What_is_saved_is_found_by_the_next_request_changed_by_the_one_after_and_gone_with_the_record()
    {
        var tenant = await system.NewTenantAsync();
        var id = (await tenant.Owner.NewMeetingAsync("Budget workshop on the aquarium")).Text("id");
        var hit = Assert.Single(await HitsAsync(tenant.Owner, "q=aquarium"));
        Assert.Equal(("meeting", id, $"/meetings/{id}", "Budget workshop on the aquarium"), (hit.Text("kind"), hit.Text("id"), hit.Text("url"), hit.Text("title")));
        (await tenant.Owner.PatchAsJsonAsync($"/api/v1/meetings/{id}", new { name = "Budget workshop on the planetarium" })).EnsureSuccessStatusCode();
        Assert.Empty(await HitsAsync(tenant.Owner, "q=aquarium"));
        Assert.Single(await HitsAsync(tenant.Owner, "q=planetarium"));
        (await tenant.Owner.DeleteAsync($"/api/v1/meetings/{id}")).EnsureSuccessStatusCode();
        Assert.Empty(await HitsAsync(tenant.Owner, "q=planetarium"));
    }

    [Fact]
    public async Task What_belongs_to_a_record_goes_with_it_at_once()
    {
        var tenant = await system.NewTenantAsync();
        var id = await tenant.Owner.NewMeetingAsync("Town council", Council.Turns);
        await tenant.Owner.SendAsync($"/api/v1/meetings/{id}/agenda-items", new { title = "Roof of the library", notes = "Before winter" });
        var kinds = (await HitsAsync(tenant.Owner, "q=library roof")).Select(h => h.Text("kind")).Distinct().Order(StringComparer.Ordinal);
        Assert.Equal(["agenda_item", "minutes", "transcript"], kinds);
        (await tenant.Owner.DeleteAsync($"/api/v1/meetings/{id}")).EnsureSuccessStatusCode();
        Assert.Empty(await HitsAsync(tenant.Owner, "q=library roof"));
    }

    [Fact]
    public async Task A_transcript_leads_to_its_turns_and_names_its_meeting()
    {
        var tenant = await system.NewTenantAsync();
        var id = await tenant.Owner.NewMeetingAsync("Town council", Council.Turns);
        var hit = (await HitsAsync(tenant.Owner, "q=speeding cars near the school&kind=transcript"))[0];
        Assert.Equal((id, "Town council"), (hit.Text("meeting_id"), hit.GetProperty("part_of").Text("title")));
        Assert.StartsWith($"/meetings/{id}?turn=", hit.Text("url"), StringComparison.Ordinal);
        Assert.Contains("speeding", Marked(hit), StringComparer.OrdinalIgnoreCase);
        Assert.NotEmpty(await HitsAsync(tenant.Owner, $"q=speeding cars&kind=transcript&meeting_id={id}"));
    }

    [Theory]
    [InlineData("Reunión del comité de años", "reunion comite")]
    [InlineData("Techo de la biblioteca municipal y otras obras", "bibliotecas")]
    [InlineData("Permits for food trucks", "permit truck")]
    [InlineData("Zoning appeals board", "What did the board decide about the zoning appeal?")]
    [InlineData("O'Brien's crossing & Smith/Jones", "o'brien crossing")]
    public async Task Accents_endings_and_little_words_do_not_matter(string title, string query)
    {
        var tenant = await system.NewTenantAsync();
        await tenant.Owner.NewMeetingAsync("Something else entirely");
        await tenant.Owner.NewMeetingAsync(title);
        Assert.Equal(title, (await HitsAsync(tenant.Owner, "q=" + Uri.EscapeDataString(query)))[0].Text("title"));
    }

    [Theory]
    [InlineData("libary roof", "library roof")]
    [InlineData("planing comission", "planning commission")]
    public async Task A_mistyped_word_is_read_as_the_word_that_occurs(string typed, string corrected)
    {
        var tenant = await system.NewTenantAsync();
        await tenant.Owner.NewMeetingAsync("Repair of the library roof");
        await tenant.Owner.NewMeetingAsync("Planning commission");
        var found = await tenant.Owner.ReadAsync("/api/v1/search?q=" + typed);
        Assert.Equal(corrected, found.Text("corrected"));
        Assert.Contains(corrected.Split(' ')[0], found.List("items")[0].Text("title"), StringComparison.OrdinalIgnoreCase);
        Assert.False((await tenant.Owner.ReadAsync("/api/v1/search?q=library")).TryGetProperty("corrected", out _));
    }

    [Fact]
    public async Task Phrases_must_occur_and_excluded_words_must_not()
    {
        var tenant = await system.NewTenantAsync();
        foreach (var name in (string[])["Park hours in summer", "Summer hours of the park", "Park benches"]) await tenant.Owner.NewMeetingAsync(name);
        Assert.Equal(["Summer hours of the park"], (await HitsAsync(tenant.Owner, "q=\"summer hours\"")).Select(h => h.Text("title")));
        Assert.Equal(["Park benches"], (await HitsAsync(tenant.Owner, "q=park -summer")).Select(h => h.Text("title")));
        Assert.Equal(2, (await HitsAsync(tenant.Owner, "q=park -\"park benches\"")).Count);
        Assert.Equal("search.nothing_asked", (await (await tenant.Owner.GetAsync("/api/v1/search?q=-summer")).BodyAsync(HttpStatusCode.BadRequest)).Text("code"));
    }

    [Fact]
    public async Task Facets_count_what_was_found_and_narrow_it()
    {
        var tenant = await system.NewTenantAsync();
        foreach (var (name, year) in (IEnumerable<(string, int)>)[("Harbor one", 2024), ("Harbor two", 2025), ("Harbor three", 2025)])
            await tenant.Owner.SendAsync("/api/v1/meetings", new { name, start_date = $"{year}-05-01T10:00:00Z" });
        await tenant.Owner.SendAsync("/api/v1/bodies", new { name = "Harbor board", classification = "commission" });
        var found = await tenant.Owner.ReadAsync("/api/v1/search?q=harbor");
        Assert.Equal(4, found.GetProperty("total").GetInt32());
        Assert.Equal("meeting 3, body 1", Values(found, "kind"));
        Assert.Equal("confirmed 3", Values(found, "status"));
        Assert.Equal(2, (await HitsAsync(tenant.Owner, "q=harbor&facet=year:2025&kind=meeting")).Count);
        Assert.Single(await HitsAsync(tenant.Owner, "q=harbor&facet=classification:commission"));
        Assert.Empty(await HitsAsync(tenant.Owner, "q=harbor&facet=year:2025&facet=classification:commission&facet=status:confirmed"));
        Assert.Equal("search.bad_facet", (await (await tenant.Owner.GetAsync("/api/v1/search?q=harbor&facet=year")).BodyAsync(HttpStatusCode.BadRequest)).Text("code"));
    }

    [Fact]
    public async Task Pages_follow_each_other_without_gap_or_repetition()
    {
        var tenant = await system.NewTenantAsync();
        for (var i = 0; i < 25; i++) await tenant.Owner.NewMeetingAsync($"Bridge inspection {i}");
        var (seen, after, pages) = (new List<string>(), "", 0);
        do
        {
            var page = await tenant.Owner.ReadAsync("/api/v1/search?q=bridge inspection&limit=7" + after);
            seen.AddRange(page.List("items").Select(h => h.Text("id")));
            after = page.GetProperty("next").GetString() is { } next ? "&after=" + next : null!;
            // What is added in between has its own place and moves nobody else's.
            if (pages++ == 1) await tenant.Owner.NewMeetingAsync("Bridge of sighs");
        }
        while (after is not null);
        Assert.Equal(4, pages);
        Assert.Equal(seen.Count, seen.Distinct(StringComparer.Ordinal).Count());
        Assert.True(seen.Count >= 25, $"Only {seen.Count} were seen.");
    }

    [Fact]
    public async Task Highlights_are_places_in_plain_text_and_never_markup()
    {
        var tenant = await system.NewTenantAsync();
        var meeting = (await tenant.Owner.NewMeetingAsync("<img src=x onerror=alert(1)> fountain")).Text("id");
        await tenant.Owner.SendAsync($"/api/v1/meetings/{meeting}/agenda-items",
            new { title = "Water", notes = string.Concat(Enumerable.Repeat("Nothing of note here. ", 60)) + "The Fountáin's pump broke; fountains cost <b>money</b>. " + string.Concat(Enumerable.Repeat("More of the same. ", 60)) });
        var hits = await HitsAsync(tenant.Owner, "q=fountain");
        Assert.Equal("<img src=x onerror=alert(1)> fountain", hits.Single(h => h.Text("kind") == "meeting").Text("title"));
        var item = hits.Single(h => h.Text("kind") == "agenda_item");
        Assert.Equal(["Fountáin", "fountains"], Marked(item));
        Assert.DoesNotContain("<mark", item.Text("snippet"), StringComparison.Ordinal);
        Assert.InRange(item.Text("snippet").Length, 50, 300);
    }

    [Theory]
    [InlineData("'")]
    [InlineData("\\")]
    [InlineData("a & | ! ( ) <-> :*")]
    [InlineData("'); drop table search_entries; --")]
    [InlineData("%00")]
    [InlineData("\u65E5\u672C\u8A9E \U0001F600 ***")]
    [InlineData("the of and")]
    [InlineData("\"\" \"the\" -\"of\" x")]
    [InlineData("%25_%25")]
    public async Task No_query_however_strange_is_answered_with_an_error_of_ours(string query)
    {
        var tenant = await system.SharedTenantAsync();
        await tenant.Owner.NewMeetingAsync("Anything");
        foreach (var path in (string[])["?q=", "/suggestions?q=", "?kind=transcript&meeting_id=00000000-0000-0000-0000-000000000001&q="])
        {
            using var response = await tenant.Owner.GetAsync("/api/v1/search" + path + (query.Contains("%0", StringComparison.Ordinal) || query.Contains("%2", StringComparison.Ordinal) ? query : Uri.EscapeDataString(query)));
            Assert.True((int)response.StatusCode is 200 or 400, $"{path}{query}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
        }
    }

    [Theory]
    [InlineData("q=")]
    [InlineData("kind=meeting")]
    [InlineData("q=x&limit=0")]
    [InlineData("q=x&limit=101")]
    [InlineData("q=x&kind=Robert'); drop")]
    [InlineData("q=x&meeting_id=7")]
    [InlineData("q=x&after=e30")]
    [InlineData("q=x&after=bnVsbA")]
    public async Task What_makes_no_sense_is_a_clear_400(string query)
    {
        var tenant = await system.SharedTenantAsync();
        using var response = await tenant.Owner.GetAsync("/api/v1/search?" + query);
        Assert.NotEmpty((await response.BodyAsync(HttpStatusCode.BadRequest)).Text("code"));
        Assert.Equal(HttpStatusCode.BadRequest, (await tenant.Owner.GetAsync("/api/v1/search?q=" + new string('x', 2001))).StatusCode);
    }

    [Fact]
    public async Task Suggestions_are_titles_with_a_word_that_begins_so()
    {
        var tenant = await system.NewTenantAsync();
        foreach (var name in (string[])["Harbor board", "Old harbour", "Élection board", "100% harmless"]) await tenant.Owner.NewMeetingAsync(name);
        Assert.Equal(["Harbor board", "Old harbour"], (await SuggestAsync("Harb")).Order(StringComparer.Ordinal));
        Assert.Equal(["Élection board"], await SuggestAsync("elec"));
        Assert.Equal(["100% harmless"], await SuggestAsync("100%25"));
        Assert.Empty(await SuggestAsync("h"));

        async Task<IEnumerable<string>> SuggestAsync(string prefix) =>
            (await tenant.Owner.ReadAsync("/api/v1/search/suggestions?q=" + prefix)).List("items").Select(s => s.Text("title"));
    }

    [Fact]
    public async Task Meaning_is_compared_once_the_vectors_are_there()
    {
        var tenant = await system.NewTenantAsync();
        await tenant.Owner.NewMeetingAsync("Firefighters respond to burning houses");
        await tenant.Owner.NewMeetingAsync("Quarterly accounting statements");
        await Eventually.TrueAsync(async () => (await tenant.Owner.ReadAsync("/api/v1/search?q=fire department emergency")).Text("mode") == "hybrid");
        await Eventually.TrueAsync(async () => (await HitsAsync(tenant.Owner, "q=fire department emergency")).Count > 0);
        Assert.Equal("Firefighters respond to burning houses", Assert.Single(await HitsAsync(tenant.Owner, "q=fire department emergency")).Text("title"));
    }

    [Fact]
    public async Task Only_those_with_the_word_may_have_the_index_made_again()
    {
        var tenant = await system.NewTenantAsync();
        using var viewer = await tenant.AsAsync(Role.Viewer);
        Assert.Equal(HttpStatusCode.Forbidden, (await viewer.PostAsync("/api/v1/search/reindexing", null)).StatusCode);
    }

    internal static async Task<IReadOnlyList<JsonElement>> HitsAsync(HttpClient client, string query) => (await client.ReadAsync("/api/v1/search?" + query)).List("items");

    internal static string Values(JsonElement found, string facet) => string.Join(", ", found.List("facets").Where(f => f.Text("name") == facet)
        .SelectMany(f => f.List("values")).Select(v => $"{v.Text("value")} {v.GetProperty("count").GetInt32()}"));

    private static IEnumerable<string> Marked(JsonElement hit) => hit.List("highlights")
        .Select(h => hit.Text("snippet").Substring(h.GetProperty("start").GetInt32(), h.GetProperty("length").GetInt32()));
}
