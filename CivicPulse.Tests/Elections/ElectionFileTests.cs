using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using CivicPulse.Tests.Support;

namespace CivicPulse.Tests.Elections;

/// <summary>VIP and NIST: what goes out comes back the same, what others write is understood, what nobody should write is refused.</summary>
public sealed partial class ElectionFileTests(TestSystem system)
{
    [Theory]
    [InlineData("vip", "elections deadlines parties contests selections reporting_units polling_places")]
    [InlineData("nist", "elections parties contests selections reporting_units results")]
    public async Task An_election_that_leaves_as_a_file_comes_back_elsewhere_field_by_field(string kind, string kinds)
    {
        var (from, to) = (await system.NewTenantAsync(), await system.NewTenantAsync());
        await FillAsync(from.Owner, held: kind == "nist");
        var file = await from.Owner.ExportAsync(kind, "csv");
        var import = await to.Owner.ImportAndRunAsync(kind, kind + ".zip", file);
        Assert.True(import.Text("state") == "succeeded" && import.GetProperty("run").GetProperty("rejected").GetInt32() == 0, string.Join('\n', await to.Owner.RejectsAsync(import)));
        foreach (var table in kinds.Split(' '))
            Assert.Equal((table, Encoding.UTF8.GetString(await from.Owner.ExportAsync(table, "jsonl"))), (table, Encoding.UTF8.GetString(await to.Owner.ExportAsync(table, "jsonl"))));
        var read = import.GetProperty("run").GetProperty("read").GetInt32();
        Assert.Equal($"{read} 0 0 {read} 0", (await to.Owner.ImportAndRunAsync(kind, kind + ".zip", file)).Counts());
        Assert.Equal($"{read} 0 0 {read} 0", (await from.Owner.ImportAndRunAsync(kind, kind + ".zip", file)).Counts());
        Assert.Equal(Timeless(Unpacked(file).Single().Value), Timeless(Unpacked(await to.Owner.ExportAsync(kind, "csv")).Single().Value));
    }

    [Fact]
    public async Task The_results_of_a_state_go_through_a_nist_report_without_a_vote_lost()
    {
        const string Name = "20241105__ga__general__county-level.csv";
        var published = await File.ReadAllBytesAsync(Path.Combine(SharedData.Folder("openelections-ga"), Name));
        var (from, to) = (await system.NewTenantAsync(), await system.NewTenantAsync());
        await from.Owner.ImportAndRunAsync("openelections", Name, published);
        var report = await from.Owner.ExportAsync("nist", "csv");
        Assert.Equal("succeeded", (await to.Owner.ImportAndRunAsync("nist", "report.zip", report)).Text("state"));
        Assert.Equal(Encoding.UTF8.GetString(await from.Owner.ExportAsync("results", "csv")), Encoding.UTF8.GetString(await to.Owner.ExportAsync("results", "csv")));
        Assert.Equal(["7916 23800293"], await system.Site.TextsAsync($"select count(*) || ' ' || sum(votes) from {to.Tenant.Schema}.vote_counts"));
        using var json = JsonDocument.Parse(Unpacked(report).Single().Value);
        Assert.Equal(293, json.RootElement.GetProperty("Election")[0].GetProperty("Contest").GetArrayLength());
    }

    [Fact]
    public async Task A_feed_as_others_write_it_is_understood()
    {
        const string Feed = """
            <?xml version="1.0" encoding="utf-8"?>
            <VipObject schemaVersion="5.1" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
              <Precinct id="pre1"><LocalityId>loc1</LocalityId><Name>1</Name><PollingLocationIds>pol1</PollingLocationIds></Precinct>
              <Precinct id="pre2"><LocalityId>loc2</LocalityId><Name>1</Name></Precinct>
              <StreetSegment id="ss1"><City>Macon</City><PrecinctId>pre1</PrecinctId></StreetSegment>
              <Source id="src"><DateTime>2026-01-01T00:00:00Z</DateTime><Name>A state</Name><VipId>13</VipId></Source>
              <Election id="ele1"><Date>2026-11-03</Date><ElectionType><Text language="es">Elecciones generales</Text><Text language="en">Statewide General</Text></ElectionType>
                <IsStatewide>true</IsStatewide><RegistrationDeadline>2026-10-05</RegistrationDeadline><RegistrationInfo><Text language="en">Ask your clerk.</Text></RegistrationInfo><StateId>st13</StateId></Election>
              <State id="st13"><ExternalIdentifiers><ExternalIdentifier><Type>ocd-id</Type><Value>ocd-division/country:us/state:ga</Value></ExternalIdentifier></ExternalIdentifiers><Name>Georgia</Name></State>
              <Locality id="loc1"><Name>Bibb</Name><StateId>st13</StateId><Type>county</Type></Locality>
              <Locality id="loc2"><Name>Dade</Name><StateId>st13</StateId><Type>county</Type></Locality>
              <Party id="par1"><Color>FF0000</Color><Name><Text language="en">Lantern</Text></Name></Party>
              <ElectoralDistrict id="ed1"><Name>District 2</Name><Number>2</Number><Type>congressional</Type></ElectoralDistrict>
              <Office id="off1"><ElectoralDistrictId>ed1</ElectoralDistrictId><Name><Text language="en">U.S. House</Text></Name></Office>
              <CandidateContest id="con1" xsi:type="CandidateContest"><BallotSelectionIds>bs1 bs2</BallotSelectionIds><ElectoralDistrictId>ed1</ElectoralDistrictId><Name>House</Name><VoteVariation>1-of-m</VoteVariation><OfficeIds>off1</OfficeIds></CandidateContest>
              <CandidateContest id="con2"><ElectoralDistrictId>ed9</ElectoralDistrictId><Name>House</Name></CandidateContest>
              <CandidateSelection id="bs1"><CandidateIds>can1</CandidateIds></CandidateSelection>
              <CandidateSelection id="bs2"><CandidateIds>can2 can1</CandidateIds></CandidateSelection>
              <Candidate id="can1"><BallotName><Text language="en">Ada Alvarez</Text></BallotName><PartyId>par1</PartyId><PersonId>per1</PersonId></Candidate>
              <Candidate id="can2"><BallotName><Text language="en">Bo Brown</Text></BallotName></Candidate>
              <Person id="per1"><FirstName>Ada</FirstName><LastName>Alvarez</LastName></Person>
              <HoursOpen id="hrs1"><Schedule><Hours><StartTime>07:00:00-05:00</StartTime><EndTime>19:00:00-05:00</EndTime></Hours><StartDate>2026-11-02</StartDate><EndDate>2026-11-03</EndDate></Schedule></HoursOpen>
              <PollingLocation id="pol1"><AddressStructured><Line1>1 Main Street</Line1><City>Macon</City><State>GA</State><Zip>31201</Zip></AddressStructured><HoursOpenId>hrs1</HoursOpenId><LatLng><Latitude>32.8</Latitude><Longitude>-83.6</Longitude></LatLng></PollingLocation>
            </VipObject>
            """;
        var tenant = await system.NewTenantAsync();
        var import = await tenant.Owner.ImportAndRunAsync("vip", "feed.xml", Encoding.UTF8.GetBytes(Feed));
        Assert.True(import.GetProperty("run").GetProperty("rejected").GetInt32() == 0, string.Join('\n', await tenant.Owner.RejectsAsync(import)));
        var election = (await tenant.Owner.ReadAsync("/api/v1/elections")).List("items").Single();
        Assert.Equal(("vip:13:2026-11-03", "general", "ocd-division/country:us/state:ga"), (election.Text("identifier"), election.Text("election_type"), election.Text("division_id")));
        Assert.Equal(["House", "House (con2)"], (await tenant.Owner.ReadAsync("/api/v1/contests")).List("items").Select(c => c.Text("name")).Order(StringComparer.Ordinal));
        var ada = (await tenant.Owner.ReadAsync("/api/v1/contest-selections")).List("items");
        Assert.Equal(["Ada Alvarez", "Bo Brown / Ada Alvarez"], ada.Select(s => s.Text("name")));
        Assert.Equal(("Lantern", "Ada Alvarez"), (ada[0].Text("party_name"), ada[0].Text("person_name")));
        Assert.Equal(["Bibb", "Bibb: 1", "Dade", "Dade: 1", "Georgia"], (await tenant.Owner.ReadAsync("/api/v1/reporting-units")).List("items").Select(u => u.Text("name")));
        var place = (await tenant.Owner.ReadAsync("/api/v1/polling-places")).List("items").Single();
        Assert.Equal(("1 Main Street", "Bibb: 1", "Etc/GMT+5", 2), (place.Text("name"), place.List("precincts").Single().GetString(), place.List("hours")[0].Text("time_zone"), place.List("hours").Count()));
        Assert.Equal("2026-10-05", (await tenant.Owner.ReadAsync("/api/v1/election-deadlines")).List("items").Single().Text("date"));
        Assert.Equal(0, (await tenant.Owner.ImportAndRunAsync("vip", "feed.xml", Encoding.UTF8.GetBytes(Feed))).GetProperty("run").GetProperty("updated").GetInt32());
    }

    [Fact]
    public async Task A_report_as_others_write_it_is_understood_in_whatever_order_its_parts_stand()
    {
        const string Report = """
            {"@type":"ElectionResults.ElectionReport","Election":[{"Contest":[{"BallotSelection":[
              {"VoteCounts":[{"Type":"election-day","Count":12,"GpUnitId":"gp1"},{"Type":"early","Count":3.0,"GpUnitId":"gp1"},{"Type":"total","Count":1.5,"GpUnitId":"gp1"},{"Type":"total","Count":7,"GpUnitId":"gone"}],"CandidateIds":["c1"],"@id":"s1","@type":"ElectionResults.CandidateSelection"},
              {"VoteCounts":[{"Type":"election-day","Count":9,"GpUnitId":"gp1"}],"CandidateIds":["c2"],"@id":"s2"}],
              "Name":"Mayor","@id":"k1","@type":"ElectionResults.CandidateContest","VotesAllowed":1,"ElectoralDistrictId":"gp0"},
              {"@type":"ElectionResults.BallotMeasureContest","@id":"k2","Name":"Bridge","ElectoralDistrictId":"gp0","BallotSelection":[{"@id":"s3","Selection":{"Text":[{"Content":"Yes","Language":"en"}]}}]}],
              "Candidate":[{"@id":"c1","BallotName":{"Text":[{"Content":"Ada","Language":"en-US"}]}},{"@id":"c2","BallotName":{"Text":[{"Content":"\ud800","Language":"en"}]}}],
              "StartDate":"2025-11-04","EndDate":"2025-11-04","Type":"special","Name":{"Text":[{"Content":"Special election","Language":"en"}]},"ElectionScopeId":"gp0"}],
             "GpUnit":[{"@id":"gp0","Type":"city","Name":"Riverton","ComposingGpUnitIds":["gp1"],"ExternalIdentifier":[{"Type":"ocd-id","Value":"ocd-division/country:us/state:ga/place:riverton"}]},{"@id":"gp1","Type":"precinct","Name":"1","VotersRegistered":30}],
             "Status":"unofficial-partial","IssuerAbbreviation":"RIV","Format":"precinct-level","Unknown":{"Deep":[1,2,{"x":[]}]}}
            """;
        var tenant = await system.NewTenantAsync();
        var import = await tenant.Owner.ImportAndRunAsync("nist", "report.json", Encoding.UTF8.GetBytes(Report));
        Assert.Equal("succeeded", import.Text("state"));
        Assert.Equal(2, import.GetProperty("run").GetProperty("rejected").GetInt32());
        var election = (await tenant.Owner.ReadAsync("/api/v1/elections")).List("items").Single();
        Assert.Equal(("nist:RIV:2025-11-04:special", "held", "ocd-division/country:us/state:ga/place:riverton"), (election.Text("identifier"), election.Text("status"), election.Text("division_id")));
        var mayor = (await tenant.Owner.ReadAsync($"/api/v1/elections/{election.Text("id")}/results")).List("items").Single(c => c.Text("name") == "Mayor");
        Assert.Equal([("Ada", 15), ("?", 9)], mayor.List("selections").Select(s => (s.Text("name"), s.GetProperty("votes").GetInt32())));
        var unit = (await tenant.Owner.ReadAsync("/api/v1/reporting-units")).List("items").Single(u => u.Text("type") == "precinct");
        Assert.Equal(("Riverton: 1", "Riverton", 30), (unit.Text("name"), unit.Text("parent_name"), unit.GetProperty("registered_voters").GetInt32()));
    }

    public static TheoryData<string, string, string> Hostile => new()
    {
        { "vip", "<!DOCTYPE x [<!ENTITY a \"b\">]><VipObject><Election id=\"e\"><Date>2026-11-03</Date></Election></VipObject>", "transfer.broken_file" },
        { "vip", "<VipObject><Election id=\"e\">", "transfer.broken_file" },
        { "vip", "<Other/>", "elections.not_vip" },
        { "vip", "<VipObject/>", "elections.not_vip" },
        { "vip", "not xml", "transfer.broken_file" },
        { "vip", "<VipObject>" + string.Concat(Enumerable.Repeat("<Election>", 2000)), "transfer.broken_file" },
        { "nist", "{\"Election\":[{\"Name\":", "transfer.broken_file" },
        { "nist", "[1,2]", "elections.not_nist" },
        { "nist", "{}", "elections.not_nist" },
        { "nist", "\"text\"", "elections.not_nist" },
        { "nist", new string('[', 5000), "transfer.broken_file" },
        { "nist", "{\"\\ud800\":1}", "transfer.broken_file" },
        { "nist", "PK\u0003\u0004", "transfer.bad_archive" },
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public async Task What_is_no_such_file_is_refused_as_it_comes(string kind, string content, string code)
    {
        var tenant = await system.SharedTenantAsync();
        using var form = new MultipartFormDataContent { { new ByteArrayContent(Encoding.UTF8.GetBytes(content)), "file", "file" } };
        using var answer = await tenant.Owner.PostAsync("/api/v1/imports?kind=" + kind, form);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True((int)answer.StatusCode is >= 400 and < 500, text + KeptErrors.Text);
        Assert.Equal(code, JsonSerializer.Deserialize<JsonElement>(text).Text("code"));
    }

    [Theory]
    [InlineData("vip", "<VipObject><Election id=\"e\"><Date>tomorrow</Date></Election><CandidateContest id=\"c\"><BallotSelectionIds>c e x</BallotSelectionIds><NumberElected>999999999999</NumberElected></CandidateContest></VipObject>")]
    [InlineData("vip", "<VipObject><Election id=\"e\"><Date>2026-11-03</Date><Name><Text language=\"en\">a&#0;b</Text></Name></Election><Precinct><LocalityId>p</LocalityId></Precinct><PollingLocation/></VipObject>")]
    [InlineData("nist", "{\"Election\":[{\"StartDate\":7,\"Contest\":[[],{\"BallotSelection\":[{\"VoteCounts\":[{},7,null]}]}]}]}")]
    [InlineData("nist", "{\"Election\":[{\"StartDate\":\"2026-11-03\",\"Contest\":[{\"BallotSelection\":[{\"VoteCounts\":[{\"Count\":1,\"Type\":\"total\",\"GpUnitId\":\"u\"}]}]}]}],\"GpUnit\":[{\"@id\":\"u\",\"ComposingGpUnitIds\":[\"u\"],\"Name\":\"\\u0000\"}]}")]
    public async Task Records_of_any_content_are_taken_or_told_and_the_run_ends(string kind, string content)
    {
        var tenant = await system.NewTenantAsync();
        var import = await tenant.Owner.ImportAndRunAsync(kind, "file", Encoding.UTF8.GetBytes(content));
        var run = import.GetProperty("run");
        Assert.True(import.Text("state") == "succeeded", run.ToString());
        long Count(string word) => run.GetProperty(word).GetInt64();
        Assert.Equal(Count("read"), Count("created") + Count("updated") + Count("unchanged") + Count("rejected"));
    }

    /// <summary>One election with everything that the forms know.</summary>
    private static async Task FillAsync(HttpClient owner, bool held)
    {
        var election = (await owner.NewElectionAsync("Town & country", "2025-11-04", new
        {
            identifier = "own: 7/é",
            election_type = "special",
            is_statewide = true,
            has_election_day_registration = held ? (bool?)null : false,
            registration_info = held ? null : "https://town.example/register",
            absentee_info = held ? null : "https://town.example/absentee",
            results_uri = held ? null : "https://town.example/results",
        })).Text("id");
        if (held)
        {
            using var changed = await System.Net.Http.Json.HttpClientJsonExtensions.PatchAsJsonAsync(owner, $"/api/v1/elections/{election}", new { status = "held", is_statewide = false });
            await changed.BodyAsync(HttpStatusCode.OK);
            await owner.SendAsync("/api/v1/elections", new { name = "Blank", date = "2000-01-01" });
            using var gone = await owner.DeleteAsync("/api/v1/elections/" + (await owner.ReadAsync("/api/v1/elections?sort=date&limit=1")).List("items")[0].Text("id"));
        }
        else await owner.SendAsync("/api/v1/election-deadlines", new { election_id = election, kind = "registration", date = "2025-10-06" });
        var party = (await owner.SendAsync("/api/v1/parties", new { name = "Lantern \"party\"", identifier = "lantern:1", abbreviation = "LAN", color = "b5651d", logo_uri = "https://town.example/l.png" })).Text("id");
        var other = (await owner.SendAsync("/api/v1/parties", new { name = "Ferry party" })).Text("id");
        var county = await owner.NewUnitAsync(election, "Bibb", new { type = "county", division_id = "ocd-division/country:us/state:ga/county:bibb" });
        var north = await owner.NewUnitAsync(election, "North", held
            ? new { number = "North", parent_id = county, identifier = "u 1", registered_voters = 500, ballots_cast = 300, count_status = "in_process" }
            : new { number = "North", parent_id = county, identifier = "u 1" });
        var batch = await owner.NewUnitAsync(election, "By mail", new { type = "combined_precinct" });
        var mayor = await owner.NewContestAsync(election, "Mayor", new { identifier = "m", office = "Mayor", district = "At large", division_id = Ballots.Town, number_elected = 2, votes_allowed = 2, vote_variation = "n_of_m", primary_party_id = party, ballot_title = "For <mayor>", sequence_order = 3, has_rotation = true });
        var bridge = await owner.NewContestAsync(election, "Footbridge", new { kind = "ballot_measure", summary_text = "Shall it be built?", full_text = "All of it.", pro_statement = "Shorter.", con_statement = "Dear.", passage_threshold = "60 %", measure_type = "recall", effect_of_abstain = "None." });
        var judge = await owner.NewContestAsync(election, "Judge", new { kind = "retention", incumbent = held ? null : "J. Specimen", office = held ? null : "Judge", sequence_order = 5 });
        var council = await owner.NewContestAsync(election, "Council list", new { kind = "party", sequence_order = 6 });
        string[] selections =
        [
            await owner.NewSelectionAsync(mayor, "A. Sample", new { party_id = party, person_name = "Ada Sample", person_identifier = "official:1", is_incumbent = true, is_top_ticket = true, file_date = "2025-08-01", pre_election_status = "qualified", post_election_status = "winner", sequence_order = 1 }),
            await owner.NewSelectionAsync(mayor, "B. Example", new { identifier = "b-1", party_id = other, is_write_in = true, pre_election_status = "write_in", post_election_status = "defeated", sequence_order = 2 }),
            await owner.NewSelectionAsync(bridge, "Yes", new { sequence_order = 1 }), await owner.NewSelectionAsync(bridge, "No", new { sequence_order = 2 }), await owner.NewSelectionAsync(judge, "Keep"),
            await owner.NewSelectionAsync(council, "Ferry party", new { party_id = other }),
        ];
        if (!held)
        {
            await owner.SendAsync("/api/v1/polling-places", new
            {
                election_id = election,
                name = "Hall",
                identifier = "hall",
                address_lines = new[] { "1 Main Street", "Riverton" },
                latitude = 32.84,
                longitude = -83.63,
                is_early_voting = true,
                directions = "Door in Mill Street",
                photo_uri = "https://town.example/hall.jpg",
                divisions = new[] { "ocd-division/country:us/state:ga/county:bibb" },
                precincts = new[] { "North" },
                hours = new object[] { new { date = "2025-11-03", opens = "09:00:00", closes = "12:30:00" }, new { date = "2025-11-04", opens = "07:00:00", closes = "19:00:00", time_zone = "America/New_York" } },
            });
            return;
        }
        foreach (var (selection, i) in selections.Select((s, i) => (s, i)))
        {
            await owner.CountAsync(selection, north, 10 + i, "election_day");
            await owner.CountAsync(selection, north, 20 + i, "absentee_in_person");
            await owner.CountAsync(selection, batch, 30 + i);
        }
    }

    private static string Timeless(byte[] file) => Moment().Replace(Encoding.UTF8.GetString(file), "");

    private static Dictionary<string, byte[]> Unpacked(byte[] file)
    {
        using var archive = new ZipArchive(new MemoryStream(file));
        return archive.Entries.ToDictionary(e => e.FullName, e =>
        {
            using var part = e.Open();
            using var content = new MemoryStream();
            part.CopyTo(content);
            return content.ToArray();
        }, StringComparer.Ordinal);
    }

    [GeneratedRegex("<DateTime>[^<]*</DateTime>|\"GeneratedDate\":\"[^\"]*\"", RegexOptions.NonBacktracking)]
    private static partial Regex Moment();
}
