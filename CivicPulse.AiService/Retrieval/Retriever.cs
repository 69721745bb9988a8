using CivicPulse.AiService.Passages;
using CivicPulse.Platform.Access;
using Microsoft.Extensions.AI;

namespace CivicPulse.AiService.Retrieval;

/// <summary>A passage with its place in the order of relevance.</summary>
internal sealed record Found(StoredPassage Stored, double Score);

/// <summary>Finds the passages that a question is about, among those its asker may read.</summary>
internal sealed class Retriever(
    PassagesSql passages, IEmbeddingGenerator<string, Embedding<float>> embeddings, CurrentAccount account, VisibleRecords visible, AiTelemetry telemetry)
{
    /// <summary>A meeting is scored whole; a tenant gives this many candidates by words and as many by vector.</summary>
    private const int WholeMeeting = 2_000;
    private const int TenantCandidates = 150;

    /// <summary>Below this, without a single word in common, two texts merely both are English.</summary>
    private const double LeastLikeness = 0.2;

    public async Task<IReadOnlyList<Found>> FindAsync(Question question, string? kind, Guid? meetingId, int limit, CancellationToken ct)
    {
        using var span = telemetry.Start("retrieve");
        var embedding = await EmbedAsync(question, ct);
        var scope = new Scope(kind, meetingId, account.Permissions);
        var candidates = await passages.FindAsync(scope, question.Terms, embedding, meetingId is null ? TenantCandidates : WholeMeeting, ct);
        var matches = await SeenAsync(candidates, m => (m.SourceKind, m.SourceId), ct);
        var best = Ranking.Order(matches).Where(m => m.Match.Words > 0 || m.Match.Likeness >= LeastLikeness).Take(limit).ToList();
        var found = await ReadAsync(best, ct);
        span?.SetTag("civicpulse.ai.candidates", matches.Count).SetTag("civicpulse.ai.hits", found.Count);
        return found;
    }

    /// <summary>Every passage of a meeting in its own order, for questions about the meeting as a whole.</summary>
    public async Task<IReadOnlyList<StoredPassage>> WholeAsync(Guid meetingId, CancellationToken ct) =>
        await SeenAsync(await passages.OfMeetingAsync(meetingId, account.Permissions, WholeMeeting, ct), p => (p.SourceKind, p.SourceId), ct);

    /// <summary>The index knows the word that reads a source; whether the asker's grants reach this one, its own table knows.</summary>
    private async Task<IReadOnlyList<T>> SeenAsync<T>(IReadOnlyList<T> found, Func<T, (string Kind, Guid Id)> source, CancellationToken ct)
    {
        var seen = new HashSet<(string, Guid)>();
        foreach (var kind in found.Select(source).Distinct().GroupBy(s => s.Kind, s => s.Id, StringComparer.Ordinal))
            seen.UnionWith((await visible.KeepAsync(kind.Key, [.. kind], ct)).Select(id => (kind.Key, id)));
        return [.. found.Where(f => seen.Contains(source(f)))];
    }

    private async Task<IReadOnlyList<Found>> ReadAsync(List<(Match Match, double Score)> best, CancellationToken ct)
    {
        if (best.Count == 0) return [];
        var read = (await passages.ReadAsync([.. best.Select(b => b.Match.Id)], account.Permissions, ct)).ToDictionary(p => p.Id);
        return [.. best.Where(b => read.ContainsKey(b.Match.Id)).Select(b => new Found(read[b.Match.Id], b.Score))];
    }

    /// <summary>The embedded vectors like bare terms best; a model wants the sentence.</summary>
    private async Task<Embedding<float>> EmbedAsync(Question question, CancellationToken ct)
    {
        var made = await embeddings.GenerateAsync([question.Text], cancellationToken: ct);
        return made[0].ModelId == Vectors.TextVectors.ModelName
            ? new Embedding<float>(question.Vector) { ModelId = Vectors.TextVectors.ModelName }
            : made[0];
    }
}
