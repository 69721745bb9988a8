using CivicPulse.Platform.Access;
using CivicPulse.Platform.Ai;
using CivicPulse.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.AI;

namespace CivicPulse.AiService.Endpoints;

internal static class EmbeddingEndpoints
{
    public static void MapEmbeddings(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/ai/embeddings", Make).Needs(PlatformPermissions.Search).WithUploads();

    private static async Task<Ok<Embedded>> Make(Embed asked, IEmbeddingGenerator<string, Embedding<float>> embeddings, AiTelemetry telemetry, CancellationToken ct)
    {
        using var span = telemetry.Start("embed");
        var made = await embeddings.GenerateAsync(Limits.Texts(asked.Texts), cancellationToken: ct);
        return TypedResults.Ok(new Embedded(made[0].ModelId!, [.. made.Select(m => m.Vector.ToArray())]));
    }
}
