using CivicPulse.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CivicPulse.Tests.Browser;

/// <summary>Every page, at the width of a phone and of a desk, by day and by night.</summary>
public sealed class AccessibilityTests(TestSystem system, Chromium chromium)
{
    [Theory]
    [InlineData(375, ColorScheme.Light)]
    [InlineData(375, ColorScheme.Dark)]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(1280, ColorScheme.Dark)]
    public async Task No_page_has_an_accessibility_finding_or_scrolls_sideways(int width, ColorScheme scheme)
    {
        var tenant = await system.NewTenantAsync();
        await using var visit = await Visit.StartAsync(chromium, tenant, width, scheme);
        await visit.OpenAsync("/");
        await ClearAsync(visit, "Sign in");
        await visit.Button("Sign in").ClickAsync();
        await ClearAsync(visit, "Sign in");

        await visit.SignInAsync("/meetings");
        await ClearAsync(visit, "No meetings yet");
        var empty = (await tenant.Owner.NewMeetingAsync("Budget hearing")).Text("id");
        var meeting = await tenant.Owner.NewMeetingAsync("Council, March", Council.Turns);
        await PagesOfAMeetingAsync(visit, empty, meeting);
        await PagesOfTheRecordAsync(visit);
        visit.NothingWentWrong();
    }

    private static async Task PagesOfAMeetingAsync(Visit visit, string empty, string meeting)
    {
        await visit.OpenAsync("/");
        await ClearAsync(visit, "Recent meetings");
        await visit.OpenAsync("/meetings");
        await visit.Button("Add a meeting").ClickAsync();
        await ClearAsync(visit, "Meetings");
        await visit.OpenAsync($"/meetings/{empty}");
        await ClearAsync(visit, "Upload the transcript");
        await visit.OpenAsync($"/meetings/{meeting}");
        await ClearAsync(visit, "Who said what");
        await visit.OpenAsync($"/meetings/{meeting}?turn=4");
        await Expect(visit.CitedTurn).ToBeFocusedAsync();
        await ClearAsync(visit, "Council, March");
        await visit.OpenAsync("/meetings/00000000-0000-0000-0000-000000000000");
        await Expect(visit.Page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        Assert.Empty(await visit.AccessibilityFindingsAsync());
    }

    private static async Task PagesOfTheRecordAsync(Visit visit)
    {
        await visit.OpenAsync("/ask");
        await visit.AskAsync("How much does the library roof repair cost?");
        await Expect(visit.Page.Locator(".citations a").First).ToBeVisibleAsync();
        await ClearAsync(visit, "How much does the library roof repair cost?");
        await visit.AskAsync("Which submarine won the chess championship of Antarctica?");
        await ClearAsync(visit, "The record does not answer this");
        await visit.OpenAsync("/search?q=library");
        await Expect(visit.Page.Locator(".hits li").First).ToBeVisibleAsync();
        await ClearAsync(visit, "Search");
        await visit.OpenAsync("/documents");
        await ClearAsync(visit, "No documents yet");
        await visit.ChooseFileAsync("Agenda.txt", "Agenda\n\nThe council hears the report on the library roof.");
        await Expect(visit.Page.GetByText("hears the report")).ToBeVisibleAsync();
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Account and settings" }).ClickAsync();
        await ClearAsync(visit, "Agenda");
        await visit.OpenAsync("/elections");
        await ClearAsync(visit, "No elections yet");
        await visit.OpenAsync("/elections/new");
        await ClearAsync(visit, "Add an election");
        await visit.OpenAsync("/nowhere");
        await ClearAsync(visit, "Page not found");
    }

    private static async Task ClearAsync(Visit visit, string heading)
    {
        await Expect(visit.Heading(heading).First).ToBeVisibleAsync();
        Assert.Empty(await visit.AccessibilityFindingsAsync());
        Assert.InRange(await visit.SidewaysScrollAsync(), int.MinValue, 0);
    }
}
