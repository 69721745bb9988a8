using System.Text.Json;
using CivicPulse.Platform.Feeds;
using CivicPulse.Tests.Support;

namespace CivicPulse.Tests.Platform.Feeds;

public sealed class JsonLdRules
{
    private static readonly Uri Page = new("https://demo.example/bodies/council");
    private static readonly JsonLdThing Council = JsonLd.GovernmentOrganization("City Council", Page, email: "clerk@demo.example", area: "Macon", sameAs: [new("https://other.example/c")]);

    [Fact]
    public void Nothing_in_a_text_ends_the_script_element()
    {
        const string Hostile = "</script><script>alert('1')</script><!-- & ]]> \u2028\u2029 \"quoted\" \\ \0 🏛️ é";
        var script = JsonLd.Script(JsonLd.Person(Hostile, Page, jobTitle: Hostile, sameAs: [new("https://a.example/<\u2028>")]));
        Assert.DoesNotContain(script, c => c is '<' or '>' or '&' or '\'' or '\u2028' or '\u2029' or '\0');
        Assert.Equal(Hostile.Replace("\0", "", StringComparison.Ordinal), JsonElement.Parse(script).Text("name"));
    }

    [Fact]
    public void One_thing_stands_by_itself_and_several_in_a_graph()
    {
        var one = JsonElement.Parse(JsonLd.Script(Council));
        Assert.Equal(("https://schema.org", "GovernmentOrganization", Page.AbsoluteUri, Page.AbsoluteUri), (one.Text("@context"), one.Text("@type"), one.Text("@id"), one.Text("url")));
        Assert.False(one.TryGetProperty("telephone", out _));
        var several = JsonElement.Parse(JsonLd.Script(Council, JsonLd.BreadcrumbList(("Home", new("https://demo.example/")), ("Council", Page)))).List("@graph");
        Assert.Equal(["GovernmentOrganization", "BreadcrumbList"], several.Select(t => t.Text("@type")));
        Assert.Equal([(1, "Home"), (2, "Council")], several[1].List("itemListElement").Select(i => (i.GetProperty("position").GetInt32(), i.Text("name"))));
    }

    [Fact]
    public void An_event_says_its_hour_where_it_is()
    {
        var read = JsonElement.Parse(JsonLd.Script(JsonLd.Event(IcalParserTests.Whole, Page, JsonLd.OnlinePlace(new("https://video.example/1")), Council)));
        Assert.Equal(("2026-03-10T18:00:00-04:00", "2026-03-10T20:30:00-04:00"), (read.Text("startDate"), read.Text("endDate")));
        Assert.Equal(("https://schema.org/EventScheduled", "https://schema.org/OnlineEventAttendanceMode"), (read.Text("eventStatus"), read.Text("eventAttendanceMode")));
        Assert.Equal("City Council", read.GetProperty("organizer").Text("name"));
    }

    [Fact]
    public void A_whole_day_ends_on_its_last_day_and_a_place_comes_from_the_calendar()
    {
        var day = new CalendarEvent("1", DateTimeOffset.UnixEpoch, CalendarTime.On(new(2026, 11, 3))) { End = CalendarTime.On(new(2026, 11, 4)), Status = CalendarStatus.Cancelled, Location = "City hall", Geo = new(32.84, -83.63) };
        var read = JsonElement.Parse(JsonLd.Script(JsonLd.Event(day, Page)));
        Assert.Equal(("2026-11-03", "2026-11-03", "https://schema.org/EventCancelled"), (read.Text("startDate"), read.Text("endDate"), read.Text("eventStatus")));
        Assert.Equal(("City hall", 32.84), (read.GetProperty("location").Text("name"), read.GetProperty("location").GetProperty("geo").GetProperty("latitude").GetDouble()));
    }

    [Fact]
    public void A_vote_names_who_voted_how_on_what()
    {
        var ordinance = JsonLd.Legislation("Roads", new("https://demo.example/matters/1"), "O-26-1", "Ordinance", new(2026, 3, 10), inForce: true, passedBy: Council);
        var read = JsonElement.Parse(JsonLd.Script(JsonLd.VoteAction(JsonLd.Person("A. Member", Page, memberOf: Council, party: "Some party"), "yes", ordinance, new(2026, 3, 10, 23, 0, 0, TimeSpan.Zero))));
        Assert.Equal(("VoteAction", "yes", "2026-03-10T23:00:00+00:00"), (read.Text("@type"), read.Text("actionOption"), read.Text("endTime")));
        Assert.Equal(("Some party", "City Council"), (read.GetProperty("agent").GetProperty("affiliation").Text("name"), read.GetProperty("agent").GetProperty("memberOf").Text("name")));
        Assert.Equal(("O-26-1", "2026-03-10", "https://schema.org/InForce"), (read.GetProperty("object").Text("legislationIdentifier"), read.GetProperty("object").Text("legislationDate"), read.GetProperty("object").Text("legislationLegalForce")));
    }

    [Fact]
    public void A_dataset_names_its_files_and_what_they_cover()
    {
        var read = JsonElement.Parse(JsonLd.Script(JsonLd.Dataset("Results", "By precinct", Page, keywords: ["elections"], covers: (new(2024, 11, 5), new(2024, 11, 5)), downloads: [JsonLd.Download(new("https://demo.example/r.csv"), "text/csv")])));
        Assert.Equal(("2024-11-05/2024-11-05", "text/csv"), (read.Text("temporalCoverage"), Assert.Single(read.List("distribution")).Text("encodingFormat")));
        Assert.Equal("elections", Assert.Single(read.List("keywords")).GetString());
    }

    [Fact]
    public void An_address_and_a_place_are_left_out_where_nothing_is_known() =>
        Assert.Equal("""{"@context":"https://schema.org","@type":"Place","address":{"@type":"PostalAddress","addressLocality":"Macon"}}""", JsonLd.Script(JsonLd.Place(address: JsonLd.Address(locality: "Macon"))));
}
