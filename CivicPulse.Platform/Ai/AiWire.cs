namespace CivicPulse.Platform.Ai;

/// <summary>One turn of a transcript. Times are seconds from the start of the recording.</summary>
public sealed record AiTurn(string Speaker, string Text, double? Start = null, double? End = null);

/// <summary>A source to make answerable: turns or running text. <paramref name="Permission"/> is the word an asker needs to be shown any of it.</summary>
public sealed record IndexSource(string Title, string Permission, Guid? MeetingId = null, IReadOnlyList<AiTurn>? Turns = null, string? Text = null);

public sealed record IndexedSource(int Passages, string EmbeddingModel);

/// <summary>Texts whose vectors are wanted.</summary>
public sealed record Embed(IReadOnlyList<string> Texts)
{
    public const int Most = 128;
}

/// <summary>All by one model; a text without any known word has zeros only.</summary>
public sealed record Embedded(string Model, IReadOnlyList<float[]> Vectors);

public sealed record Retrieve(string Text, string? Kind, Guid? MeetingId, int Limit);

public sealed record RetrievalHit(
    Guid PassageId, string SourceKind, Guid SourceId, Guid? MeetingId, int? FirstTurn, int? LastTurn, string Snippet, double Score);

public sealed record RetrievalHits(IReadOnlyList<RetrievalHit> Hits);

public sealed record AskQuestion(string Text, Guid? MeetingId);

public enum AnswerStatus { Answered, NotFound }

public sealed record AiAnswer(AnswerStatus Status, string Mode, IReadOnlyList<AiSentence> Sentences);

public sealed record AiSentence(string Text, IReadOnlyList<AiCitation> Citations);

/// <param name="Quote">Verbatim from the source; turns are counted from 0.</param>
public sealed record AiCitation(string SourceKind, Guid SourceId, Guid? MeetingId, int? FirstTurn, int? LastTurn, string Quote);

/// <summary>The end of a streamed answer.</summary>
public sealed record AiAnswerDone(AnswerStatus Status, string Mode);

public sealed record DraftMinutes(string Title, IReadOnlyList<AiTurn> Turns, IReadOnlyList<string>? Agenda = null);

public sealed record AiMinutes(
    string Mode, IReadOnlyList<AiMinutesLine> Summary, IReadOnlyList<AiMinutesLine> Decisions,
    IReadOnlyList<AiMinutesLine> ActionItems, IReadOnlyList<AiContribution> Contributions);

public sealed record AiMinutesLine(string Text, int FirstTurn, int LastTurn, string Quote, string? Assignee = null);

public sealed record AiContribution(string Speaker, IReadOnlyList<AiMinutesLine> Lines);
