using CivicPulse.Modules.Governance.Public;
using CivicPulse.Platform.Ai;
using CivicPulse.Platform.Facts;
using CivicPulse.Platform.Files;

namespace CivicPulse.Modules.Governance.Reactions;

/// <summary>What is gone from the record is gone from the index and from the file store.</summary>
internal sealed class ForgetTranscript(AiClient ai, BlobFiles files) : IReaction<TranscriptRemoved>
{
    public async Task ReactAsync(TranscriptRemoved fact, CancellationToken ct)
    {
        await ai.ForgetAsync(PrepareTranscript.SourceKind, fact.TranscriptId, ct);
        if (fact.FileKey is { } key) await files.DeleteAsync(key, ct);
    }
}
