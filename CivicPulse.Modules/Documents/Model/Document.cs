using System.Security.Cryptography;
using CivicPulse.Modules.Documents.Public;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Http;
using CivicPulse.Platform.Search;

namespace CivicPulse.Modules.Documents.Model;

public enum DocumentState { Processing, Ready, Failed }

/// <summary>Who a document is for: everybody who reads documents, or its owner and the members of its team.</summary>
public enum DocumentAudience { Everybody, Team }

/// <summary>A document and its versions. Versions are only added; the newest one is the document.</summary>
internal sealed class Document : Entity, ISearchable
{
    private Document() { }

    public string Title { get; private init; } = "";

    public DocumentState State { get; private set; }

    /// <summary>The team whose document it is.</summary>
    public Guid? TeamId { get; private set; }

    public DocumentAudience Audience { get; private set; }

    public List<DocumentVersion> Versions { get; private init; } = [];

    public static Document Of(string title) => new() { Title = title };

    /// <summary>A document without a team can be for everybody only: nobody but its owner would see it.</summary>
    public void IsFor(DocumentAudience audience, Guid? team)
    {
        RuleBroken.Unless(audience == DocumentAudience.Everybody || team is not null, "documents.no_team", "Name the team that the document is for.");
        (Audience, TeamId) = (audience, team);
    }

    /// <param name="newest">The number of the version before; 0 for the first.</param>
    public DocumentVersion Publish(int newest, string fileName, DocumentKind kind, byte[] content, string fileKey, Guid job)
    {
        var version = new DocumentVersion
        {
            DocumentId = Id,
            Number = newest + 1,
            FileName = fileName,
            ContentType = kind.ContentType(),
            FileKey = fileKey,
            Size = content.Length,
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(content)),
        };
        Versions.Add(version);
        State = DocumentState.Processing;
        Tell(new DocumentPublished(Id, version.Number, job));
        return version;
    }

    public void Remove(IReadOnlyList<string> fileKeys) => Tell(new DocumentRemoved(Id, fileKeys));

    public void WasRead(int version, Guid job)
    {
        State = DocumentState.Ready;
        Tell(new DocumentRead(Id, version, job));
    }

    public void CannotBeRead() => State = DocumentState.Failed;

    /// <summary>The words of the version before stay until the newest one is read.</summary>
    public SearchEntry ToSearch() => new("document", Title, $"/documents/{Id}", DocumentPermissions.Read)
    {
        Keywords = [Versions.MaxBy(v => v.Number)?.FileName],
        Body = State == DocumentState.Failed ? "" : Versions.MaxBy(v => v.Number)?.Text,
    };
}

internal sealed class DocumentVersion : Entity
{
    public required Guid DocumentId { get; init; }

    /// <summary>From 1, without gaps.</summary>
    public required int Number { get; init; }

    public required string FileName { get; init; }

    public required string ContentType { get; init; }

    public required string FileKey { get; init; }

    /// <summary>Bytes.</summary>
    public required long Size { get; init; }

    public required string Sha256 { get; init; }

    /// <summary>The words in it, once they were read.</summary>
    public string? Text { get; set; }
}
