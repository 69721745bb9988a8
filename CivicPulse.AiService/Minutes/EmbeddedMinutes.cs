using CivicPulse.AiService.Quotes;
using CivicPulse.AiService.Vectors;
using CivicPulse.Platform.Ai;

namespace CivicPulse.AiService.Minutes;

/// <summary>Minutes without a model: every line is a sentence somebody said, found by its wording and its place in the talk.</summary>
internal sealed class EmbeddedMinutes(Utterances sentences, TextVectors vectors, AiTelemetry telemetry)
{
    public AiMinutes Draft(DraftMinutes draft)
    {
        using var span = telemetry.Start("minutes");
        var utterances = sentences.Of(draft.Turns);
        span?.SetTag("civicpulse.ai.turns", draft.Turns.Count).SetTag("civicpulse.ai.sentences", utterances.Count);
        return new(
            Modes.Embedded,
            [.. Overview.Of(utterances, [.. (draft.Agenda ?? []).Select(vectors.Embed)]).Select(u => Lines.Of(u))],
            Decisions.In(utterances),
            ActionItems.In(utterances),
            Contributions.In(utterances));
    }
}
