using CivicPulse.Platform.Http;
using Microsoft.Extensions.AI;
using OpenAI.Audio;

namespace CivicPulse.AiService.Models;

/// <summary>What was said in a recording, and when, in seconds.</summary>
public sealed record Transcription(string Mode, IReadOnlyList<TranscribedSegment> Segments);

public sealed record TranscribedSegment(string? Speaker, string Text, double Start, double End);

/// <summary>Speech to text needs a model: there is no honest embedded engine for it.</summary>
internal sealed partial class Transcribing(AiTelemetry telemetry, ModelSettings settings, ILogger<Transcribing> log, ISpeechToTextClient? speech = null)
{
    public async Task<Transcription> TranscribeAsync(Stream audio, CancellationToken ct)
    {
        if (speech is null) throw new RuleBroken("ai.no_speech_engine", "No speech engine is configured: set AI__SpeechModel, or upload a transcript.");
        using var span = telemetry.Start("transcribe");
        var options = new SpeechToTextOptions
        {
            ModelId = settings.SpeechModel,
            RawRepresentationFactory = _ => new AudioTranscriptionOptions
            {
                ResponseFormat = AudioTranscriptionFormat.Verbose,
                TimestampGranularities = AudioTimestampGranularities.Segment,
            },
        };
        var response = await HeardAsync(speech, audio, options, ct);
        var segments = Segments(response);
        span?.SetTag("civicpulse.ai.segments", segments.Count);
        return new Transcription(Modes.Model, segments);
    }

    private async Task<SpeechToTextResponse> HeardAsync(ISpeechToTextClient client, Stream audio, SpeechToTextOptions options, CancellationToken ct)
    {
        try
        {
            return await client.GetTextAsync(audio, options, ct);
        }
        catch (Exception failure) when (!ct.IsCancellationRequested)
        {
            Failed(log, failure.GetType().Name);
            throw new BadInput("ai.speech_failed", "The speech engine could not transcribe this recording.", StatusCodes.Status502BadGateway);
        }
    }

    private static List<TranscribedSegment> Segments(SpeechToTextResponse response)
    {
        if (response.RawRepresentation is AudioTranscription { Segments.Count: > 0 } raw)
            return [.. raw.Segments.Select(s => new TranscribedSegment(null, s.Text.Trim(), s.StartTime.TotalSeconds, s.EndTime.TotalSeconds))];
        var text = response.Text.Trim();
        return text.Length == 0 ? [] : [new(null, text, response.StartTime?.TotalSeconds ?? 0, response.EndTime?.TotalSeconds ?? 0)];
    }

    [LoggerMessage(LogLevel.Warning, "The speech engine failed ({Failure})")]
    private static partial void Failed(ILogger log, string failure);
}
