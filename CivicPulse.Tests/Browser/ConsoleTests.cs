using CivicPulse.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CivicPulse.Tests.Browser;

/// <summary>What holds everywhere in the console.</summary>
public sealed class ConsoleTests(TestSystem system, Chromium chromium)
{
    [Fact]
    public async Task Signing_in_leads_back_and_signing_out_leaves_nothing_behind()
    {
        var tenant = await system.NewTenantAsync();
        var meeting = await tenant.Owner.NewMeetingAsync("Council, March", Council.Turns);
        await using var visit = await Visit.StartAsync(chromium, tenant);
        await visit.SignInAsync($"/meetings/{meeting}?turn=4");
        await Expect(visit.CitedTurn).ToContainTextAsync(Council.Turns[4].Text);

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Account and settings" }).ClickAsync();
        await visit.Button("Sign out").ClickAsync();
        await Expect(visit.Heading("Sign in")).ToBeVisibleAsync();
        await visit.Page.GoBackAsync();
        await Expect(visit.Heading("Sign in")).ToBeVisibleAsync();
        await Expect(visit.Page.GetByText("Council, March")).ToHaveCountAsync(0);
        visit.NothingWentWrong();
    }

    [Fact]
    public async Task A_wrong_password_is_said_in_words()
    {
        var tenant = await system.NewTenantAsync();
        await using var visit = await Visit.StartAsync(chromium, tenant);
        await visit.OpenAsync("/");
        await visit.Page.GetByLabel("Email address").FillAsync(tenant.OwnerEmail);
        await visit.Page.GetByLabel("Password", new() { Exact = true }).FillAsync("guessed");
        await visit.Button("Sign in").ClickAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("do not match");
    }

    [Fact]
    public async Task Signing_in_and_asking_need_no_mouse()
    {
        var tenant = await system.NewTenantAsync();
        await tenant.Owner.NewMeetingAsync("Council, March", Council.Turns);
        await using var visit = await Visit.StartAsync(chromium, tenant);
        await visit.OpenAsync("/ask");
        await TabToAsync(visit, visit.Page.GetByLabel("Email address"));
        await visit.Page.Keyboard.TypeAsync(tenant.OwnerEmail);
        await TabToAsync(visit, visit.Page.GetByLabel("Password", new() { Exact = true }));
        await visit.Page.Keyboard.TypeAsync(TestTenant.Password);
        await visit.Page.Keyboard.PressAsync("Enter");

        await Expect(visit.Heading("Ask")).ToBeFocusedAsync();
        await TabToAsync(visit, visit.QuestionBox);
        await visit.Page.Keyboard.TypeAsync("What will the engineer do about Maple Street?");
        await visit.Page.Keyboard.PressAsync("Enter");
        await Expect(visit.Heading("What will the engineer do about Maple Street?")).ToBeFocusedAsync();

        await TabToAsync(visit, visit.Page.Locator(".citations a").First);
        await visit.Page.Keyboard.PressAsync("Enter");
        await Expect(visit.CitedTurn).ToBeFocusedAsync();
    }

    [Fact]
    public async Task A_turn_far_down_is_opened_at_once_and_read_on_in_both_directions()
    {
        var tenant = await system.NewTenantAsync();
        var meeting = await tenant.Owner.NewMeetingAsync("Hearing", [.. Hearing.Turns]);
        await using var visit = await Visit.StartAsync(chromium, tenant, width: 375);
        await visit.SignInAsync($"/meetings/{meeting}?turn=250&to=251");
        await Expect(visit.CitedTurn).ToBeFocusedAsync();
        await Expect(visit.CitedTurn).ToBeInViewportAsync(new() { Ratio = 1 });
        await Expect(visit.Page.Locator(".turn.is-cited")).ToHaveCountAsync(2);
        await Expect(visit.Page.Locator("[data-turn='150']")).ToHaveCountAsync(0);
        await visit.Button("Show earlier turns").ClickAsync();
        await Expect(visit.Page.Locator("[data-turn='150']")).ToHaveCountAsync(1);
        await visit.Page.Locator("[data-turn='299']").ScrollIntoViewIfNeededAsync();
        await Expect(visit.Page.Locator($"[data-turn='{Hearing.Turns.Count - 1}']")).ToContainTextAsync(Council.Turns[^1].Text);
    }

    [Fact]
    public async Task Choosing_Spanish_changes_every_word_and_is_remembered()
    {
        await using var visit = await Visit.StartAsync(chromium, await system.NewTenantAsync());
        await visit.SignInAsync("/meetings");
        // A page that has just come takes the focus, and a menu that loses it closes.
        await Expect(visit.Heading("No meetings yet")).ToBeVisibleAsync();
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Account and settings" }).ClickAsync();
        await visit.Page.GetByLabel("Language").SelectOptionAsync("es");
        await Expect(visit.Heading("Reuniones")).ToBeVisibleAsync();
        await Expect(visit.Heading("Aún no hay reuniones")).ToBeVisibleAsync();
        await Expect(visit.Page.Locator("html")).ToHaveAttributeAsync("lang", "es");
        await visit.Page.ReloadAsync();
        await Expect(visit.Heading("Reuniones")).ToBeVisibleAsync();
        await Expect(visit.Page).ToHaveTitleAsync("Reuniones · CivicPulse");
    }

    [Fact]
    public async Task The_shell_opens_without_a_network_and_keeps_no_answers()
    {
        var tenant = await system.NewTenantAsync();
        await tenant.Owner.NewMeetingAsync("Council, March", Council.Turns);
        await using var visit = await Visit.StartAsync(chromium, tenant, worker: true);
        await visit.SignInAsync("/meetings");
        await Expect(visit.Page.GetByText("Council, March")).ToBeVisibleAsync();
        await visit.Page.WaitForFunctionAsync("() => navigator.serviceWorker.controller !== null");
        var kept = await visit.Page.EvaluateAsync<string[]>(
            "async () => (await Promise.all((await caches.keys()).map(async (name) => (await (await caches.open(name)).keys()).map(({ url }) => new URL(url).pathname)))).flat()");
        Assert.Contains("/index.html", kept);
        Assert.DoesNotContain(kept, path => path.StartsWith("/api", StringComparison.Ordinal) || path.StartsWith("/auth", StringComparison.Ordinal));

        await visit.OfflineAsync();
        await visit.Page.ReloadAsync();
        await Expect(visit.Page.GetByText("You are offline")).ToBeVisibleAsync();
        await Expect(visit.Page.GetByText("CivicPulse cannot be reached")).ToBeVisibleAsync();
        await Expect(visit.Page.GetByText("Council, March")).ToHaveCountAsync(0);
    }

    /// <summary>Presses Tab until it is there, as somebody without a mouse does.</summary>
    private static async Task TabToAsync(Visit visit, ILocator wanted)
    {
        await Expect(wanted).ToBeVisibleAsync();
        for (var pressed = 0; pressed < 40; pressed++)
        {
            await visit.Page.Keyboard.PressAsync("Tab");
            if (await wanted.EvaluateAsync<bool>("element => element === document.activeElement")) return;
        }
        Assert.Fail($"{wanted} cannot be reached with the Tab key.");
    }
}
