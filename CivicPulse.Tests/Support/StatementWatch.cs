using System.Collections.Concurrent;
using System.Data.Common;
using System.Diagnostics;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace CivicPulse.Tests.Support;

/// <summary>The statements that EF sends for one request of this test, found by its trace.</summary>
internal sealed class StatementWatch : IDisposable, IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
{
    private readonly ActivityTraceId _trace = ActivityTraceId.CreateRandom();
    private readonly ConcurrentBag<IDisposable> _subscriptions = [];

    private StatementWatch() => _subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));

    /// <summary>EF remembers for a second that nobody listens.</summary>
    public static async Task<StatementWatch> StartAsync()
    {
        var watch = new StatementWatch();
        await Task.Delay(1200);
        return watch;
    }

    public ConcurrentQueue<(string Text, (string Name, object? Value)[] Parameters)> Statements { get; } = new();

    /// <summary>What is asked until it is disposed belongs to this watch.</summary>
    public Activity Trace() => new Activity("watched").SetParentId(_trace, ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded).Start();

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == "Microsoft.EntityFrameworkCore") _subscriptions.Add(value.Subscribe(this));
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value.Value is not CommandEventData { Command: var command } || value.Key != RelationalEventId.CommandExecuting.Name || Activity.Current?.TraceId != _trace) return;
        Statements.Enqueue((command.CommandText, [.. command.Parameters.Cast<DbParameter>().Select(p => (p.ParameterName, p.Value))]));
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    public void Dispose()
    {
        foreach (var subscription in _subscriptions) subscription.Dispose();
    }
}
