using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace CivicPulse.Tests.Support;

/// <summary>Short words for what every HTTP test does.</summary>
internal static class Requests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static async Task<JsonElement> ReadAsync(this HttpClient client, string path)
    {
        using var response = await client.GetAsync(path);
        return await response.BodyAsync(HttpStatusCode.OK);
    }

    /// <summary>Reads, and keeps the statements that it took.</summary>
    public static async Task<JsonElement> ReadAsync(this HttpClient client, string path, StatementWatch watch)
    {
        using var trace = watch.Trace();
        using var response = await client.GetAsync(path);
        return await response.BodyAsync(HttpStatusCode.OK);
    }

    public static async Task<JsonElement> SendAsync(this HttpClient client, string path, object body, HttpStatusCode expected = HttpStatusCode.Created)
    {
        using var response = await client.PostAsJsonAsync(path, body);
        return await response.BodyAsync(expected);
    }

    /// <summary>PUT, PATCH and whatever else takes a body.</summary>
    public static async Task<JsonElement> SendAsync(this HttpClient client, HttpMethod method, string path, object body, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var request = new HttpRequestMessage(method, path) { Content = JsonContent.Create(body) };
        using var response = await client.SendAsync(request);
        return await response.BodyAsync(expected);
    }

    public static async Task<JsonElement> UploadAsync(
        this HttpClient client, string path, string fileName, byte[] content, HttpStatusCode expected = HttpStatusCode.Accepted)
    {
        using var file = new ByteArrayContent(content);
        file.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        using var form = new MultipartFormDataContent { { file, "file", fileName } };
        using var response = await client.PostAsync(path, form);
        return await response.BodyAsync(expected);
    }

    public static async Task<JsonElement> BodyAsync(this HttpResponseMessage response, HttpStatusCode expected)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == expected, $"{response.RequestMessage?.RequestUri} answered {(int)response.StatusCode}, not {(int)expected}: {text}{((int)response.StatusCode >= 500 ? KeptErrors.Text : "")}");
        return text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text);
    }

    /// <summary>Follows a job to its end.</summary>
    public static async Task<JsonElement> FinishedAsync(this HttpClient client, JsonElement job)
    {
        var path = $"/api/v1/jobs/{job.Text("id")}";
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var now = await client.ReadAsync(path);
            if (now.Text("state") is "succeeded" or "failed") return now;
            await Task.Delay(50, patience.Token);
        }
    }

    public static async Task<JsonElement> NewMeetingAsync(this HttpClient client, string name = "Council meeting") =>
        await client.SendAsync("/api/v1/meetings", new { name, start_date = "2026-03-02T18:00:00Z" });

    /// <summary>A meeting with this transcript, prepared.</summary>
    public static async Task<string> NewMeetingAsync(this HttpClient client, string name, params (string Speaker, string Text)[] turns)
    {
        var id = (await client.NewMeetingAsync(name)).Text("id");
        var job = await client.SendAsync($"/api/v1/meetings/{id}/transcript",
            new { turns = turns.Select(t => new { speaker = t.Speaker, text = t.Text }) }, HttpStatusCode.Accepted);
        Assert.Equal("succeeded", (await client.FinishedAsync(job)).Text("state"));
        return id;
    }

    public static string Text(this JsonElement json, string name) => json.GetProperty(name).GetString()!;

    public static IReadOnlyList<JsonElement> List(this JsonElement json, string name) => [.. json.GetProperty(name).EnumerateArray()];
}
