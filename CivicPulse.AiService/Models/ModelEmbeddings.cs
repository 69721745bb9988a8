using CivicPulse.AiService.Vectors;
using Microsoft.Extensions.AI;

namespace CivicPulse.AiService.Models;

/// <summary>A model's embeddings under the model's configured name. While it fails the shipped vectors stand in, under theirs.</summary>
internal sealed partial class ModelEmbeddings(
    IEmbeddingGenerator<string, Embedding<float>> model, EmbeddedEmbeddings embedded, ModelSettings settings, AiTelemetry telemetry, ILogger<ModelEmbeddings> log)
    : DelegatingEmbeddingGenerator<string, Embedding<float>>(model)
{
    public override async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        string[] texts = [.. values];
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(settings.Timeout);
        try
        {
            var made = await base.GenerateAsync(texts, options, patience.Token);
            if (made.Count != texts.Length) throw new InvalidDataException("The model embedded another number of texts.");
            foreach (var embedding in made) embedding.ModelId = settings.EmbeddingModel;
            return made;
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            Failed(log, failure.GetType().Name);
            telemetry.FellBack("embeddings");
            return await embedded.GenerateAsync(texts, options, cancellationToken);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The embedding model failed ({Failure}); the shipped vectors stand in")]
    private static partial void Failed(ILogger log, string failure);
}
