using CivicPulse.Platform.Ai;
using Microsoft.Extensions.AI;

namespace CivicPulse.AiService.Passages;

/// <summary>Makes a source answerable: cut, embed, replace what was there.</summary>
internal sealed class Indexing(PassagesSql passages, IEmbeddingGenerator<string, Embedding<float>> embeddings, AiTelemetry telemetry)
{
    /// <summary>What a remote model takes in one request.</summary>
    private const int BatchSize = 128;

    public async Task<IndexedSource> IndexAsync(Source source, IReadOnlyList<Passage> cut, CancellationToken ct)
    {
        using var span = telemetry.Start("index");
        var made = new List<Embedding<float>>(cut.Count);
        foreach (var batch in cut.Select(p => p.Text).Chunk(BatchSize))
            made.AddRange(await embeddings.GenerateAsync(batch, cancellationToken: ct));
        await passages.ReplaceAsync(source, cut, made, ct);
        telemetry.Indexed(cut.Count);
        span?.SetTag("civicpulse.ai.passages", cut.Count);
        return new IndexedSource(cut.Count, made.Count > 0 ? made[0].ModelId! : Vectors.TextVectors.ModelName);
    }

    public Task ForgetAsync(string kind, Guid id, CancellationToken ct) => passages.DeleteAsync(kind, id, ct);
}
