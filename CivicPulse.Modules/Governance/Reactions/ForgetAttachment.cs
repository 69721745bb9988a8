using CivicPulse.Modules.Governance.Public;
using CivicPulse.Platform.Facts;
using CivicPulse.Platform.Files;

namespace CivicPulse.Modules.Governance.Reactions;

/// <summary>What is no longer attached is no longer kept.</summary>
internal sealed class ForgetAttachment(BlobFiles files) : IReaction<AttachmentRemoved>
{
    public Task ReactAsync(AttachmentRemoved fact, CancellationToken ct) => files.DeleteAsync(fact.FileKey, ct);
}
