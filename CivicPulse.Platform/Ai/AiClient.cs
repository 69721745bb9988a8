using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Http;
using CivicPulse.Platform.Tenancy;

namespace CivicPulse.Platform.Ai;

/// <summary>The AI service as the other processes see it. Every call carries the asker's own tenant and permissions.</summary>
public sealed class AiClient(HttpClient http, CurrentTenant tenant, CurrentAccount account, ModuleList modules, CallerTickets tickets)
{
    /// <summary>Between our own processes text need not be escaped, which would make other scripts than Latin six times as long.</summary>
    private static readonly JsonSerializerOptions Compact = new(Wire.Json) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Makes a source answerable; whatever was indexed of it before is replaced.</summary>
    public Task<IndexedSource> IndexAsync(string kind, Guid id, IndexSource source, CancellationToken ct) =>
        SendAsync<IndexedSource>(HttpMethod.Put, $"/ai/sources/{kind}/{id}", source, ct);

    public async Task ForgetAsync(string kind, Guid id, CancellationToken ct)
    {
        using var request = Request(HttpMethod.Delete, $"/ai/sources/{kind}/{id}");
        using var response = await http.SendAsync(request, ct);
        response.EnsureSuccessStatusCode();
    }

    public Task<RetrievalHits> RetrieveAsync(Retrieve query, CancellationToken ct) =>
        SendAsync<RetrievalHits>(HttpMethod.Post, "/ai/retrieval", query, ct);

    /// <summary>The vectors of these texts, in their order; at most <see cref="Embed.Most"/>.</summary>
    public Task<Embedded> EmbedAsync(IReadOnlyList<string> texts, CancellationToken ct) =>
        SendAsync<Embedded>(HttpMethod.Post, "/ai/embeddings", new Embed(texts), ct);

    public Task<AiAnswer> AnswerAsync(AskQuestion question, CancellationToken ct) =>
        SendAsync<AiAnswer>(HttpMethod.Post, "/ai/answers", question, ct);

    public Task<AiMinutes> MinutesAsync(DraftMinutes draft, CancellationToken ct) =>
        SendAsync<AiMinutes>(HttpMethod.Post, "/ai/minutes", draft, ct);

    /// <summary>Yields each sentence (<see cref="AiSentence"/>) as it is ready and ends with <see cref="AiAnswerDone"/>.</summary>
    public async IAsyncEnumerable<object> StreamAnswerAsync(AskQuestion question, [EnumeratorCancellation] CancellationToken ct)
    {
        using var request = Request(HttpMethod.Post, "/ai/answers", question);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
        await RefuseAsync(response, ct);
        await using var body = await response.Content.ReadAsStreamAsync(ct);
        await foreach (var item in SseParser.Create(body).EnumerateAsync(ct))
        {
            if (item.EventType == "sentence") yield return JsonSerializer.Deserialize<AiSentence>(item.Data, Wire.Json)!;
            else if (item.EventType == "done") yield return JsonSerializer.Deserialize<AiAnswerDone>(item.Data, Wire.Json)!;
        }
    }

    private async Task<T> SendAsync<T>(HttpMethod method, string path, object body, CancellationToken ct)
    {
        using var request = Request(method, path, body);
        using var response = await http.SendAsync(request, ct);
        await RefuseAsync(response, ct);
        return (await response.Content.ReadFromJsonAsync<T>(Wire.Json, ct))!;
    }

    private HttpRequestMessage Request(HttpMethod method, string path, object? body = null)
    {
        var request = new HttpRequestMessage(method, path);
        if (body is not null) request.Content = JsonContent.Create(body, body.GetType(), options: Compact);
        request.Headers.Add("X-Tenant", tenant.Value.Slug);
        request.Headers.Authorization = new("Bearer", tickets.Issue(tenant.Value, account, modules.Permissions));
        return request;
    }

    /// <summary>What the AI service refuses, the caller is refused in the same words; its failures are failures.</summary>
    private static async Task RefuseAsync(HttpResponseMessage response, CancellationToken ct)
    {
        if (response.StatusCode is >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError
            and not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden))
        {
            var problem = await response.Content.ReadFromJsonAsync<JsonElement>(Wire.Json, ct);
            throw new BadInput(Text(problem, "code") ?? "ai.refused", Text(problem, "detail") ?? "The AI service refused.", (int)response.StatusCode);
        }
        response.EnsureSuccessStatusCode();
    }

    private static string? Text(JsonElement problem, string name) =>
        problem.ValueKind == JsonValueKind.Object && problem.TryGetProperty(name, out var value) ? value.GetString() : null;
}
