using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace CivicPulse.Tests.Support;

/// <summary>What the hosts of this process last called an error, so that a test that met a 5xx can tell why.</summary>
internal sealed class KeptErrors : ILoggerProvider, ILogger
{
    private const int Kept = 5;
    private static readonly ConcurrentQueue<string> Last = new();

    public static string Text => Last.IsEmpty ? "" : "\nThe last errors in this process:\n" + string.Join("\n\n", Last);

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel)) return;
        Last.Enqueue($"{DateTimeOffset.UtcNow:HH:mm:ss.fff} {formatter(state, exception)}\n{exception}");
        while (Last.Count > Kept) Last.TryDequeue(out _);
    }

    public void Dispose()
    {
        // Nothing is held.
    }
}
