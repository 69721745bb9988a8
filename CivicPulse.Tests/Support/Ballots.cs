using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace CivicPulse.Tests.Support;

/// <summary>An election in a town of two precincts, by hand, in short words.</summary>
internal static class Ballots
{
    public const string Town = "ocd-division/country:us/state:ga/place:riverton";

    public static Task<JsonElement> NewElectionAsync(this HttpClient client, string name = "Town election", string date = "2025-11-04", object? more = null) =>
        client.SendAsync("/api/v1/elections", Merged(new { name, date, division_id = Town }, more));

    public static async Task<string> NewContestAsync(this HttpClient client, string election, string name = "Mayor", object? more = null) =>
        (await client.SendAsync("/api/v1/contests", Merged(new { election_id = election, name }, more))).Text("id");

    public static async Task<string> NewSelectionAsync(this HttpClient client, string contest, string name, object? more = null) =>
        (await client.SendAsync("/api/v1/contest-selections", Merged(new { contest_id = contest, name }, more))).Text("id");

    public static async Task<string> NewUnitAsync(this HttpClient client, string election, string name, object? more = null) =>
        (await client.SendAsync("/api/v1/reporting-units", Merged(new { election_id = election, name, type = "precinct" }, more))).Text("id");

    public static async Task<string> CountAsync(this HttpClient client, string selection, string unit, int votes, string way = "total") =>
        (await client.SendAsync("/api/v1/vote-counts", new { selection_id = selection, reporting_unit_id = unit, votes, count_item_type = way })).Text("id");

    public static async Task<HttpResponseMessage> CertifyAsync(this HttpClient client, string election, string date = "2025-11-10") =>
        await client.PutAsJsonAsync($"/api/v1/elections/{election}/certification", new { date, authority = "Board of elections" });

    public static async Task PublishAsync(this HttpClient client, string kind, string id)
    {
        using var response = await client.PutAsync($"/api/v1/{kind}/{id}/publication", null);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    public static async Task OpenPortalAsync(this HttpClient client, params string[] sections)
    {
        using var response = await client.PutAsJsonAsync("/api/v1/tenant/portal", new { open = true, sections });
        await response.BodyAsync(HttpStatusCode.OK);
    }

    /// <summary>A mayor's race between two and a measure, counted in two precincts. The election is held, not certified.</summary>
    public static async Task<TownElection> NewCountedElectionAsync(this HttpClient client, string name = "Town election")
    {
        var election = (await client.NewElectionAsync(name, more: new { status = "held" })).Text("id");
        var (mayor, bridge) = (await client.NewContestAsync(election), await client.NewContestAsync(election, "Footbridge", new { kind = "ballot_measure", sequence_order = 1 }));
        var (north, south) = (await client.NewUnitAsync(election, "Riverton: North", new { registered_voters = 500, ballots_cast = 300 }), await client.NewUnitAsync(election, "Riverton: South", new { registered_voters = 300, ballots_cast = 260 }));
        var (one, other) = (await client.NewSelectionAsync(mayor, "A. Sample"), await client.NewSelectionAsync(mayor, "B. Example"));
        var (yes, no) = (await client.NewSelectionAsync(bridge, "Yes"), await client.NewSelectionAsync(bridge, "No"));
        var count = await client.CountAsync(one, north, 120);
        await client.CountAsync(one, south, 90);
        await client.CountAsync(other, north, 100, "election_day");
        await client.CountAsync(other, north, 30, "early");
        await client.CountAsync(other, south, 60);
        await client.CountAsync(yes, north, 150);
        await client.CountAsync(no, north, 150);
        return new(election, mayor, bridge, north, south, one, other, yes, no, count);
    }

    private static Dictionary<string, object?> Merged(object first, object? second)
    {
        var merged = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var said in ((object?[])[first, second]).OfType<object>())
        {
            foreach (var property in said.GetType().GetProperties()) merged[property.Name] = property.GetValue(said);
        }
        return merged;
    }
}

internal sealed record TownElection(string Id, string Mayor, string Bridge, string North, string South, string One, string Other, string Yes, string No, string Count);
