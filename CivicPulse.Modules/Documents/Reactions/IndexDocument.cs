using CivicPulse.Modules.Documents.Model;
using CivicPulse.Modules.Documents.Public;
using CivicPulse.Platform.Ai;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Facts;
using CivicPulse.Platform.Jobs;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Documents.Reactions;

/// <summary>Makes the words of a version answerable. Apart from reading them, so that they are found while the AI service is away.</summary>
internal sealed class IndexDocument(TenantDb db, AiClient ai, JobProgress progress) : IReaction<DocumentRead>
{
    public async Task ReactAsync(DocumentRead fact, CancellationToken ct)
    {
        var versions = db.DocumentVersions;
        var found = await db.Documents.Where(d => d.Id == fact.DocumentId)
            .Select(d => new { d.Title, Text = versions.Where(v => v.DocumentId == d.Id && v.Number == fact.Version).Select(v => v.Text).FirstOrDefault() })
            .FirstOrDefaultAsync(ct);
        if (found is null)
        {
            await progress.FailAsync(fact.JobId, "The document was deleted before it was indexed.", ct);
            return;
        }
        await progress.ReportAsync(fact.JobId, 0.5, "indexing", ct);
        await ai.IndexAsync(ReadDocument.SourceKind, fact.DocumentId, new IndexSource(found.Title, DocumentPermissions.Read, Text: found.Text), ct);
        await progress.FinishAsync(fact.JobId, ct);
    }

    public Task GiveUpAsync(DocumentRead fact, string error, CancellationToken ct) =>
        progress.FailAsync(fact.JobId, "The document is found by its words, but could not be prepared for questions.", ct);
}
