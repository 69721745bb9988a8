using CivicPulse.Modules.Documents.Public;
using CivicPulse.Platform.Ai;
using CivicPulse.Platform.Facts;
using CivicPulse.Platform.Files;

namespace CivicPulse.Modules.Documents.Reactions;

/// <summary>What is gone from the record is gone from the index and from the file store.</summary>
internal sealed class ForgetDocument(AiClient ai, BlobFiles files) : IReaction<DocumentRemoved>
{
    public async Task ReactAsync(DocumentRemoved fact, CancellationToken ct)
    {
        await ai.ForgetAsync(ReadDocument.SourceKind, fact.DocumentId, ct);
        foreach (var key in fact.FileKeys) await files.DeleteAsync(key, ct);
    }
}
