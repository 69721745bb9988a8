using System.Diagnostics;
using System.Diagnostics.Metrics;
using CivicPulse.Platform;

namespace CivicPulse.AiService;

/// <summary>Spans and counts of the engines. Never what was asked, said or answered: only how many and how long.</summary>
internal sealed class AiTelemetry : IDisposable
{
    private readonly ActivitySource _source = new(Telemetry.Name);
    private readonly Counter<long> _answers;
    private readonly Counter<long> _passages;
    private readonly Counter<long> _fallbacks;

    public AiTelemetry(IMeterFactory meters)
    {
        var meter = meters.Create(Telemetry.Name);
        _answers = meter.CreateCounter<long>("civicpulse.ai.answers", description: "Questions answered or refused, by mode and status.");
        _passages = meter.CreateCounter<long>("civicpulse.ai.passages", description: "Passages indexed.");
        _fallbacks = meter.CreateCounter<long>("civicpulse.ai.fallbacks", description: "Times the embedded engine stood in for a model, by kind of work.");
    }

    public Activity? Start(string name) => _source.StartActivity(name);

    public void Answered(string mode, bool found) =>
        _answers.Add(1, new KeyValuePair<string, object?>("mode", mode), new("status", found ? "answered" : "not_found"));

    public void Indexed(int passages) => _passages.Add(passages);

    public void FellBack(string work) => _fallbacks.Add(1, new KeyValuePair<string, object?>("work", work));

    public void Dispose() => _source.Dispose();
}
