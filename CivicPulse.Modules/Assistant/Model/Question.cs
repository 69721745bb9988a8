using CivicPulse.Platform.Ai;
using CivicPulse.Platform.Data;

namespace CivicPulse.Modules.Assistant.Model;

/// <summary>A question and the answer it was given, as it was given. Seen by the one who asked.</summary>
internal sealed class Question : Entity
{
    private Question() { }

    public Guid AccountId { get; private init; }

    public string Text { get; private init; } = "";

    /// <summary>The meeting it was about; none when it was asked of the whole record.</summary>
    public Guid? MeetingId { get; private init; }

    public AnswerStatus Status { get; private init; }

    /// <summary>Which engine answered: <c>embedded</c> quotes, <c>model</c> writes.</summary>
    public string Mode { get; private init; } = "";

    public IReadOnlyList<AnswerSentence> Sentences { get; private init; } = [];

    public static Question Answered(Guid account, string text, Guid? meeting, AnswerStatus status, string mode, IEnumerable<AiSentence> sentences) => new()
    {
        AccountId = account,
        Text = text,
        MeetingId = meeting,
        Status = status,
        Mode = mode,
        Sentences = [.. sentences.Select(AnswerSentence.Of)],
    };
}

/// <summary>A sentence of an answer with the places in the record that say so.</summary>
public sealed record AnswerSentence(string Text, IReadOnlyList<Citation> Citations)
{
    internal static AnswerSentence Of(AiSentence sentence) => new(sentence.Text, [.. sentence.Citations.Select(Citation.Of)]);
}

/// <param name="Quote">Verbatim from the source.</param>
/// <param name="Url">Opens the source at that place, relative to the web console.</param>
public sealed record Citation(
    string SourceKind, Guid SourceId, Guid? MeetingId, int? FirstTurn, int? LastTurn, string Quote, string Url)
{
    internal static Citation Of(AiCitation c) => new(c.SourceKind, c.SourceId, c.MeetingId, c.FirstTurn, c.LastTurn, c.Quote,
        c.MeetingId is { } meeting ? $"/meetings/{meeting}?turn={c.FirstTurn}" : $"/documents/{c.SourceId}?quote={Uri.EscapeDataString(Short(c.Quote))}");

    private static string Short(string quote) => quote.Length <= 120 ? quote : quote[..120];
}
