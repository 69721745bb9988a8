using CivicPulse.Platform.Access;
using CivicPulse.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CivicPulse.Tests.Browser;

/// <summary>The console where the staff writes down what a body decided, and how it comes before the public.</summary>
public sealed class DeliberationPagesTests(TestSystem system, Chromium chromium)
{
    private static readonly string[] Members = ["Ada Alvarez", "Ben Boone", "Cy Chen"];

    [Theory]
    [InlineData(375, ColorScheme.Light)]
    [InlineData(1280, ColorScheme.Dark)]
    public async Task No_page_of_a_meeting_or_a_matter_has_an_accessibility_finding_or_scrolls_sideways(int width, ColorScheme scheme)
    {
        var tenant = await system.NewTenantAsync();
        var (body, meeting) = await CouncilAsync(tenant.Owner);
        var matter = (await NewMatterAsync(tenant.Owner, body)).Text("id");
        await using var visit = await Visit.StartAsync(chromium, tenant, width, scheme);
        await visit.SignInAsync($"/meetings/{meeting}");
        await ClearAsync(visit, "Upload the transcript");
        foreach (var (view, heading) in ((string, string)[])[("agenda", "Agenda"), ("motions", "Motions and votes"), ("attendance", "Attendance"), ("attachments", "Attachments"), ("particulars", "Particulars")])
        {
            await visit.OpenAsync($"/meetings/{meeting}?view={view}");
            await ClearAsync(visit, heading);
        }
        await visit.OpenAsync($"/meetings/{meeting}?view=motions");
        await AddMotionAsync(visit, "To buy a new pump for the swimming pool");
        await visit.Button("Record a vote To buy a new pump for the swimming pool").ClickAsync();
        await ClearAsync(visit, "Roll call");
        foreach (var (path, heading) in ((string, string)[])[("/matters", "Matters"), ("/matters/new", "Add a matter"), ($"/matters/{matter}", "What happened")])
        {
            await visit.OpenAsync(path);
            await ClearAsync(visit, heading);
        }
        visit.NothingWentWrong();
    }

    [Fact]
    public async Task A_roll_call_is_entered_by_digits_and_counted_by_the_server()
    {
        var tenant = await system.NewTenantAsync();
        var (_, meeting) = await CouncilAsync(tenant.Owner);
        await using var visit = await Visit.StartAsync(chromium, tenant);
        await visit.SignInAsync($"/meetings/{meeting}?view=motions");
        await AddMotionAsync(visit, "To buy a new pump");
        await Expect(visit.Button("Add a motion")).ToBeFocusedAsync();
        await visit.Button("Record a vote To buy a new pump").ClickAsync();
        await visit.Page.GetByRole(AriaRole.Group, new() { Name = "Ada Alvarez" }).GetByRole(AriaRole.Radio).First.FocusAsync();
        foreach (var digit in (string[])["1", "2", "1"]) await visit.Page.Keyboard.PressAsync(digit);
        await Expect(visit.Page.GetByText("Every name has a vote.")).ToBeVisibleAsync();
        await visit.Button("Save").ClickAsync();

        var vote = visit.Page.Locator(".roll-call");
        await Expect(vote).ToContainTextAsync("Yes 2");
        await Expect(vote).ToContainTextAsync("No 1");
        await Expect(vote).ToContainTextAsync("Passed");
        await vote.GetByText("Who voted how").ClickAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Row, new() { Name = "Ben Boone No" })).ToBeVisibleAsync();
        visit.NothingWentWrong();
    }

    [Fact]
    public async Task A_result_that_the_numbers_contradict_is_refused_in_the_readers_language()
    {
        var tenant = await system.NewTenantAsync();
        var (_, meeting) = await CouncilAsync(tenant.Owner);
        await tenant.Owner.SendAsync("/api/v1/motions", new { meeting_id = meeting, text = "To buy a new pump" });
        await using var visit = await Visit.StartAsync(chromium, tenant);
        await visit.SignInAsync($"/meetings/{meeting}?view=motions");
        await visit.Page.EvaluateAsync("() => localStorage.setItem('civicpulse.language', 'es')");
        await visit.Page.ReloadAsync();
        await visit.Button("Registrar una votación To buy a new pump").ClickAsync();
        await visit.Page.GetByLabel("Cómo se votó").SelectOptionAsync("voice");
        await visit.Page.GetByLabel("Sí", new() { Exact = true }).FillAsync("1");
        await visit.Page.GetByLabel("No", new() { Exact = true }).FillAsync("2");
        await visit.Page.GetByLabel("Resultado").SelectOptionAsync("pass");
        await visit.Button("Guardar").ClickAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Estos votos no dan ese resultado");
    }

    [Fact]
    public async Task Minutes_are_written_and_reviewed_by_one_person_and_published_by_another()
    {
        var tenant = await system.NewTenantAsync();
        var (_, meeting) = await CouncilAsync(tenant.Owner);
        await tenant.Owner.PublishAsync("meetings", meeting);
        await tenant.Owner.OpenPortalAsync("meetings");
        await using var visit = await Visit.StartAsync(chromium, tenant);
        await visit.SignInAsync($"/meetings/{meeting}");
        await visit.Button("Write minutes by hand").ClickAsync();
        await visit.Button("Change the lines").ClickAsync();
        await visit.Button("Add a line").ClickAsync();
        await visit.Page.GetByLabel("Text", new() { Exact = true }).FillAsync("The pump of the swimming pool is replaced.");
        await visit.Button("Save").ClickAsync();
        await Expect(visit.Page.GetByText("The pump of the swimming pool is replaced.").First).ToBeVisibleAsync();
        await visit.Button("I have reviewed it").ClickAsync();
        await Expect(visit.Page.GetByText("Somebody else has to publish it.")).ToBeVisibleAsync();
        await Expect(visit.Button("Publish the minutes")).ToHaveCountAsync(0);

        await visit.Button("Back to draft").ClickAsync();
        await Expect(visit.Button("I have reviewed it")).ToBeVisibleAsync();
        var colleague = await tenant.AsAsync(Role.Admin);
        await colleague.SendAsync(HttpMethod.Put, $"/api/v1/meetings/{meeting}/minutes/review", new { });
        await visit.Page.ReloadAsync();
        await visit.Button("Publish the minutes").ClickAsync();
        await Expect(visit.Button("Withdraw the minutes")).ToBeVisibleAsync();
        await Expect(visit.Button("Change the lines")).ToHaveCountAsync(0);
        await visit.OpenAsync($"/meetings/{meeting}?view=particulars");
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "See the public page" }).ClickAsync();
        await Expect(visit.Page.GetByText("The pump of the swimming pool is replaced.")).ToBeVisibleAsync();
        visit.NothingWentWrong();
    }

    [Fact]
    public async Task Who_was_there_is_noted_in_one_press_and_makes_the_quorum()
    {
        var tenant = await system.NewTenantAsync();
        var (_, meeting) = await CouncilAsync(tenant.Owner);
        await using var visit = await Visit.StartAsync(chromium, tenant);
        await visit.SignInAsync($"/meetings/{meeting}?view=attendance");
        await Expect(visit.Page.GetByText("There is no quorum.")).ToBeVisibleAsync();
        await visit.Button("Note 3 members as present").ClickAsync();
        await Expect(visit.Page.GetByText("There is a quorum.")).ToBeVisibleAsync();
        await visit.Button("Edit Ada Alvarez").ClickAsync();
        await visit.Page.GetByRole(AriaRole.Form, new() { Name = "Ada Alvarez" }).GetByLabel("Attendance").SelectOptionAsync("excused");
        await visit.Button("Save").ClickAsync();
        await Expect(visit.Page.GetByText("Members present: 2 of 3, needed: 2.")).ToBeVisibleAsync();
        await Expect(visit.Button("Edit Ada Alvarez")).ToBeFocusedAsync();
        visit.NothingWentWrong();
    }

    [Fact]
    public async Task A_matter_is_added_with_its_sponsor_its_steps_and_a_file_and_read_by_the_public()
    {
        var tenant = await system.NewTenantAsync();
        var (body, _) = await CouncilAsync(tenant.Owner);
        await tenant.Owner.OpenPortalAsync("bodies", "meetings", "matters");
        await using var visit = await Visit.StartAsync(chromium, tenant, width: 375);
        await visit.SignInAsync("/matters/new");
        await visit.Page.GetByLabel("Body", new() { Exact = true }).SelectOptionAsync(body);
        await visit.Page.GetByLabel("Number", new() { Exact = true }).FillAsync("ORD 2026-12");
        await visit.Page.GetByLabel("Title", new() { Exact = true }).FillAsync("Opening hours of parks");
        await visit.Page.GetByLabel("Kind", new() { Exact = true }).SelectOptionAsync("ordinance");
        await visit.Button("Save").ClickAsync();
        await visit.Button("Add a sponsor").ClickAsync();
        await visit.Page.GetByLabel("Name", new() { Exact = true }).FillAsync("Friends of the parks");
        await visit.Button("Save").ClickAsync();
        await Expect(visit.Button("Remove Friends of the parks")).ToBeVisibleAsync();
        await visit.Button("Attach").ClickAsync();
        await visit.ChooseFileAsync("Map.txt", "Where the parks are.");
        await Expect(visit.Page.GetByRole(AriaRole.Link, new() { Name = "Map.txt" })).ToBeVisibleAsync();

        await visit.Button("Publish").ClickAsync();
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "See the public page" }).ClickAsync();
        await ClearAsync(visit, "ORD 2026-12 Opening hours of parks");
        await Expect(visit.Page.GetByText("Friends of the parks")).ToBeVisibleAsync();
        var file = await visit.Page.RunAndWaitForDownloadAsync(() => visit.Page.GetByRole(AriaRole.Link, new() { Name = "Map.txt" }).ClickAsync());
        Assert.Equal("Map.txt", file.SuggestedFilename);
        await visit.Page.GetByRole(AriaRole.Navigation, new() { Name = "Sections" }).GetByRole(AriaRole.Link, new() { Name = "Matters" }).ClickAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Link, new() { Name = "ORD 2026-12 Opening hours of parks" })).ToBeVisibleAsync();
        await ClearAsync(visit, "Matters");
        visit.NothingWentWrong();
    }

    [Fact]
    public async Task The_portal_names_matters_only_where_they_are_open()
    {
        var tenant = await system.NewTenantAsync();
        await tenant.Owner.OpenPortalAsync("bodies", "meetings");
        await using var visit = await Visit.StartAsync(chromium, tenant);
        await visit.OpenAsync("/portal");
        var sections = visit.Page.GetByRole(AriaRole.Navigation, new() { Name = "Sections" });
        await Expect(sections.GetByRole(AriaRole.Link, new() { Name = "Meetings" })).ToBeVisibleAsync();
        await Expect(sections.GetByRole(AriaRole.Link, new() { Name = "Matters" })).ToHaveCountAsync(0);
    }

    private static async Task AddMotionAsync(Visit visit, string text)
    {
        await visit.Button("Add a motion").ClickAsync();
        await visit.Page.GetByLabel("What is moved").FillAsync(text);
        await visit.Button("Save").ClickAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Article, new() { Name = text })).ToBeVisibleAsync();
    }

    private static async Task<(string Body, string Meeting)> CouncilAsync(HttpClient owner)
    {
        var body = (await owner.SendAsync("/api/v1/bodies", new { name = "Town council", classification = "council" })).Text("id");
        foreach (var name in Members) await owner.SendAsync("/api/v1/memberships", new { body_id = body, person_name = name, role = "Member", start_date = "2024-01-01" });
        var meeting = await owner.SendAsync("/api/v1/meetings", new { name = "Council, March", start_date = "2026-03-02T18:00:00Z", body_id = body });
        return (body, meeting.Text("id"));
    }

    private static Task<System.Text.Json.JsonElement> NewMatterAsync(HttpClient owner, string body) =>
        owner.SendAsync("/api/v1/matters", new { body_id = body, identifier = "RES 2026-7", title = "Repair of the library roof", classification = "resolution", subjects = (string[])["Library"] });

    private static async Task ClearAsync(Visit visit, string heading)
    {
        await Expect(visit.Heading(heading).First).ToBeVisibleAsync();
        Assert.Empty(await visit.AccessibilityFindingsAsync());
        Assert.InRange(await visit.SidewaysScrollAsync(), int.MinValue, 0);
    }
}
