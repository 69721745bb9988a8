using System.Text.RegularExpressions;
using CivicPulse.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CivicPulse.Tests.Browser;

/// <summary>The one path everything hangs on, walked as a person walks it.</summary>
public sealed partial class PathTests(TestSystem system, Chromium chromium)
{
    [Fact]
    public async Task From_signing_in_to_a_cited_answer_every_step_leads_to_the_next()
    {
        await using var visit = await Visit.StartAsync(chromium, await system.NewTenantAsync());
        await visit.SignInAsync();

        await AddMeetingAsync(visit, "Council, March");
        await WatchProgressAsync(visit);
        await visit.ChooseFileAsync("council.vtt", Hearing.AsWebVtt());
        await Expect(visit.Heading("Decisions")).ToBeVisibleAsync();
        Assert.NotEmpty(await visit.Page.EvaluateAsync<string[]>("() => window.progressSeen"));

        var line = visit.Page.Locator(".minutes .lines a").First;
        var turn = TurnOf(await line.GetAttributeAsync("href"));
        await line.ClickAsync();
        await Expect(visit.CitedTurn).ToBeInViewportAsync(new() { Ratio = 1 });
        Assert.Equal(turn, await visit.FocusedTurnAsync());

        await visit.GoAsync("Ask");
        await visit.AskAsync("How much does the library roof repair cost?");
        await Expect(visit.Page).ToHaveURLAsync(AnswerAddress());
        var quote = await visit.Page.Locator(".sentences blockquote p:last-child").First.InnerTextAsync();
        await visit.Page.Locator(".citations a").First.ClickAsync();

        await Expect(visit.Page).ToHaveURLAsync(TurnAddress());
        await Expect(visit.CitedTurn).ToBeInViewportAsync(new() { Ratio = 1 });
        await Expect(visit.Page.Locator(".turn.is-cited mark")).ToHaveTextAsync(quote);
        Assert.Equal(TurnOf(visit.Page.Url), await visit.FocusedTurnAsync());

        await visit.Page.GoBackAsync();
        await Expect(visit.Page.Locator(".sentences blockquote").First).ToContainTextAsync(quote);
        visit.NothingWentWrong();
    }

    [Fact]
    public async Task A_question_the_record_cannot_answer_is_answered_with_that()
    {
        var tenant = await system.NewTenantAsync();
        await tenant.Owner.NewMeetingAsync("Council, March", Council.Turns);
        await using var visit = await Visit.StartAsync(chromium, tenant);
        await visit.SignInAsync("/ask");
        await visit.AskAsync("Which submarine won the chess championship of Antarctica?");
        await Expect(visit.Heading("The record does not answer this")).ToBeVisibleAsync();
        await Expect(visit.Page.Locator(".sentences")).ToHaveCountAsync(0);
        await Expect(visit.Page.GetByRole(AriaRole.Complementary)).ToContainTextAsync("Not in the record");
        visit.NothingWentWrong();
    }

    [Fact]
    public async Task Minutes_arrive_by_asking_when_the_live_socket_does_not_work()
    {
        await using var visit = await Visit.StartAsync(chromium, await system.NewTenantAsync());
        await visit.Page.RouteWebSocketAsync("**/ws/notifications/", socket => { _ = socket.CloseAsync(); });
        await visit.SignInAsync("/meetings");
        await AddMeetingAsync(visit, "Council, March");
        await visit.ChooseFileAsync("council.vtt", Hearing.AsWebVtt());
        await Expect(visit.Heading("Decisions")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_transcript_that_cannot_be_read_is_refused_in_words()
    {
        await using var visit = await Visit.StartAsync(chromium, await system.NewTenantAsync());
        await visit.SignInAsync("/meetings");
        await AddMeetingAsync(visit, "Council, March");
        await visit.ChooseFileAsync("photo.jpg", "not a transcript");
        await Expect(visit.Page.GetByText("is not a transcript CivicPulse can read")).ToBeVisibleAsync();
        await visit.ChooseFileAsync("council.vtt", "\u0000\u0001\u0002 not captions");
        await Expect(visit.Page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "The transcript could not be used" })).ToBeVisibleAsync();
        await Expect(visit.Page.Locator(".lead")).ToContainTextAsync("No transcript");
    }

    private static async Task AddMeetingAsync(Visit visit, string name)
    {
        await visit.GoAsync("Meetings");
        await Expect(visit.Heading("No meetings yet")).ToBeVisibleAsync();
        await visit.Page.GetByLabel("Name").FillAsync(name);
        await visit.Page.GetByLabel("Date").FillAsync("2026-03-02");
        await visit.Button("Add meeting").ClickAsync();
        await Expect(visit.Heading(name)).ToBeFocusedAsync();
    }

    /// <summary>The bar may be gone before a test looks: everything it shows is written down.</summary>
    private static Task WatchProgressAsync(Visit visit) => visit.Page.EvaluateAsync(
        """
        () => {
          window.progressSeen = []
          const look = () => document.querySelectorAll('progress').forEach((bar) => window.progressSeen.push(bar.getAttribute('aria-valuetext')))
          new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true })
        }
        """);

    private static string TurnOf(string? address) => TurnAddress().Match(address ?? "").Groups["turn"].Value;

    [GeneratedRegex(@"/meetings/[0-9a-f-]{36}\?turn=(?<turn>[0-9]+)", RegexOptions.None, 1000)]
    private static partial Regex TurnAddress();

    [GeneratedRegex("/ask/[0-9a-f-]{36}$", RegexOptions.None, 1000)]
    private static partial Regex AnswerAddress();
}
