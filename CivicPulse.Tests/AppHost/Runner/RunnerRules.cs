extern alias AppHost;

using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using AppHost::Aspire.Hosting;
using AppHost::Aspire.Hosting.ApplicationModel;
using CivicPulse.Tests.Support;

namespace CivicPulse.Tests.AppHost.Runner;

public sealed class RunnerRules : DataFolders
{
    [Fact]
    public async Task A_resource_starts_when_the_one_before_it_has_finished()
    {
        await using var diagram = new SmallDiagram(Folder);
        var first = diagram.Script("first", "sleep 0.5; touch first.done");
        diagram.Script("second", "test -e first.done && touch second.done").WaitForCompletion(first);
        diagram.Start();

        Assert.Equal(0, (await diagram.WhenEndedAsync("second")).ExitCode);
        Assert.True(File.Exists(Path.Combine(Folder, "second.done")));
    }

    [Fact]
    public async Task A_resource_starts_when_the_one_it_stands_on_is_healthy_not_when_it_merely_runs()
    {
        var port = FreePort();
        await using var diagram = new SmallDiagram(Folder);
        var server = diagram.Script("server", $"sleep 0.7; touch listening; exec node -e \"require('http').createServer((q, r) => r.end()).listen({port}, '127.0.0.1')\"")
            .WithHttpEndpoint(port: port, name: "http", isProxied: false).WithHttpHealthCheck("/");
        diagram.Script("client", "test -e listening").WaitFor(server);
        diagram.Start();

        Assert.Equal(0, (await diagram.WhenEndedAsync("client")).ExitCode);
        Assert.True((await diagram.WhenAsync("server", s => s.IsHealthy)).IsHealthy);
    }

    [Fact]
    public async Task What_depends_on_a_failure_does_not_start_and_says_why()
    {
        await using var diagram = new SmallDiagram(Folder);
        var broken = diagram.Script("broken", "sleep 0.5; exit 3").WithHttpEndpoint(port: FreePort(), name: "http", isProxied: false).WithHttpHealthCheck("/");
        diagram.Script("dependent", "touch started").WaitFor(broken);
        diagram.Script("patient", "touch started").WaitForCompletion(broken);
        diagram.Start();

        foreach (var name in new[] { "dependent", "patient" })
        {
            var snapshot = await diagram.WhenEndedAsync(name);
            Assert.Equal(KnownResourceStates.FailedToStart, snapshot.State);
            Assert.Contains("'broken' is Exited: it ended with code 3", snapshot.Reason, StringComparison.Ordinal);
        }
        Assert.False(File.Exists(Path.Combine(Folder, "started")));
    }

    [Fact]
    public async Task Stopping_ends_the_dependents_first()
    {
        await using var diagram = new SmallDiagram(Folder);
        var ground = diagram.Script("ground", "trap 'echo ground >> order; exit 0' TERM; while :; do sleep 0.05; done");
        diagram.Script("house", "trap 'sleep 0.3; echo house >> order; exit 0' TERM; while :; do sleep 0.05; done").WaitFor(ground);
        diagram.Start();
        await diagram.WhenAsync("house", s => s.IsHealthy);
        await Task.Delay(300);

        await diagram.StopAsync();
        Assert.Equal(["house", "ground"], await File.ReadAllLinesAsync(Path.Combine(Folder, "order")));
    }

    [Fact]
    public async Task A_deaf_process_and_its_children_are_killed_after_their_grace()
    {
        await using var diagram = new SmallDiagram(Folder);
        diagram.Script("deaf", "trap '' TERM; sleep 611 & sleep 612 & echo $! > child; wait; wait");
        diagram.Start();
        await diagram.WhenAsync("deaf", s => s.IsHealthy);
        await Task.Delay(300);
        var child = await File.ReadAllTextAsync(Path.Combine(Folder, "child"));

        var waited = Stopwatch.StartNew();
        await diagram.StopAsync();
        Assert.InRange(waited.Elapsed.TotalSeconds, 5, 12);
        // Whoever inherits a dead orphan may keep its number for a while, but not its command line.
        var command = Path.Combine("/proc", child.Trim(), "cmdline");
        await Eventually.TrueAsync(async () => !File.Exists(command) || (await File.ReadAllTextAsync(command)).Length == 0, seconds: 5);
    }

    [Fact]
    public async Task A_process_is_told_what_it_references_and_its_output_is_kept()
    {
        await using var diagram = new SmallDiagram(Folder);
        var secret = diagram.Builder.AddParameter("word", "s3cret", secret: true);
        var ground = diagram.Script("ground", "sleep 30").WithEndpoint(port: 4711, scheme: "tcp", name: "tcp", isProxied: false);
        var connection = diagram.Builder.AddConnectionString("store", ReferenceExpression.Create(
            $"at={ground.GetEndpoint("tcp").Property(EndpointProperty.HostAndPort)};word={secret}"));
        diagram.Script("reader", "echo \"$ConnectionStrings__shop\"").WithReference(connection, "shop");
        diagram.Start();

        await diagram.WhenEndedAsync("reader");
        Assert.Contains("at=127.0.0.1:4711;word=s3cret", await ReadLogAsync("reader"), StringComparison.Ordinal);
    }

    private async Task<string> ReadLogAsync(string name)
    {
        await using var file = new FileStream(Path.Combine(Folder, "logs", $"{name}.log"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        return await reader.ReadToEndAsync();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return int.Parse(listener.LocalEndpoint.ToString()!.Split(':')[^1], CultureInfo.InvariantCulture);
    }
}
