using System.Linq.Expressions;
using CivicPulse.Modules.Documents.Model;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Transfers;

namespace CivicPulse.Modules.Documents.Transfers;

/// <summary>The particulars of documents, without their files: a list of what is there, not a way in.</summary>
internal sealed class DocumentTransfer : Transfer<Document, DocumentRow>
{
    public override string Kind => "documents";

    public override string ReadWord => DocumentPermissions.Read;

    protected override IQueryable<Document> Records(TenantDb db) => db.Documents.OrderBy(d => d.CreatedAt).ThenBy(d => d.Id);

    protected override Expression<Func<Document, DocumentRow>> Row => d => d.Versions.OrderByDescending(v => v.Number)
        .Select(v => new DocumentRow(d.Id, d.Title, v.FileName, v.ContentType, v.Size, v.Sha256, v.Number, d.State, d.CreatedAt)).First();
}

/// <param name="Size">Bytes.</param>
public sealed record DocumentRow(
    Guid Id, string Title, string FileName, string ContentType, long Size, string Sha256, int Version, DocumentState State, DateTimeOffset CreatedAt);
