using System.Text.Json;
using CivicPulse.Tests.Support;

namespace CivicPulse.Tests.Browser;

/// <summary>A small town before the public: a council with a seat that is held and one that is vacant, its chair, and a meeting that was.</summary>
internal sealed class Town
{
    public const string Division = "ocd-division/country:us/state:ga/place:riverton";

    private Town(TestTenant tenant, JsonElement body, JsonElement official, JsonElement meeting) => (Tenant, Body, Official, Meeting) = (tenant, body, official, meeting);

    public TestTenant Tenant { get; }

    public string BodyId => Body.Text("id");

    public string BodySlug => Body.Text("slug");

    public string OfficialId => Official.Text("id");

    public string OfficialSlug => Official.Text("slug");

    public string MeetingSlug => Meeting.Text("slug");

    private JsonElement Body { get; }

    private JsonElement Official { get; }

    private JsonElement Meeting { get; }

    public static async Task<Town> FoundAsync(TestTenant tenant)
    {
        var owner = tenant.Owner;
        await owner.SendAsync(HttpMethod.Put, "/api/v1/tenant/portal", new { open = true, sections = (string[])["bodies", "officials", "meetings"] });
        var body = await owner.SendAsync("/api/v1/bodies", new { name = "Town council", classification = "council", sources = (object[])[new { url = "https://town.example/council" }] });
        var official = await owner.SendAsync("/api/v1/officials", new { name = "Ada Alvarez", party = "Farmers", contact_details = (object[])[new { type = "voice", value = "202-555-0100" }] });
        var seat = await owner.SendAsync("/api/v1/posts", new { body_id = body.Text("id"), label = "Council member, ward 1", role = "Council member", division_id = Division });
        var vacant = await owner.SendAsync("/api/v1/posts", new { body_id = body.Text("id"), label = "Council member, ward 2", role = "Council member", division_id = Division });
        var membership = await owner.SendAsync("/api/v1/memberships", new
        {
            body_id = body.Text("id"),
            official_id = official.Text("id"),
            post_id = seat.Text("id"),
            role = "Chair",
            start_date = "2024-01-01",
        });
        var meeting = await owner.SendAsync("/api/v1/meetings", new { name = "Council, March", start_date = "2026-03-02T18:00:00Z", body_id = body.Text("id"), location_name = "Town hall" });
        foreach (var (kind, record) in ((string, JsonElement)[])[("bodies", body), ("officials", official), ("posts", seat), ("posts", vacant), ("memberships", membership), ("meetings", meeting)])
            await owner.SendAsync(HttpMethod.Put, $"/api/v1/{kind}/{record.Text("id")}/publication", new { });
        return new(tenant, body, official, meeting);
    }

    public Task ReportAsync(string message) =>
        Tenant.Anonymous().SendAsync("/api/v1/portal/corrections", new { kind = "official", id = OfficialId, field = "party", message }, System.Net.HttpStatusCode.Accepted);
}
