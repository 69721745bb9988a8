using CivicPulse.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CivicPulse.Tests.Browser;

/// <summary>The console where the staff prepares an election, enters its counts and certifies them.</summary>
public sealed class ElectionPagesTests(TestSystem system, Chromium chromium)
{
    [Theory]
    [InlineData(375, ColorScheme.Light)]
    [InlineData(1280, ColorScheme.Dark)]
    public async Task No_page_of_an_election_has_an_accessibility_finding_or_scrolls_sideways(int width, ColorScheme scheme)
    {
        var tenant = await system.NewTenantAsync();
        await using var visit = await Visit.StartAsync(chromium, tenant, width, scheme);
        await visit.SignInAsync("/elections");
        await ClearAsync(visit, "No elections yet");
        var town = await tenant.Owner.NewCountedElectionAsync();
        foreach (var (path, heading) in ((string, string)[])[("/elections", "Past elections"), ("/elections/new", "Add an election"), ($"/elections/{town.Id}", "Turnout"), ($"/contests/{town.Mayor}", "Votes by place")])
        {
            await visit.OpenAsync(path);
            await ClearAsync(visit, heading);
        }
        await visit.Button("Correct Riverton: North").ClickAsync();
        await Expect(Field(visit, "A. Sample")).ToHaveValueAsync("120");
        await ClearAsync(visit, "Mayor");
        await visit.OpenAsync($"/elections/{town.Id}");
        foreach (var form in (string[])["Add a deadline", "Add a contest", "Add a polling place", "Certify the results"]) await visit.Button(form).ClickAsync();
        await ClearAsync(visit, "Certification");
        using var certified = await tenant.Owner.CertifyAsync(town.Id);
        foreach (var path in (string[])[$"/elections/{town.Id}", $"/contests/{town.Mayor}"])
        {
            await visit.OpenAsync(path);
            await Expect(visit.Page.Locator(".lock-note")).ToContainTextAsync("Board of elections");
            Assert.Empty(await visit.AccessibilityFindingsAsync());
        }
        visit.NothingWentWrong();
    }

    [Fact]
    public async Task An_election_is_prepared_by_hand_from_its_day_to_its_choices()
    {
        var tenant = await system.NewTenantAsync();
        await using var visit = await Visit.StartAsync(chromium, tenant, width: 375);
        await visit.SignInAsync("/elections/new");
        await Field(visit, "Name").FillAsync("Town election");
        await Field(visit, "Date").FillAsync("2099-11-03");
        await Field(visit, "Kind").SelectOptionAsync("general");
        await visit.Button("Save").ClickAsync();
        await Expect(visit.Heading("Town election")).ToBeVisibleAsync();

        await visit.Button("Add a deadline").ClickAsync();
        await Field(visit, "Kind").SelectOptionAsync("registration");
        await Field(visit, "Date").FillAsync("2099-10-05");
        await Field(visit, "Until").FillAsync("23:59");
        await visit.Button("Save").ClickAsync();
        await Expect(visit.Page.GetByText("October 5, 2099 until 23:59")).ToBeVisibleAsync();
        await Expect(visit.Button("Add a deadline")).ToBeFocusedAsync();

        await visit.Button("Add a contest").ClickAsync();
        await Field(visit, "Name").FillAsync("Mayor");
        await Field(visit, "Kind").SelectOptionAsync("candidate");
        await visit.Button("Save").ClickAsync();
        await Expect(visit.Heading("Mayor")).ToBeVisibleAsync();
        await visit.Button("Add a choice").ClickAsync();
        await Field(visit, "As it stands on the ballot").FillAsync("A. Sample");
        await visit.Button("Save").ClickAsync();
        await Expect(visit.Button("Edit A. Sample")).ToBeVisibleAsync();

        await visit.OpenAsync("/elections");
        await ClearAsync(visit, "Coming elections");
        await Expect(visit.Page.GetByRole(AriaRole.Link, new() { Name = "Town election" })).ToBeVisibleAsync();
        visit.NothingWentWrong();
    }

    [Fact]
    public async Task A_polling_place_is_added_with_its_hours_and_published()
    {
        var tenant = await system.NewTenantAsync();
        var town = await tenant.Owner.NewCountedElectionAsync();
        await using var visit = await Visit.StartAsync(chromium, tenant);
        await visit.SignInAsync($"/elections/{town.Id}");
        await visit.Button("Add a polling place").ClickAsync();
        await Field(visit, "Name").FillAsync("Library");
        await Field(visit, "Open").FillAsync("tomorrow");
        await visit.Button("Save").ClickAsync();
        await Expect(visit.Page.GetByText("Each line is a day and its hours")).ToBeVisibleAsync();
        await Field(visit, "Open").FillAsync("2025-11-04 07:00-19:00 America/New_York");
        await visit.Button("Save").ClickAsync();
        await Expect(visit.Page.GetByText("November 4, 2025, 07:00 to 19:00")).ToBeVisibleAsync();
        await visit.Button("Publish Library").ClickAsync();
        await Expect(visit.Button("Withdraw Library")).ToBeVisibleAsync();
        visit.NothingWentWrong();
    }

    [Fact]
    public async Task Counts_are_corrected_in_their_row_and_entered_for_a_new_place()
    {
        var tenant = await system.NewTenantAsync();
        var town = await tenant.Owner.NewCountedElectionAsync();
        await using var visit = await Visit.StartAsync(chromium, tenant);
        await visit.SignInAsync($"/contests/{town.Mayor}");
        await visit.Button("Correct Riverton: North").ClickAsync();
        await Field(visit, "A. Sample").FillAsync("many");
        await visit.Button("Save").ClickAsync();
        await Expect(visit.Page.GetByText("A whole number of votes, 0 or more.")).ToBeVisibleAsync();
        await Field(visit, "A. Sample").FillAsync("1,121");
        await visit.Button("Save").ClickAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Cell, new() { Name = "1,251" })).ToBeVisibleAsync();
        await Expect(visit.Button("Correct Riverton: North")).ToBeFocusedAsync();

        await visit.Button("Enter counts").ClickAsync();
        await Field(visit, "Place").FillAsync("Riverton: West");
        await visit.Button("Go on").ClickAsync();
        await Field(visit, "B. Example").FillAsync("77");
        await visit.Button("Save").ClickAsync();
        await Expect(visit.Button("Correct Riverton: West")).ToBeVisibleAsync();
        visit.NothingWentWrong();
    }

    [Fact]
    public async Task Results_are_certified_after_a_question_and_then_locked_until_that_is_withdrawn()
    {
        var tenant = await system.NewTenantAsync();
        var town = await tenant.Owner.NewCountedElectionAsync();
        await using var visit = await Visit.StartAsync(chromium, tenant);
        await visit.SignInAsync($"/elections/{town.Id}");
        await visit.Button("Certify the results").ClickAsync();
        await Field(visit, "Certified on").FillAsync("2025-11-01");
        await Field(visit, "Who says so").FillAsync("Board of elections");
        await visit.Button("Go on").ClickAsync();
        await Expect(visit.Heading("Certify the results of Town election?")).ToBeFocusedAsync();
        await visit.Button("Yes, certify").ClickAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Results are certified on the day of the election or after it.");
        await visit.Button("Back").ClickAsync();
        await Field(visit, "Certified on").FillAsync("2025-11-10");
        await visit.Button("Go on").ClickAsync();
        await visit.Button("Yes, certify").ClickAsync();
        await Expect(visit.Page.Locator(".lock-note")).ToContainTextAsync("Certified on November 10, 2025 by Board of elections.");
        await Expect(visit.Heading("Certification")).ToBeFocusedAsync();
        await Expect(visit.Button("Add a contest")).ToHaveCountAsync(0);

        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Mayor" }).First.ClickAsync();
        await Expect(visit.Page.GetByText("Won", new() { Exact = true })).ToBeVisibleAsync();
        foreach (var control in (string[])["Edit", "Add a choice", "Enter counts", "Correct Riverton: North"]) await Expect(visit.Button(control)).ToHaveCountAsync(0);
        await visit.OpenAsync($"/elections/{town.Id}");
        await visit.Button("Withdraw the certification Town election").ClickAsync();
        await visit.Button("Withdraw the certification, really? Town election").ClickAsync();
        await Expect(visit.Button("Add a contest")).ToBeVisibleAsync();
        visit.NothingWentWrong();
    }

    [Fact]
    public async Task What_is_refused_is_said_in_the_readers_language()
    {
        var tenant = await system.NewTenantAsync();
        var town = await tenant.Owner.NewCountedElectionAsync();
        await using var visit = await Visit.StartAsync(chromium, tenant);
        await visit.SignInAsync($"/contests/{town.Mayor}");
        await visit.Page.EvaluateAsync("() => localStorage.setItem('civicpulse.language', 'es')");
        await visit.Page.ReloadAsync();
        await visit.Button("Editar A. Sample").ClickAsync();
        using var certified = await tenant.Owner.CertifyAsync(town.Id);
        await Field(visit, "Como figura en la papeleta").FillAsync("A. Samples");
        await visit.Button("Guardar").ClickAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("están certificados");
    }

    private static ILocator Field(Visit visit, string label) => visit.Page.GetByLabel(label, new() { Exact = true });

    private static async Task ClearAsync(Visit visit, string heading)
    {
        await Expect(visit.Heading(heading).First).ToBeVisibleAsync();
        Assert.Empty(await visit.AccessibilityFindingsAsync());
        Assert.InRange(await visit.SidewaysScrollAsync(), int.MinValue, 0);
    }
}
