using System.Text;
using System.Text.RegularExpressions;
using CivicPulse.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CivicPulse.Tests.Browser;

/// <summary>The public portal as somebody without an account meets it, and the pages where the staff keeps the same records.</summary>
public sealed partial class PortalPagesTests(TestSystem system, Chromium chromium)
{
    [Theory]
    [InlineData(375)]
    [InlineData(1280)]
    public async Task No_page_of_the_portal_has_an_accessibility_finding_or_scrolls_sideways(int width)
    {
        var town = await Town.FoundAsync(await system.NewTenantAsync());
        await using var visit = await Visit.StartAsync(chromium, town.Tenant, width);
        (string Path, string Heading)[] pages =
        [
            ("/portal", "Find my representatives"), ("/portal/bodies", "Bodies"), ($"/portal/bodies/{town.BodySlug}", "Seats"), ("/portal/officials", "Officials"),
            ($"/portal/officials/{town.OfficialSlug}", "Holds now"), ($"/portal/representatives?division_id={Town.Division}", "City or town: Riverton"),
            ("/portal/meetings", "No meeting is announced"), ("/portal/meetings?past", "Meetings"), ($"/portal/meetings/{town.MeetingSlug}", "Agenda"), ("/portal/elections", "This is not open to the public"),
            ("/portal/bodies/nothing-here", "Page not found"), ("/portal/nowhere", "Page not found"),
        ];
        foreach (var (path, heading) in pages)
        {
            await visit.OpenAsync(path);
            await ClearAsync(visit, heading);
        }
        visit.NothingWentWrong();
    }

    [Theory]
    [InlineData(375)]
    [InlineData(1280)]
    public async Task No_page_that_keeps_public_records_has_an_accessibility_finding_or_scrolls_sideways(int width)
    {
        var town = await Town.FoundAsync(await system.NewTenantAsync());
        await town.ReportAsync("The chair is somebody else.");
        await using var visit = await Visit.StartAsync(chromium, town.Tenant, width);
        await visit.SignInAsync("/bodies");
        await ClearAsync(visit, "Bodies");
        await visit.Button("More").ClickAsync();
        await ClearAsync(visit, "Bodies");
        (string Path, string Heading)[] pages =
        [
            ("/bodies/new", "Add a body"), ($"/bodies/{town.BodyId}", "Before the public"), ("/officials", "Officials"), ("/officials/new", "Add an official"),
            ($"/officials/{town.OfficialId}", "Offices and terms"), ("/imports", "Nothing imported yet"), ("/corrections", "Ada Alvarez"), ("/corrections?resolved", "No resolved reports"),
            ("/settings/portal", "Public portal"),
        ];
        foreach (var (path, heading) in pages)
        {
            await visit.OpenAsync(path);
            await ClearAsync(visit, heading);
        }
        visit.NothingWentWrong();
    }

    [Fact]
    public async Task An_error_is_reported_without_a_mouse_and_answered_by_the_staff()
    {
        var town = await Town.FoundAsync(await system.NewTenantAsync());
        await using var visit = await Visit.StartAsync(chromium, town.Tenant);
        await visit.OpenAsync($"/portal/officials/{town.OfficialSlug}");
        var report = visit.Button("Report an error");
        await report.FocusAsync();
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.Button("Send").FocusAsync();
        await visit.Page.Keyboard.PressAsync("Enter");
        var message = visit.Page.GetByLabel("What is wrong with it, and how do you know?");
        await Expect(message).ToBeFocusedAsync();
        await Expect(visit.Page.GetByText("Say what is wrong.")).ToBeVisibleAsync();
        Assert.Empty(await visit.AccessibilityFindingsAsync());

        await visit.Page.Keyboard.TypeAsync("She left the party in May.");
        await visit.Page.Keyboard.PressAsync("Tab");
        await visit.Page.Keyboard.TypeAsync("Independent");
        await visit.Page.Keyboard.PressAsync("Enter");
        await Expect(visit.Page.GetByText("Thank you. Your report has arrived")).ToBeFocusedAsync();
        await visit.Page.Keyboard.PressAsync("Escape");
        await Expect(report).ToBeFocusedAsync();

        await visit.SignInAsync("/corrections");
        await Expect(visit.Page.GetByText("She left the party in May.")).ToBeVisibleAsync();
        await visit.Page.GetByLabel("Answer").FillAsync("Thank you, it is changed.");
        await visit.Button("Accept").ClickAsync();
        await Expect(visit.Heading("No open reports")).ToBeVisibleAsync();
        visit.NothingWentWrong();
    }

    [Fact]
    public async Task A_record_that_somebody_adds_is_seen_by_the_public_only_when_it_is_published()
    {
        var town = await Town.FoundAsync(await system.NewTenantAsync());
        await using var visit = await Visit.StartAsync(chromium, town.Tenant);
        await visit.SignInAsync("/bodies/new");
        await visit.Page.GetByLabel("Name", new() { Exact = true }).FillAsync("Library board");
        await visit.Page.GetByLabel("Kind", new() { Exact = true }).FillAsync("board");
        await visit.Button("Save").ClickAsync();
        await Expect(visit.Page.GetByText("The public does not see this.")).ToBeVisibleAsync();
        await visit.Button("Publish").ClickAsync();
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "See the public page" }).ClickAsync();
        await Expect(visit.Page).ToHaveTitleAsync($"Library board · {town.Tenant.Tenant.Name}");
        await Expect(visit.Page.GetByText("Entered by hand").First).ToBeVisibleAsync();
        visit.NothingWentWrong();
    }

    [Fact]
    public async Task A_field_that_was_changed_by_hand_is_locked_and_can_be_given_back()
    {
        var town = await Town.FoundAsync(await system.NewTenantAsync());
        await using var visit = await Visit.StartAsync(chromium, town.Tenant);
        await visit.SignInAsync($"/officials/{town.OfficialId}");
        await visit.Button("Edit").ClickAsync();
        await visit.Page.GetByLabel("Party", new() { Exact = true }).FillAsync("Independent");
        await visit.Button("Save").ClickAsync();
        await Expect(visit.Page.GetByText("by hand", new() { Exact = true })).ToBeVisibleAsync();
        await visit.Button("Edit").ClickAsync();
        await visit.Button("Give back to imports Party").ClickAsync();
        await Expect(visit.Page.GetByText("Changed by hand")).ToHaveCountAsync(0);
        visit.NothingWentWrong();
    }

    [Fact]
    public async Task A_file_is_imported_with_its_counts_and_rejects()
    {
        var town = await Town.FoundAsync(await system.NewTenantAsync());
        await using var visit = await Visit.StartAsync(chromium, town.Tenant);
        await visit.SignInAsync("/imports");
        await visit.Page.GetByLabel("Kind", new() { Exact = true }).SelectOptionAsync("bodies");
        await visit.ChooseFileAsync("boards.csv", "name,classification\nParks board,board\n,board\n");
        await Expect(visit.Heading("boards.csv")).ToBeVisibleAsync();
        await visit.Button("Try it, changing nothing").ClickAsync();
        await Expect(visit.Heading("What would come of it")).ToBeVisibleAsync();
        await visit.Button("Import").ClickAsync();
        await Expect(visit.Heading("What came of it")).ToBeVisibleAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Link, new() { Name = "Download the rejected rows" })).ToBeVisibleAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Row, new() { Name = "Together 2 1 0 0 1" })).ToBeVisibleAsync();
        Assert.Empty(await visit.AccessibilityFindingsAsync());
        visit.NothingWentWrong();
    }

    [Fact]
    public async Task The_portal_speaks_Spanish_at_a_touch_and_needs_no_account()
    {
        var town = await Town.FoundAsync(await system.NewTenantAsync());
        await using var visit = await Visit.StartAsync(chromium, town.Tenant, width: 375);
        await visit.OpenAsync($"/portal/bodies/{town.BodySlug}");
        await visit.Button("Español").ClickAsync();
        await Expect(visit.Heading("Puestos")).ToBeVisibleAsync();
        await Expect(visit.Page.Locator("html")).ToHaveAttributeAsync("lang", "es");
        await Expect(visit.Page.GetByText("Vacante", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(visit.Button("Informar de un error")).ToBeVisibleAsync();
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Mis representantes" }).ClickAsync();
        await Expect(visit.Heading("Encontrar a mis representantes").First).ToBeFocusedAsync();
        visit.NothingWentWrong();
    }

    [Theory]
    [InlineData(375)]
    [InlineData(1280)]
    public async Task Results_are_told_in_numbers_for_each_place_and_drawn_from_tiles_of_our_own(int width)
    {
        var tenant = await system.NewTenantAsync();
        var (election, contest) = await ElectionWithMapAsync(tenant.Owner);
        await using var visit = await Visit.StartAsync(chromium, tenant, width);
        await visit.OpenAsync("/portal/elections?all");
        await ClearAsync(visit, "Elections");
        await visit.OpenAsync($"/portal/elections/{election}");
        await Expect(visit.Page.GetByRole(AriaRole.Row, new() { Name = "A. Sample 210 52.5%" })).ToBeVisibleAsync();
        await ClearAsync(visit, "Contests");

        var tiles = visit.Page.WaitForRequestAsync(Tile());
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Mayor" }).ClickAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Row, new() { Name = "Riverton: North B. Example 52.0% 250" })).ToBeVisibleAsync();
        await tiles;
        await Expect(visit.Button("Zoom in")).ToBeVisibleAsync();
        await ClearAsync(visit, "By place");
        visit.NothingWentWrong();
        Assert.Equal(200, (await visit.Page.GotoAsync(visit.Page.Url))!.Status);
        Assert.EndsWith($"/portal/contests/{contest}", visit.Page.Url, StringComparison.Ordinal);
    }

    /// <summary>Two precincts, side by side.</summary>
    private static async Task<(string Election, string Contest)> ElectionWithMapAsync(HttpClient owner)
    {
        var town = await owner.NewCountedElectionAsync();
        foreach (var (unit, name) in ((string, string)[])[(town.North, "north"), (town.South, "south")])
            await owner.SendAsync(HttpMethod.Patch, $"/api/v1/reporting-units/{unit}", new { division_id = $"{Ballots.Town}/precinct:{name}" });
        foreach (var contest in (string[])[town.Mayor, town.Bridge]) await owner.PublishAsync("contests", contest);
        await owner.PublishAsync("elections", town.Id);
        await owner.OpenPortalAsync("elections");
        await owner.ImportAndRunAsync("boundaries", "riverton.geojson", Encoding.UTF8.GetBytes($$$$"""
            {"type":"FeatureCollection","features":[
            {"type":"Feature","properties":{"name":"North","identifier":"n","division_id":"{{{{Ballots.Town}}}}/precinct:north"},"geometry":{"type":"Polygon","coordinates":[[[-84,33],[-83,33],[-83,34],[-84,34],[-84,33]]]}},
            {"type":"Feature","properties":{"name":"South","identifier":"s","division_id":"{{{{Ballots.Town}}}}/precinct:south"},"geometry":{"type":"Polygon","coordinates":[[[-84,32],[-83,32],[-83,33],[-84,33],[-84,32]]]}}]}
            """));
        var set = (await owner.ReadAsync("/api/v1/boundary-sets?slug=riverton")).List("items").Single().Text("id");
        await owner.SendAsync(HttpMethod.Patch, $"/api/v1/boundary-sets/{set}", new { classification = "precinct", is_public = true });
        return ((await owner.ReadAsync($"/api/v1/elections/{town.Id}")).Text("slug"), (await owner.ReadAsync($"/api/v1/contests/{town.Mayor}")).Text("slug"));
    }

    private static async Task ClearAsync(Visit visit, string heading)
    {
        await Expect(visit.Heading(heading).First).ToBeVisibleAsync();
        Assert.Equal((heading, 0), (heading, (await visit.AccessibilityFindingsAsync()).Count));
        Assert.InRange(await visit.SidewaysScrollAsync(), int.MinValue, 0);
    }
    [GeneratedRegex("/portal/boundary-sets/[^/]+/tiles/", RegexOptions.None, 1000)]
    private static partial Regex Tile();
}
