using System.Collections.Concurrent;
using System.Text;
using CivicPulse.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CivicPulse.Tests.Browser;

/// <summary>One person at the web console of a tenant. Keeps account of everything a healthy console never does.</summary>
internal sealed class Visit : IAsyncDisposable
{
    private readonly TestTenant _tenant;
    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _wrongs = new();

    private Visit(TestTenant tenant, IBrowserContext context, IPage page) => (_tenant, _context, Page) = (tenant, context, page);

    public IPage Page { get; }

    public ILocator Heading(string name) => Page.GetByRole(AriaRole.Heading, new() { Name = name, Exact = true });

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    public ILocator QuestionBox => Page.GetByRole(AriaRole.Textbox, new() { Name = "Your question" });

    public ILocator CitedTurn => Page.Locator(".turn.is-cited").First;

    public static async Task<Visit> StartAsync(
        Chromium chromium, TestTenant tenant, int width = 1280, ColorScheme scheme = ColorScheme.Light, bool worker = false)
    {
        var context = await chromium.NewContextAsync(new()
        {
            BaseURL = new UriBuilder(tenant.Site.Address) { Host = $"{tenant.Slug}.localhost" }.Uri.ToString(),
            ViewportSize = new() { Width = width, Height = width < 600 ? 780 : 800 },
            ColorScheme = scheme,
            Locale = "en-US",
            ServiceWorkers = worker ? ServiceWorkerPolicy.Allow : ServiceWorkerPolicy.Block,
        });
        context.SetDefaultTimeout(30_000);
        var visit = new Visit(tenant, context, await context.NewPageAsync());
        visit.Watch();
        return visit;
    }

    public Task OpenAsync(string path) => Page.GotoAsync(path);

    public async Task SignInAsync(string from = "/")
    {
        await OpenAsync(from);
        await Page.GetByLabel("Email address").FillAsync(_tenant.OwnerEmail);
        await Page.GetByLabel("Password", new() { Exact = true }).FillAsync(TestTenant.Password);
        await Button("Sign in").ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Navigation, new() { Name = "Main" })).ToBeVisibleAsync();
    }

    public Task GoAsync(string place) =>
        Page.GetByRole(AriaRole.Navigation, new() { Name = "Main" }).GetByRole(AriaRole.Link, new() { Name = place }).ClickAsync();

    public Task ChooseFileAsync(string name, string content) =>
        Page.Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = name, MimeType = "application/octet-stream", Buffer = Encoding.UTF8.GetBytes(content) });

    public async Task AskAsync(string question)
    {
        await QuestionBox.FillAsync(question);
        await Button("Ask").ClickAsync();
    }

    /// <summary>What axe finds on the page as it is now, in words that name the place.</summary>
    public async Task<IReadOnlyList<string>> AccessibilityFindingsAsync()
    {
        if (!await Page.EvaluateAsync<bool>("() => 'axe' in window")) await Page.EvaluateAsync($"() => {{ {await File.ReadAllTextAsync(Chromium.Axe)} }}");
        return await Page.EvaluateAsync<string[]>(
            """
            async () => {
              const { violations } = await window.axe.run(document, { resultTypes: ['violations'] })
              return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id} at ${target.join(' ')}`))
            }
            """);
    }

    public Task<int> SidewaysScrollAsync() => Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - window.innerWidth");

    public Task<string?> FocusedTurnAsync() => Page.EvaluateAsync<string?>("() => document.activeElement.dataset.turn ?? null");

    public Task OfflineAsync() => _context.SetOfflineAsync(true);

    /// <summary>No error on the console, no broken content policy, no request to anybody but this site.</summary>
    public void NothingWentWrong() => Assert.Empty(_wrongs);

    public ValueTask DisposeAsync() => _context.DisposeAsync();

    private void Watch()
    {
        Page.PageError += (_, error) => _wrongs.Enqueue(error);
        Page.Console += (_, message) =>
        {
            // The browser itself reports every 401 and 404, which are answers the console asked for.
            if (message.Type == "error" && !message.Text.Contains("status of 40", StringComparison.Ordinal)) _wrongs.Enqueue(message.Text);
        };
        Page.Request += (_, request) =>
        {
            if (!new Uri(request.Url).Host.EndsWith(".localhost", StringComparison.Ordinal)) _wrongs.Enqueue(request.Url);
        };
    }
}
