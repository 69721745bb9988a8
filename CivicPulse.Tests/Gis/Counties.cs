using System.Globalization;
using System.Net;
using System.Text.Json;
using CivicPulse.Tests.Support;

namespace CivicPulse.Tests.Gis;

/// <summary>The 159 counties of Georgia, in the formats they come in.</summary>
internal static class Counties
{
    public const int All = 159;

    /// <summary>A place well inside each of these, by hand.</summary>
    public static readonly (string Geoid, double Lat, double Lon)[] Known =
    [
        ("13021", 32.8407, -83.6324), ("13121", 33.7490, -84.3880), ("13051", 32.0200, -81.1800), ("13215", 32.5100, -84.8800), ("13245", 33.3700, -82.0700),
        ("13059", 33.9500, -83.3700), ("13295", 34.7300, -85.3000), ("13039", 30.9200, -81.6400), ("13087", 30.8800, -84.5800), ("13241", 34.8800, -83.4000),
    ];

    public static byte[] File(string name) => System.IO.File.ReadAllBytes(Path.Combine(SharedData.Folder("boundaries"), name));

    public static async Task<JsonElement> ImportAsync(TestTenant tenant, string file, string? set = null)
    {
        var import = await tenant.Owner.ImportAndRunAsync("boundaries", set is null ? file : set + Path.GetExtension(file), File(file));
        Assert.True(import.Text("state") == "succeeded", import.GetRawText());
        return import;
    }

    public static async Task<JsonElement> SetAsync(TestTenant tenant, string slug) =>
        (await tenant.Owner.ReadAsync("/api/v1/boundary-sets?limit=100")).List("items").Single(s => s.Text("slug") == slug);

    public static async Task<IReadOnlyList<JsonElement>> DistrictsAsync(HttpClient client, double lat, double lon, string more = "") =>
        (await client.ReadAsync(string.Create(CultureInfo.InvariantCulture, $"/api/v1/districts?lat={lat}&lon={lon}{more}"))).List("districts");

    /// <summary>Every boundary of a set, page by page.</summary>
    public static async Task<Dictionary<string, JsonElement>> BoundariesAsync(HttpClient client, string set)
    {
        var (found, next) = (new Dictionary<string, JsonElement>(StringComparer.Ordinal), "");
        do
        {
            var page = await client.ReadAsync($"/api/v1/boundaries?set_id={set}&limit=100{next}");
            foreach (var boundary in page.List("items")) found.Add(boundary.Text("identifier"), boundary);
            next = page.GetProperty("next").GetString() is { } cursor ? "&after=" + Uri.EscapeDataString(cursor) : null;
        }
        while (next is not null);
        return found;
    }

    public static async Task<HttpResponseMessage> GetAsync(HttpClient client, string path, string? seen = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (seen is not null) request.Headers.TryAddWithoutValidation("If-None-Match", seen);
        return await client.SendAsync(request);
    }

    public static async Task RefusedAsync(this HttpClient client, HttpMethod method, string path, HttpStatusCode status, string code)
    {
        using var request = new HttpRequestMessage(method, path) { Content = method == HttpMethod.Patch ? System.Net.Http.Json.JsonContent.Create(new { name = "Mine" }) : null };
        using var response = await client.SendAsync(request);
        Assert.Equal(code, (await response.BodyAsync(status)).Text("code"));
    }
}
