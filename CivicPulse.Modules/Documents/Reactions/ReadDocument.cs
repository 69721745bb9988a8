using CivicPulse.Modules.Documents.Model;
using CivicPulse.Modules.Documents.Public;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Facts;
using CivicPulse.Platform.Files;
using CivicPulse.Platform.Http;
using CivicPulse.Platform.Jobs;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Documents.Reactions;

/// <summary>Takes the words out of a new version: with them the document is found.</summary>
internal sealed class ReadDocument(TenantDb db, BlobFiles files, JobProgress progress) : IReaction<DocumentPublished>
{
    public const string SourceKind = "document";

    public async Task ReactAsync(DocumentPublished fact, CancellationToken ct)
    {
        var document = await db.Documents.FirstOrDefaultAsync(d => d.Id == fact.DocumentId, ct);
        var version = await db.DocumentVersions.FirstOrDefaultAsync(v => v.DocumentId == fact.DocumentId && v.Number == fact.Version, ct);
        if (document is null || version is null)
        {
            await progress.FailAsync(fact.JobId, "The document was deleted before it was read.", ct);
            return;
        }
        await progress.ReportAsync(fact.JobId, 0.1, "reading", ct);
        try
        {
            version.Text = DocumentText.Read(await ContentAsync(version.FileKey, ct), version.ContentType);
        }
        catch (BadInput unreadable)
        {
            // Trying again would not make the file better: keep it, say so, and go on.
            document.CannotBeRead();
            await progress.FailAsync(fact.JobId, unreadable.Message, ct);
            return;
        }
        document.WasRead(version.Number, fact.JobId);
    }

    public async Task GiveUpAsync(DocumentPublished fact, string error, CancellationToken ct)
    {
        if (await db.Documents.FirstOrDefaultAsync(d => d.Id == fact.DocumentId, ct) is { } document) document.CannotBeRead();
        await progress.FailAsync(fact.JobId, "The document could not be prepared.", ct);
    }

    private async Task<byte[]> ContentAsync(string key, CancellationToken ct)
    {
        await using var stream = await files.OpenAsync(key, ct);
        var content = new byte[stream.Length];
        await stream.ReadExactlyAsync(content, ct);
        return content;
    }
}
