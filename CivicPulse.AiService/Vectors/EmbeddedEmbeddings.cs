using Microsoft.Extensions.AI;

namespace CivicPulse.AiService.Vectors;

/// <summary>Embeds with the shipped vectors: no key, no network, a few microseconds a passage.</summary>
internal sealed class EmbeddedEmbeddings(TextVectors vectors) : IEmbeddingGenerator<string, Embedding<float>>
{
    private static readonly EmbeddingGeneratorMetadata Metadata =
        new("civicpulse", defaultModelId: TextVectors.ModelName, defaultModelDimensions: TextVectors.Dimensions);

    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var embeddings = values.Select(text => new Embedding<float>(vectors.Embed(text)) { ModelId = TextVectors.ModelName });
        return Task.FromResult(new GeneratedEmbeddings<Embedding<float>>(embeddings));
    }

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        if (serviceKey is not null) return null;
        if (serviceType == typeof(EmbeddingGeneratorMetadata)) return Metadata;
        return serviceType.IsInstanceOfType(this) ? this : null;
    }

    public void Dispose()
    {
        // Nothing is held: the vectors belong to the container.
    }
}
