using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace CivicPulse.Tests.Support;

/// <summary>Files in and out, in short words.</summary>
internal static class Imports
{
    public static async Task<JsonElement> ImportAsync(this HttpClient client, string kind, string fileName, byte[] content) =>
        await client.UploadAsync("/api/v1/imports?kind=" + kind, fileName, content, HttpStatusCode.Created);

    public static Task<JsonElement> ImportAsync(this HttpClient client, string kind, string csv) =>
        client.ImportAsync(kind, kind + ".csv", Encoding.UTF8.GetBytes(csv));

    /// <returns>The import when the run is over.</returns>
    public static async Task<JsonElement> RunAsync(this HttpClient client, JsonElement import, object? how = null)
    {
        var id = import.Text("id");
        var job = await client.SendAsync($"/api/v1/imports/{id}/runs", how ?? new { }, HttpStatusCode.Accepted);
        await client.FinishedAsync(job);
        return await client.ReadAsync($"/api/v1/imports/{id}");
    }

    public static async Task<JsonElement> ImportAndRunAsync(this HttpClient client, string kind, string fileName, byte[] content, object? how = null) =>
        await client.RunAsync(await client.ImportAsync(kind, fileName, content), how);

    public static async Task<byte[]> ExportAsync(this HttpClient client, string kind, string format)
    {
        using var response = await client.GetAsync($"/api/v1/exports/{kind}?format={format}");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadAsByteArrayAsync();
    }

    /// <summary>Read, created, updated, unchanged, rejected.</summary>
    public static string Counts(this JsonElement import)
    {
        var run = import.GetProperty("run");
        return string.Join(' ', ((string[])["read", "created", "updated", "unchanged", "rejected"]).Select(c => run.GetProperty(c).GetInt64()));
    }

    public static async Task<string[]> RejectsAsync(this HttpClient client, JsonElement import) =>
        (await client.GetStringAsync($"/api/v1/imports/{import.Text("id")}/rejects")).TrimStart('\uFEFF').Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
}
