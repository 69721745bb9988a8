using System.Diagnostics.Metrics;

namespace CivicPulse.Platform.Facts;

/// <summary>
/// How the facts of the whole installation fare. No measure carries a tenant: a thousand of them would be a thousand series. Gauges
/// show what the last sweep saw, the same on every Worker: take the highest, not the sum.
/// </summary>
internal sealed class FactMetrics
{
    private readonly Counter<long> _handled;
    private readonly Counter<long> _failed;
    private readonly Counter<long> _gaveUp;

    public FactMetrics(IMeterFactory meters, PendingWork pending, TimeProvider clock)
    {
        var meter = meters.Create(Telemetry.Name);
        _handled = meter.CreateCounter<long>("civicpulse.facts.handled", "{reaction}", "Reactions done.");
        _failed = meter.CreateCounter<long>("civicpulse.facts.failed", "{attempt}", "Attempts of reactions that failed.");
        _gaveUp = meter.CreateCounter<long>("civicpulse.facts.gave_up", "{reaction}", "Reactions laid aside after their last attempt.");
        meter.CreateObservableGauge("civicpulse.facts.open", () => pending.Last.Sum(t => t.OpenFacts), "{fact}", "Facts not yet done.");
        meter.CreateObservableGauge("civicpulse.facts.oldest", () => Age(pending, clock), "s", "Age of the oldest fact not yet done.");
        meter.CreateObservableGauge("civicpulse.facts.dead", () => pending.Last.Sum(t => t.DeadFacts), "{reaction}", "Laid aside until somebody replays them.");
        meter.CreateObservableGauge("civicpulse.facts.tenants_behind", () => pending.Last.Count(t => t.OpenFacts > 0), "{tenant}", "Tenants with facts not yet done.");
        meter.CreateObservableGauge("civicpulse.facts.hints", () => pending.WaitingHints, "{hint}", "Hints taken by a Worker and not crossed off.");
        meter.CreateObservableGauge("civicpulse.jobs.open", () => pending.Last.Sum(t => t.OpenJobs), "{job}", "Jobs queued or running.");
    }

    public void Handled(string reaction) => _handled.Add(1, new KeyValuePair<string, object?>("reaction", reaction));

    public void Failed(string reaction) => _failed.Add(1, new KeyValuePair<string, object?>("reaction", reaction));

    public void GaveUp(string reaction) => _gaveUp.Add(1, new KeyValuePair<string, object?>("reaction", reaction));

    private static double Age(PendingWork pending, TimeProvider clock) =>
        pending.Last.Min(t => t.OldestAt) is { } oldest ? (clock.GetUtcNow() - oldest).TotalSeconds : 0;
}
