using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using CivicPulse.AiService.Answers;
using CivicPulse.Modules.Assistant;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Ai;

namespace CivicPulse.AiService.Endpoints;

internal static class AnswerEndpoints
{
    public static void MapAnswers(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/ai/answers", Answer).Needs(AssistantPermissions.Ask).Produces<AiAnswer>();

    private static async Task<IResult> Answer(AskQuestion asked, HttpRequest request, Answering answering, CancellationToken ct)
    {
        var question = asked with { Text = Limits.Question(asked.Text) };
        if (request.GetTypedHeaders().Accept.Any(a => a.MediaType == "text/event-stream"))
            return TypedResults.ServerSentEvents(StreamAsync(answering, question, ct));
        var sentences = new List<AiSentence>();
        var answer = answering.Begin(question);
        await foreach (var sentence in answer.SentencesAsync(ct)) sentences.Add(sentence);
        return TypedResults.Ok(new AiAnswer(answer.Status, answer.Mode, sentences));
    }

    private static async IAsyncEnumerable<SseItem<object>> StreamAsync(
        Answering answering, AskQuestion question, [EnumeratorCancellation] CancellationToken ct)
    {
        var answer = answering.Begin(question);
        await foreach (var sentence in answer.SentencesAsync(ct)) yield return new(sentence, "sentence");
        yield return new(new AiAnswerDone(answer.Status, answer.Mode), "done");
    }
}
