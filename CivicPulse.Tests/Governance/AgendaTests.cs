using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CivicPulse.Tests.Support;

namespace CivicPulse.Tests.Governance;

public sealed class AgendaTests(TestSystem system)
{
    [Fact]
    public async Task An_item_is_moved_by_its_order_and_names_its_matter()
    {
        var tenant = await system.NewTenantAsync();
        var meeting = (await tenant.Owner.NewMeetingAsync()).Text("id");
        var (agenda, ids) = ($"/api/v1/meetings/{meeting}/agenda-items", new List<string>());
        foreach (var title in (string[])["a", "b", "c", "d"]) ids.Add((await tenant.Owner.SendAsync(agenda, new { title })).Text("id"));
        var body = (await tenant.Owner.SendAsync("/api/v1/bodies", new { name = "Council", classification = "legislature" })).Text("id");
        var matter = (await tenant.Owner.SendAsync("/api/v1/matters", new { body_id = body, identifier = "ORD 1", title = "Parks", classification = "ordinance" })).Text("id");
        using var moved = await tenant.Owner.PatchAsJsonAsync($"{agenda}/{ids[3]}", new { order = 1, matter_id = matter, video_seconds = 95, subjects = new[] { "Parks" } });
        var item = await moved.BodyAsync(HttpStatusCode.OK);
        Assert.Equal((1, "ORD 1", 95), (item.GetProperty("order").GetInt32(), item.Text("matter_identifier"), item.GetProperty("video_seconds").GetInt32()));
        Assert.Equal("d1 a2 b3 c4", string.Join(' ', (await tenant.Owner.ReadAsync(agenda)).List("items").Select(i => i.Text("title") + i.GetProperty("order").GetInt32())));
        Assert.Equal((422, "governance.no_such_matter"), await tenant.Owner.RefusedAsync(HttpMethod.Patch, $"{agenda}/{ids[0]}", new { matter_id = Guid.NewGuid() }));
        Assert.Equal(HttpStatusCode.NoContent, (await tenant.Owner.DeleteAsync($"/api/v1/matters/{matter}")).StatusCode);
        Assert.False((await tenant.Owner.ReadAsync(agenda)).List("items")[0].TryGetProperty("matter_id", out _));
    }

    [Fact]
    public async Task A_meeting_has_a_place_and_an_end_and_a_correction_by_hand_survives_an_import()
    {
        var tenant = await system.NewTenantAsync();
        const string Rows = "name,start_date,end_date,location_name,identifier\nCouncil,2026-03-02T18:00:00Z,2026-03-02T20:00:00Z,Town hall,ocd-event/1\n";
        Assert.Equal("1 1 0 0 0", (await tenant.Owner.RunAsync(await tenant.Owner.ImportAsync("meetings", Rows))).Counts());
        var meeting = (await tenant.Owner.ReadAsync("/api/v1/meetings")).List("items")[0].Text("id");
        using var moved = await tenant.Owner.PatchAsJsonAsync($"/api/v1/meetings/{meeting}", new { location_name = "School", latitude = 32.8, longitude = -83.6 });
        var changed = await moved.BodyAsync(HttpStatusCode.OK);
        Assert.Equal(["latitude", "location_name", "longitude"], changed.List("locked_fields").Select(f => f.GetString()));
        Assert.StartsWith("council-2026-03-02-", changed.Text("slug"), StringComparison.Ordinal);
        Assert.Equal("1 0 1 0 0", (await tenant.Owner.RunAsync(await tenant.Owner.ImportAsync("meetings", Rows.Replace("20:00", "21:00", StringComparison.Ordinal)))).Counts());
        var after = await tenant.Owner.ReadAsync($"/api/v1/meetings/{meeting}");
        Assert.Equal(("School", 21), (after.Text("location_name"), after.GetProperty("end_date").GetDateTimeOffset().Hour));
        Assert.Equal((409, "governance.half_a_place"), await tenant.Owner.RefusedAsync(HttpMethod.Post, "/api/v1/meetings", new { name = "x", start_date = "2026-03-02T18:00:00Z", latitude = 1 }));
        Assert.Equal((409, "governance.meeting_ends_before_it_starts"), await tenant.Owner.RefusedAsync(HttpMethod.Patch, $"/api/v1/meetings/{meeting}", new { end_date = "2026-03-01T18:00:00Z" }));
    }

    /// <summary>New York is five hours behind in winter: half past midnight in UTC is the evening before.</summary>
    [Fact]
    public async Task An_evening_meeting_is_on_the_day_that_the_town_s_clocks_show()
    {
        var tenant = await system.NewTenantAsync();
        using var zone = await tenant.Owner.PatchAsJsonAsync("/api/v1/tenant", new { time_zone = "America/New_York" });
        zone.EnsureSuccessStatusCode();
        var body = (await tenant.Owner.SendAsync("/api/v1/bodies", new { name = "Council", classification = "legislature" })).Text("id");
        foreach (var (name, end) in new[] { ("Ada", "2026-03-03"), ("Ben", "2026-03-02") })
            await tenant.Owner.SendAsync("/api/v1/memberships", new { body_id = body, person_name = name, role = "Member", start_date = "2024-01-01", end_date = end });
        JsonElement meeting = default;
        await Eventually.TrueAsync(async () =>
        {
            meeting = await tenant.Owner.SendAsync("/api/v1/meetings", new { name = "Council", start_date = "2026-03-03T00:30:00Z", body_id = body });
            return meeting.Text("slug").StartsWith("council-2026-03-02-", StringComparison.Ordinal);
        });
        Assert.Equal(1, (await tenant.Owner.ReadAsync($"/api/v1/meetings/{meeting.Text("id")}/quorum")).GetProperty("members").GetInt32());
        var whole = await tenant.Owner.SendAsync("/api/v1/meetings", new { name = "Retreat", start_date = "2026-03-03T00:00:00Z", all_day = true });
        Assert.StartsWith("retreat-2026-03-03-", whole.Text("slug"), StringComparison.Ordinal);
    }
}
