using System.Runtime.CompilerServices;
using CivicPulse.AiService.Models;
using CivicPulse.Platform.Ai;

namespace CivicPulse.AiService.Answers;

/// <summary>Chooses who answers: the model when there is one, the embedded engine when there is none or it fails.</summary>
internal sealed class Answering(EmbeddedAnswers embedded, AiTelemetry telemetry, ILogger<Answering> log, ModelAnswers? model = null)
{
    public AnswerInProgress Begin(AskQuestion asked) => new(asked, embedded, model, telemetry, log);
}

/// <summary>An answer as it is being given; mode and status are settled when its sentences have been read.</summary>
internal sealed partial class AnswerInProgress(
    AskQuestion asked, EmbeddedAnswers embedded, ModelAnswers? model, AiTelemetry telemetry, ILogger log)
{
    private int _sentences;
    private bool _settled;

    public string Mode { get; private set; } = Modes.Embedded;

    public AnswerStatus Status => _sentences > 0 ? AnswerStatus.Answered : AnswerStatus.NotFound;

    public async IAsyncEnumerable<AiSentence> SentencesAsync([EnumeratorCancellation] CancellationToken ct)
    {
        using var span = telemetry.Start("answer");
        if (model is not null) await foreach (var sentence in FromModelAsync(model, ct)) yield return sentence;
        if (!_settled)
        {
            Mode = Modes.Embedded;
            foreach (var sentence in await embedded.AnswerAsync(asked, ct))
            {
                _sentences++;
                yield return sentence;
            }
        }
        telemetry.Answered(Mode, _sentences > 0);
        span?.SetTag("civicpulse.ai.sentences", _sentences).SetTag("civicpulse.ai.mode", Mode);
    }

    /// <summary>Settled once the model has said something true, or that there is nothing to say.</summary>
    private async IAsyncEnumerable<AiSentence> FromModelAsync(ModelAnswers answers, [EnumeratorCancellation] CancellationToken ct)
    {
        Mode = Modes.Model;
        await using var lines = answers.AnswerAsync(asked, ct).GetAsyncEnumerator(ct);
        while (await NextAsync(lines, ct))
        {
            _settled = true;
            if (lines.Current.Sentence is not { } sentence) yield break;
            _sentences++;
            yield return sentence;
        }
        if (!_settled) telemetry.FellBack("answers");
    }

    private async Task<bool> NextAsync(IAsyncEnumerator<ModelLine> lines, CancellationToken ct)
    {
        try
        {
            return await lines.MoveNextAsync();
        }
        catch (Exception failure) when (!ct.IsCancellationRequested)
        {
            Failed(log, failure.GetType().Name);
            return false;
        }
    }

    [LoggerMessage(LogLevel.Warning, "The model failed to answer ({Failure})")]
    private static partial void Failed(ILogger log, string failure);
}
