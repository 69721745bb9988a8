using CivicPulse.AiService.Retrieval;
using CivicPulse.AiService.Vectors;
using CivicPulse.Modules.Assistant;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Ai;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CivicPulse.AiService.Endpoints;

internal static class RetrievalEndpoints
{
    public static void MapRetrieval(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/ai/retrieval", Find).Needs(AssistantPermissions.Search);

    private static async Task<Ok<RetrievalHits>> Find(Retrieve query, Retriever retriever, TextVectors vectors, Snippet snippet, CancellationToken ct)
    {
        var question = Question.From(Limits.Question(query.Text), vectors);
        var found = await retriever.FindAsync(question, Limits.Kind(query.Kind), query.MeetingId, Limits.Hits(query.Limit), ct);
        return TypedResults.Ok(new RetrievalHits([.. found.Select(f => Hit(f, snippet.Of(f.Stored.Passage.Text, question.Terms)))]));
    }

    private static RetrievalHit Hit(Found found, string snippet)
    {
        var stored = found.Stored;
        return new(stored.Id, stored.SourceKind, stored.SourceId, stored.MeetingId, stored.Passage.FirstTurn, stored.Passage.LastTurn, snippet, Math.Round(found.Score, 4));
    }
}
