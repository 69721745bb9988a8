using CivicPulse.AiService.Passages;
using CivicPulse.AiService.Retrieval;
using CivicPulse.Platform.Ai;
using CivicPulse.Platform.Http;

namespace CivicPulse.AiService.Endpoints;

/// <summary>How much the engines take at once, and the problems that say so.</summary>
internal static class Limits
{
    private const int Turns = 20_000;
    private const int TurnLength = 10_000;
    private const int TextLength = 5_000_000;
    private const int TitleLength = 300;
    private const int SpeakerLength = 200;
    private const int WordLength = 100;
    private const int AgendaItems = 500;
    private const int MostHits = 100;

    public static string Question(string? text)
    {
        var question = Plain(text).Trim();
        if (question.Length is 0 or > Retrieval.Question.MaxLength)
            throw new BadInput("ai.question_length", $"Ask with 1 to {Retrieval.Question.MaxLength} characters.");
        return question;
    }

    public static int Hits(int limit) =>
        limit is >= 1 and <= MostHits ? limit : throw new BadInput("ai.limit", $"The limit is 1 to {MostHits}.");

    public static string? Kind(string? kind) =>
        kind is null or SourceKinds.Transcript or SourceKinds.Document ? kind
        : throw new BadInput("ai.unknown_kind", $"A source is a {SourceKinds.Transcript} or a {SourceKinds.Document}.");

    public static string Title(string? title)
    {
        var plain = Plain(title).Trim();
        return plain.Length <= TitleLength ? plain : plain[..TitleLength];
    }

    public static string Permission(string? word) =>
        !string.IsNullOrWhiteSpace(word) && word.Length <= WordLength ? word
        : throw new BadInput("ai.no_permission", "Name the permission an asker needs to be shown this source.");

    public static IReadOnlyList<AiTurn> Spoken(IReadOnlyList<AiTurn?>? turns)
    {
        if (turns is null || turns.Count is 0 or > Turns) throw new BadInput("ai.turns", $"Send 1 to {Turns} turns.");
        return [.. turns.Select(t => Spoken(t ?? throw new BadInput("ai.turns", "A turn is missing.")))];
    }

    public static IReadOnlyList<string> Agenda(IReadOnlyList<string?>? agenda) =>
        agenda is null || agenda.Count <= AgendaItems ? [.. (agenda ?? []).Select(Title)]
        : throw new BadInput("ai.agenda", $"An agenda has at most {AgendaItems} items.");

    public static IReadOnlyList<string> Texts(IReadOnlyList<string?>? texts)
    {
        if (texts is null || texts.Count is 0 or > Embed.Most) throw new BadInput("ai.texts", $"Send 1 to {Embed.Most} texts.");
        return [.. texts.Select(t => Plain(t) is { Length: <= TurnLength } plain ? plain : Plain(t)[..TurnLength])];
    }

    public static string Text(string? text)
    {
        var plain = Plain(text);
        return plain.Length <= TextLength ? plain : throw new BadInput("ai.text_length", $"A text has at most {TextLength} characters.");
    }

    private static AiTurn Spoken(AiTurn turn)
    {
        var (speaker, text) = (Plain(turn.Speaker).Trim(), Plain(turn.Text));
        if (text.Length > TurnLength) throw new BadInput("ai.turn_length", $"A turn has at most {TurnLength} characters.");
        if (speaker.Length > SpeakerLength) throw new BadInput("ai.speaker_length", $"A speaker's name has at most {SpeakerLength} characters.");
        return turn with { Speaker = speaker, Text = text };
    }

    /// <summary>PostgreSQL stores every character but this one.</summary>
    private static string Plain(string? text) => (text ?? "").Replace('\0', ' ');
}
