using System.Diagnostics;
using OpenTelemetry.Trace;

namespace CivicPulse.ServiceDefaults;

/// <summary>
/// Records what is done for a request, a fact or a job. A call that begins a trace by itself is a process looking whether
/// there is work, every second, for ever: that would bury the traces of people.
/// </summary>
internal sealed class WorkForSomeone : Sampler
{
    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters) =>
        new(samplingParameters.Kind is ActivityKind.Client ? SamplingDecision.Drop : SamplingDecision.RecordAndSample);
}
