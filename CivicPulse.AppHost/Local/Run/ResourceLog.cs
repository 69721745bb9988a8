using System.Threading.Channels;

namespace Aspire.Hosting.Local;

internal sealed record LogLine(int Number, DateTimeOffset At, string Text, bool IsError);

/// <summary>What a resource printed: to the terminal, to a file, and the last lines to whoever watches.</summary>
internal sealed class ResourceLog : IDisposable
{
    private const int Kept = 2000;

    private readonly string name;
    private readonly TimeProvider clock;
    private readonly StreamWriter file;
    private readonly Queue<LogLine> lines = new();
    private readonly List<Channel<LogLine>> watchers = [];
    private readonly Lock gate = new();
    private int count;

    public ResourceLog(string name, string folder, TimeProvider clock)
    {
        this.name = name;
        this.clock = clock;
        Directory.CreateDirectory(folder);
        file = new StreamWriter(Path.Combine(folder, $"{name}.log"), append: false) { AutoFlush = true };
    }

    public void Write(string text, bool isError)
    {
        lock (gate)
        {
            var line = new LogLine(++count, clock.GetUtcNow(), text, isError);
            lines.Enqueue(line);
            if (lines.Count > Kept)
                lines.Dequeue();
            file.WriteLine(text);
            Console.Out.WriteLine($"[{name}] {text}");
            foreach (var watcher in watchers)
                watcher.Writer.TryWrite(line);
        }
    }

    public IReadOnlyList<LogLine> Last(int limit)
    {
        lock (gate)
            return [.. lines.TakeLast(limit)];
    }

    /// <summary>The lines that are kept, then those to come.</summary>
    public ChannelReader<LogLine> Watch(CancellationToken cancellationToken)
    {
        var channel = Channel.CreateUnbounded<LogLine>();
        lock (gate)
        {
            foreach (var line in lines)
                channel.Writer.TryWrite(line);
            watchers.Add(channel);
        }
        cancellationToken.Register(() =>
        {
            lock (gate)
                watchers.Remove(channel);
            channel.Writer.TryComplete();
        });
        return channel.Reader;
    }

    public void Dispose() => file.Dispose();
}
