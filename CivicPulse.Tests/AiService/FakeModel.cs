using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CivicPulse.Tests.AiService;

/// <summary>A server on loopback that speaks the OpenAI protocol and says whatever a test makes it say.</summary>
internal sealed class FakeModel : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FakeModel(WebApplication app) => _app = app;

    /// <summary>What it answers to a chat, given the request; every element is one streamed piece.</summary>
    public Func<JsonElement, IEnumerable<string>> Chat { get; set; } = _ => [];

    /// <summary>The words it calls search_record with before it answers, for as long as it has any.</summary>
    public ConcurrentQueue<string> Searches { get; } = [];

    public Func<string, float[]> Embed { get; set; } = _ => [];

    /// <summary>Takes the place of every answer: a failing, babbling or hanging server.</summary>
    public Func<HttpContext, Task>? Misbehave { get; set; }

    public ConcurrentQueue<JsonElement> Chats { get; } = [];

    public Uri Endpoint => new(_app.Urls.First() + "/v1");

    public static async Task<FakeModel> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var model = new FakeModel(app);
        app.Use((http, next) => model.Misbehave is { } misbehave ? misbehave(http) : next(http));
        app.MapPost("/v1/chat/completions", model.CompleteAsync);
        app.MapPost("/v1/embeddings", model.EmbedAsync);
        app.MapPost("/v1/audio/transcriptions", TranscribeAsync);
        await app.StartAsync();
        return model;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task CompleteAsync(HttpContext http, JsonElement request)
    {
        Chats.Enqueue(request);
        http.Response.ContentType = "text/event-stream";
        if (Searches.TryDequeue(out var words))
        {
            await SendAsync(http, new { role = "assistant", tool_calls = new[] { new { index = 0, id = "call_1", type = "function", function = new { name = ToolOf(request), arguments = JsonSerializer.Serialize(new { words }) } } } });
            await SendAsync(http, new { }, "tool_calls");
        }
        else
        {
            foreach (var piece in Chat(request)) await SendAsync(http, new { role = "assistant", content = piece });
            await SendAsync(http, new { }, "stop");
        }
        await http.Response.WriteAsync("data: [DONE]\n\n", http.RequestAborted);
    }

    private static string ToolOf(JsonElement request) => request.GetProperty("tools")[0].GetProperty("function").GetProperty("name").GetString()!;

    private static async Task SendAsync(HttpContext http, object delta, string? finish = null)
    {
        var chunk = new { id = "c", @object = "chat.completion.chunk", created = 0, model = "fake", choices = new[] { new { index = 0, delta, finish_reason = finish } } };
        await http.Response.WriteAsync($"data: {JsonSerializer.Serialize(chunk)}\n\n", http.RequestAborted);
        await http.Response.Body.FlushAsync(http.RequestAborted);
    }

    private object EmbedAsync(JsonElement request)
    {
        var input = request.GetProperty("input");
        var texts = input.ValueKind == JsonValueKind.Array ? input.EnumerateArray().Select(t => t.GetString()!).ToList() : [input.GetString()!];
        var data = texts.Select((text, index) => new { @object = "embedding", index, embedding = Convert.ToBase64String(Embed(text).SelectMany(BitConverter.GetBytes).ToArray()) });
        return new { @object = "list", model = "fake-embedding", data, usage = new { prompt_tokens = 1, total_tokens = 1 } };
    }

    private static async Task<object> TranscribeAsync(HttpRequest request)
    {
        var form = await request.ReadFormAsync();
        var size = form.Files[0].Length;
        return new
        {
            task = "transcribe",
            language = "english",
            duration = 4.5,
            text = $"Good evening. {size} bytes.",
            segments = new[] { Segment(0, 0, 1.5, " Good evening."), Segment(1, 1.5, 4.5, $" {size} bytes.") },
        };

        static object Segment(int id, double start, double end, string text) => new
        {
            id,
            seek = 0,
            start,
            end,
            text,
            tokens = Array.Empty<int>(),
            temperature = 0.0,
            avg_logprob = -0.1,
            compression_ratio = 1.0,
            no_speech_prob = 0.0,
        };
    }
}
