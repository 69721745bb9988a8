using CivicPulse.Tests.Browser;
using CivicPulse.Tests.Support;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Chromium))]

namespace CivicPulse.Tests.Browser;

/// <summary>The machine's own Chromium, started once when the first test needs it. Nothing is downloaded.</summary>
public sealed class Chromium : IAsyncDisposable
{
    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    private readonly Lazy<Task<(IPlaywright Playwright, IBrowser Browser)>> _started = new(StartAsync);

    /// <summary>A fresh window, as of a person who was never here.</summary>
    internal async Task<IBrowserContext> NewContextAsync(BrowserNewContextOptions options)
    {
        Require(File.Exists(Executable), $"Chromium is not here ({Executable}).");
        Require(File.Exists(Path.Combine(Console, "dist", "index.html")), "The web console is not built.");
        return await (await _started.Value).Browser.NewContextAsync(options);
    }

    /// <summary>The accessibility rules, from the console's own development packages.</summary>
    internal static string Axe { get; } = Path.Combine(Console, "node_modules", "axe-core", "axe.min.js");

    private static string Console => Path.Combine(SharedData.Repository, "CivicPulse.Web");

    private static string Executable => Environment.GetEnvironmentVariable("CHROMIUM") ?? "/usr/bin/chromium";

    private static void Require(bool present, string otherwise)
    {
        if (Environment.GetEnvironmentVariable("CI") is not null) Assert.True(present, otherwise);
        Assert.SkipUnless(present, otherwise);
    }

    private static async Task<(IPlaywright, IBrowser)> StartAsync()
    {
        Assertions.SetDefaultExpectTimeout(30_000);
        var playwright = await Playwright.CreateAsync();
        return (playwright, await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Executable, Args = Arguments, Timeout = 60_000 }));
    }

    public async ValueTask DisposeAsync()
    {
        if (!_started.IsValueCreated) return;
        var (playwright, browser) = await _started.Value;
        await browser.DisposeAsync();
        playwright.Dispose();
    }
}
