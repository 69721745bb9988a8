using System.Runtime.CompilerServices;
using CivicPulse.Platform.Ai;

namespace CivicPulse.AiService.Answers;

/// <summary>Chooses who answers.</summary>
internal sealed class Answering(EmbeddedAnswers embedded, AiTelemetry telemetry)
{
    public AnswerInProgress Begin(AskQuestion asked) => new(asked, embedded, telemetry);
}

/// <summary>An answer as it is being given; mode and status are settled when its sentences have been read.</summary>
internal sealed class AnswerInProgress(AskQuestion asked, EmbeddedAnswers embedded, AiTelemetry telemetry)
{
    public string Mode { get; private set; } = Modes.Embedded;

    public AnswerStatus Status { get; private set; } = AnswerStatus.NotFound;

    public async IAsyncEnumerable<AiSentence> SentencesAsync([EnumeratorCancellation] CancellationToken ct)
    {
        using var span = telemetry.Start("answer");
        var count = 0;
        foreach (var sentence in await embedded.AnswerAsync(asked, ct))
        {
            count++;
            Status = AnswerStatus.Answered;
            yield return sentence;
        }
        telemetry.Answered(Mode, count > 0);
        span?.SetTag("civicpulse.ai.sentences", count).SetTag("civicpulse.ai.mode", Mode);
    }
}
