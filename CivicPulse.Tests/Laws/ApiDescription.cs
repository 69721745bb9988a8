using System.Net.Http.Json;
using System.Text.Json;
using CivicPulse.Tests.Support;

namespace CivicPulse.Tests.Laws;

/// <summary>The API's own description: what the laws send is what it tells clients to send.</summary>
internal sealed class ApiDescription
{
    private ApiDescription(JsonElement document) => Document = document;

    public JsonElement Document { get; }

    public static async Task<ApiDescription> ReadAsync(Uri api)
    {
        using var client = new HttpClient { BaseAddress = api };
        return new(await client.GetFromJsonAsync<JsonElement>("/openapi/v1.json"));
    }

    public IEnumerable<(HttpMethod Method, string Path, JsonElement Operation)> Operations =>
        from path in Document.GetProperty("paths").EnumerateObject()
        from operation in path.Value.EnumerateObject()
        where operation.Value.TryGetProperty("responses", out _)
        select (HttpMethod.Parse(operation.Name), path.Name, operation.Value);

    /// <summary>The body of the description's example; a file where the route takes one.</summary>
    public static Func<HttpContent?> BodyOf(JsonElement operation)
    {
        if (!operation.TryGetProperty("requestBody", out var body)) return () => null;
        var content = body.GetProperty("content");
        if (content.TryGetProperty("application/json", out var json)) return () => JsonContent.Create(json.GetProperty("example"));
        return () => new MultipartFormDataContent { { new ByteArrayContent("A law's own words."u8.ToArray()), "file", "law.txt" } };
    }

    /// <summary>Fills an address of the description with ids of records that are there.</summary>
    public static string Fill(string path, IReadOnlyDictionary<string, string> ids)
    {
        var parts = path.Split('/');
        for (var i = 1; i < parts.Length; i++)
        {
            if (!parts[i].StartsWith('{')) continue;
            parts[i] = parts[i] == "{number}" ? "1" : ids.GetValueOrDefault(Routes.Noun(parts[i - 1], parts[i].Trim('{', '}'))) ?? Guid.NewGuid().ToString();
        }
        return string.Join('/', parts);
    }
}
