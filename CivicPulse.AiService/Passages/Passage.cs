namespace CivicPulse.AiService.Passages;

/// <summary>A piece of a source, small enough to be found and quoted: whole turns of a transcript, or paragraphs of a document.</summary>
internal sealed record Passage(int Ordinal, string Text)
{
    public int? FirstTurn { get; init; }
    public int? LastTurn { get; init; }
    public int? StartOffset { get; init; }
    public int? EndOffset { get; init; }
    public double? StartSeconds { get; init; }
}

internal static class SourceKinds
{
    public const string Transcript = "transcript";
    public const string Document = "document";
}

/// <summary>Where passages come from, and the word an asker must hold to be shown them.</summary>
internal sealed record Source(string Kind, Guid Id, string Title, Guid? MeetingId, string Permission);

/// <summary>A passage as the store gives it back for reading.</summary>
internal sealed record StoredPassage(Guid Id, string SourceKind, Guid SourceId, Guid? MeetingId, string Title, Passage Passage);

/// <summary>What may be searched: a kind of source, one meeting, and only what the asker's permission words open.</summary>
internal sealed record Scope(string? Kind, Guid? MeetingId, IReadOnlyCollection<string> Permissions);

/// <summary>How well a passage matches: by its words (BM25) and by its vector (cosine; 0 when made by another model).</summary>
internal sealed record Match(Guid Id, string SourceKind, Guid SourceId, int Ordinal, double Words, double Likeness);
