using System.Net;
using System.Net.Http.Json;
using CivicPulse.Modules.Governance.Jobs;
using CivicPulse.Modules.Governance.Model;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Data;
using CivicPulse.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CivicPulse.Tests.Governance;

public sealed class VisitorTests(TestSystem system)
{
    [Fact]
    public async Task Visitors_see_nothing_that_nobody_looked_at()
    {
        var tenant = await system.NewTenantAsync();
        var meeting = await tenant.Owner.NewMeetingAsync("Town council", Council.Turns);
        var official = await NewAsync(tenant, "/api/v1/officials", new { name = "Ada" });
        var item = await NewAsync(tenant, $"/api/v1/meetings/{meeting}/agenda-items", new { title = "Roof" });
        var motion = await NewAsync(tenant, "/api/v1/motions", new { meeting_id = meeting, agenda_item_id = item, text = "To repair the roof" });
        var vote = await NewAsync(tenant, "/api/v1/vote-events", new { motion_id = motion, votes = new[] { new { official_id = official, option = "yes" } } });
        await NewAsync(tenant, $"/api/v1/meetings/{meeting}/attendances", new { official_id = official });
        await NewAsync(tenant, $"/api/v1/meetings/{meeting}/attachments", new { title = "Agenda", url = "https://town.example/a" });
        var stance = await NewAsync(tenant, "/api/v1/stances", new { official_id = official, topic = "Roof", position = "for", statement = "Yes", citations = new[] { new { url = "https://town.example/" } } });
        Assert.Equal("", await SeenAsync(tenant));

        await PublishAsync(tenant.Owner, $"/api/v1/vote-events/{vote}", $"/api/v1/motions/{motion}", $"/api/v1/stances/{stance}");
        Assert.Equal("", await SeenAsync(tenant));
        await PublishAsync(tenant.Owner, $"/api/v1/meetings/{meeting}");
        Assert.Equal("meeting item attendance attachment motion vote person_vote", await SeenAsync(tenant));
        await PublishAsync(tenant.Owner, $"/api/v1/officials/{official}");
        Assert.Equal("meeting item attendance attachment motion vote person_vote stance", await SeenAsync(tenant));

        using (var published = await tenant.Owner.PutAsync($"/api/v1/meetings/{meeting}/transcript/publication", null)) Assert.Equal(HttpStatusCode.NoContent, published.StatusCode);
        Assert.EndsWith("stance transcript turn", await SeenAsync(tenant), StringComparison.Ordinal);
        var reviewer = await tenant.JoinAsync(new { role = "staff" });
        using (var reviewed = await reviewer.Client.PutAsync($"/api/v1/meetings/{meeting}/minutes/review", null)) Assert.Equal(HttpStatusCode.OK, reviewed.StatusCode);
        Assert.EndsWith("stance transcript turn", await SeenAsync(tenant), StringComparison.Ordinal);
        await PublishAsync(tenant.Owner, $"/api/v1/meetings/{meeting}/minutes");
        Assert.EndsWith("transcript turn minutes line", await SeenAsync(tenant), StringComparison.Ordinal);

        using (var withdrawn = await tenant.Owner.DeleteAsync($"/api/v1/motions/{motion}/publication")) Assert.Equal(HttpStatusCode.NoContent, withdrawn.StatusCode);
        Assert.StartsWith("meeting item attendance attachment stance", await SeenAsync(tenant), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_end_of_a_term_is_told_once_and_history_is_no_news()
    {
        var tenant = await system.NewTenantAsync();
        var body = await NewAsync(tenant, "/api/v1/bodies", new { name = "Council", classification = "legislature" });
        static string Day(int days) => DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(days).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        foreach (var end in (string?[])[Day(-1), Day(0), Day(1), Day(-400), null])
            await NewAsync(tenant, "/api/v1/memberships", new { body_id = body, person_name = "Ada", role = "Member", end_date = end });
        await RunAsync(tenant);
        Assert.Equal(2, await ToldAsync(tenant));
        await RunAsync(tenant);
        Assert.Equal(2, await ToldAsync(tenant));
        var later = (await tenant.Owner.ReadAsync($"/api/v1/memberships?end_date={Day(1)}")).List("items")[0].Text("id");
        using var changed = await tenant.Owner.PatchAsJsonAsync($"/api/v1/memberships/{later}", new { end_date = Day(-2) });
        Assert.DoesNotContain("term_ended_at", (await changed.BodyAsync(HttpStatusCode.OK)).List("locked_fields").Select(f => f.GetString()));
        await RunAsync(tenant);
        Assert.Equal(3, await ToldAsync(tenant));
    }

    private static Task<int> RunAsync(TestTenant tenant) => tenant.InsideAsync(async services =>
    {
        services.GetRequiredService<CurrentAccount>().ActAsSystem(null);
        await new EndTerms(services.GetRequiredService<TenantDb>(), TimeProvider.System).RunAsync(CancellationToken.None);
        return 0;
    });

    private async Task<int> ToldAsync(TestTenant tenant) => (await system.Site.TextsAsync($"select 1 from {tenant.Tenant.Schema}.outbox where type like '%term_ended%'")).Count;

    private static async Task<string> NewAsync(TestTenant tenant, string path, object what) => (await tenant.Owner.SendAsync(path, what)).Text("id");

    private static async Task PublishAsync(HttpClient client, params string[] records)
    {
        foreach (var record in records)
        {
            using var published = await client.PutAsync(record + "/publication", null);
            Assert.True(published.IsSuccessStatusCode, await published.Content.ReadAsStringAsync());
        }
    }

    /// <summary>Of each kind whether a visitor of the portal sees any.</summary>
    private static Task<string> SeenAsync(TestTenant tenant) => tenant.InsideAsync(async services =>
    {
        services.GetRequiredService<CurrentAccount>().Visit();
        var db = services.GetRequiredService<TenantDb>();
        (string Kind, IQueryable<object> Rows)[] kinds =
        [
            ("meeting", db.Meetings), ("item", db.AgendaItems), ("attendance", db.Attendances), ("attachment", db.Set<MeetingAttachment>()), ("motion", db.Motions), ("vote", db.VoteEvents),
            ("person_vote", db.PersonVotes), ("stance", db.Stances), ("transcript", db.Transcripts), ("turn", db.TranscriptTurns), ("minutes", db.Minutes), ("line", db.Set<MinutesLine>()),
        ];
        var seen = new List<string>();
        foreach (var (kind, rows) in kinds)
        {
            if (await rows.AnyAsync()) seen.Add(kind);
        }
        return string.Join(' ', seen);
    });
}
