using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using CivicPulse.Tests.Support;
using CsvHelper;

namespace CivicPulse.Tests.Elections;

public sealed class OpenElectionsTests(TestSystem system)
{
    private const string County = "20241105__ga__general__county-level.csv";
    private const string Precinct = "20241105__ga__general__precinct-level.csv";

    [Theory]
    [InlineData(County)]
    [InlineData(Precinct)]
    public async Task A_published_file_comes_in_whole_once_and_leaves_as_it_came(string name)
    {
        var file = await File.ReadAllBytesAsync(Path.Combine(SharedData.Folder("openelections-ga"), name));
        var rows = Rows(file);
        var ways = rows[0].Keys.Where(k => k.EndsWith("_votes", StringComparison.Ordinal)).ToList();
        var tenant = await system.NewTenantAsync();
        var clock = Stopwatch.StartNew();
        var import = await tenant.Owner.ImportAndRunAsync("openelections", name, file);
        TestContext.Current.SendDiagnosticMessage("{0}: {1} rows in {2:0.0} s", name, rows.Count, clock.Elapsed.TotalSeconds);
        Assert.Equal("succeeded", import.Text("state"));
        var contests = rows.Select(r => (r["office"], r["district"])).Distinct().Count();
        var candidates = rows.Select(r => (r["office"], r["district"], r["candidate"])).Distinct().Count();
        var (counties, precincts) = (rows.Select(r => r["county"]).Distinct(StringComparer.Ordinal).Count(), rows.Where(r => r["precinct"] != "not available").Select(r => (r["county"], r["precinct"])).Distinct().Count());
        var read = 1 + rows.Select(r => r["party"]).Distinct(StringComparer.Ordinal).Count() + contests + candidates + counties + precincts + (rows.Count * ways.Count);
        Assert.Equal($"{read} {read} 0 0 0", import.Counts());
        var reconciled = import.GetProperty("run").GetProperty("reconciled");
        Assert.Equal((read, read, reconciled.Text("file_checksum")), (reconciled.GetProperty("rows").GetInt32(), reconciled.GetProperty("standing").GetInt32(), reconciled.Text("records_checksum")));

        await AssertSumsAsync(tenant, rows, ways);
        var entries = await EntriesAsync(tenant);
        Assert.Equal($"{read} 0 0 {read} 0", (await tenant.Owner.ImportAndRunAsync("openelections", name, file)).Counts());
        Assert.Equal(entries, await EntriesAsync(tenant));

        var exported = await tenant.Owner.ExportAsync("openelections", "csv");
        var written = Unpacked(exported);
        Assert.Equal([name], written.Keys);
        Assert.Equal(rows.Select(Line).Order(StringComparer.Ordinal), Rows(written[name]).Select(Line).Order(StringComparer.Ordinal));
        var other = await system.NewTenantAsync();
        Assert.Equal($"{read} {read} 0 0 0", (await other.Owner.ImportAndRunAsync("openelections", "openelections.zip", exported)).Counts());
        Assert.Equal(Unpacked(exported)[name], Unpacked(await other.Owner.ExportAsync("openelections", "csv"))[name]);
    }

    [Fact]
    public async Task Each_county_has_its_own_districts_and_a_candidate_is_one_whether_a_row_names_the_party_or_not()
    {
        var tenant = await system.NewTenantAsync();
        var import = await tenant.Owner.ImportAndRunAsync("openelections", "20241105__ga__general__county-level.csv", """
            county,office,district,party,candidate,votes
            Appling,County Commissioner,1,REP,A. Sample,10
            Bibb,County Commissioner,1,DEM,B. Example,20
            Appling,Governor,,REP,Jane Doe,5
            Bibb,Governor,,,Jane Doe,6
            Bibb,Ballots Cast,,,,811
            Bibb,Ballots Cast Blank,,,,3

            """u8.ToArray());
        Assert.Equal("succeeded", import.Text("state"));
        Assert.Equal(["County Commissioner, district 1, Appling", "County Commissioner, district 1, Bibb", "Governor"],
            (await tenant.Owner.ReadAsync("/api/v1/contests?sort=name")).List("items").Select(c => c.Text("name")));
        var election = (await tenant.Owner.ReadAsync("/api/v1/elections")).List("items").Single().Text("id");
        var governor = (await tenant.Owner.ReadAsync($"/api/v1/elections/{election}/results")).List("items").Single(c => c.Text("name") == "Governor");
        Assert.Equal(("Jane Doe", 11), (governor.List("selections").Single().Text("name"), governor.GetProperty("votes").GetInt32()));
        Assert.Equal(811, (await tenant.Owner.ReadAsync($"/api/v1/elections/{election}/turnout")).List("by_unit_type").Single().GetProperty("ballots_cast").GetInt32());
    }

    [Fact]
    public async Task Both_levels_are_one_election_in_which_counties_speak_and_precincts_show_the_parts()
    {
        var folder = SharedData.Folder("openelections-ga");
        var tenant = await system.NewTenantAsync();
        var (county, precinct) = (await File.ReadAllBytesAsync(Path.Combine(folder, County)), await File.ReadAllBytesAsync(Path.Combine(folder, Precinct)));
        Assert.Equal("succeeded", (await tenant.Owner.ImportAndRunAsync("openelections", "ga.zip", Packed((County, county), (Precinct, precinct)), new { publish = true })).Text("state"));
        var election = (await tenant.Owner.ReadAsync("/api/v1/elections")).List("items").Single();
        Assert.Equal(("2024-11-05", "general", "held", "ocd-division/country:us/state:ga"), (election.Text("date"), election.Text("election_type"), election.Text("status"), election.Text("division_id")));
        var president = (await tenant.Owner.ReadAsync($"/api/v1/elections/{election.Text("id")}/results?limit=1")).List("items").Single();
        var (counties, precincts) = (Rows(county).Where(r => r["office"] == "President"), Rows(precinct).Where(r => r["office"] == "President"));
        foreach (var selection in president.List("selections"))
        {
            var all = counties.Where(r => r["candidate"] == selection.Text("name")).Sum(r => r.Where(c => c.Key.EndsWith("_votes", StringComparison.Ordinal)).Sum(c => int.Parse(c.Value)));
            Assert.Equal(all, selection.GetProperty("votes").GetInt32());
            var parts = selection.GetProperty("by_unit_type");
            Assert.Equal((all, precincts.Where(r => r["candidate"] == selection.Text("name")).Sum(r => int.Parse(r["total_votes"]))), (parts.GetProperty("county").GetInt32(), parts.GetProperty("precinct").GetInt32()));
        }
        await tenant.Owner.OpenPortalAsync("elections");
        using var visitor = tenant.Anonymous();
        var map = await visitor.ReadAsync($"/api/v1/portal/contests/{president.Text("slug")}/results?unit_type=county");
        Assert.Equal(159, map.List("units").Count);
        Assert.All(map.List("units"), u => Assert.StartsWith("ocd-division/country:us/state:ga/county:", u.Text("division_id"), StringComparison.Ordinal));
        Assert.Contains(map.List("units"), u => u.Text("division_id").EndsWith("county:ben_hill", StringComparison.Ordinal));
        Assert.Equal(2701, (await visitor.ReadAsync($"/api/v1/portal/contests/{president.Text("slug")}/results?unit_type=precinct")).List("units").Count);
        Assert.Equal(2, Unpacked(await tenant.Owner.ExportAsync("openelections", "csv")).Count);
    }

    [Fact]
    public async Task Marks_measures_county_offices_fused_parties_and_repeated_rows_are_understood()
    {
        const string File = """
            county,precinct,office,district,party,candidate,election_day,votes_by_drone_votes,votes
            Bibb,1,Registered Voters,,,,,,2000
            Bibb,1,Ballots Cast,,,,,,1300
            Bibb,1,Sheriff,,R,Ada Alvarez (I),"1,200",3,1203
            Dade,1,Sheriff,,R,Bo Brown,5,,5
            Bibb,1,U.S. House,2,D,Cy Clark,7,,7
            Bibb,1,U.S. House,2,WF,Cy Clark,2,,2
            Bibb,1,U.S. House,2,,Write-in,1,,1
            Bibb,1,Question 1,,,Yes,9,,9
            Bibb,1,Question 1,,,No,4,,4
            Bibb,1,Question 1,,,No,4,,4
            Bibb,1,Question 1,,,No,4,,5
            Bibb,1,Question 1,,,Under Votes,4,,5
            Bibb,1,Question 1,,,Maybe,many,,5
            Bibb,1,,,,Nobody,1,,5
            Bibb,1,Mayor,,,=1+1,1,,1
            """;
        var tenant = await system.NewTenantAsync();
        var import = await tenant.Owner.ImportAndRunAsync("openelections", "20231107__ga__municipal__bibb__precinct.csv", Encoding.UTF8.GetBytes(File));
        Assert.Equal("succeeded", import.Text("state"));
        var rejects = await tenant.Owner.RejectsAsync(import);
        Assert.Equal(["elections.counted_twice", "elections.no_candidate", "elections.no_candidate", "transfer.not_a_number"], Codes(rejects));
        var contests = (await tenant.Owner.ReadAsync("/api/v1/contests?limit=100")).List("items");
        Assert.Equal(["Mayor", "Question 1", "Sheriff, Bibb", "Sheriff, Dade", "U.S. House, district 2"], contests.Select(c => c.Text("name")).Order(StringComparer.Ordinal));
        Assert.Equal("ballot_measure", contests.Single(c => c.Text("name") == "Question 1").Text("kind"));
        Assert.Equal("ocd-division/country:us/state:ga/cd:2", contests.Single(c => c.Text("office") == "U.S. House").Text("division_id"));
        var selections = (await tenant.Owner.ReadAsync("/api/v1/contest-selections?limit=100")).List("items");
        Assert.True(selections.Single(s => s.Text("name") == "Ada Alvarez").GetProperty("is_incumbent").GetBoolean());
        Assert.True(selections.Single(s => s.Text("name") == "Write-in").GetProperty("is_write_in").GetBoolean());
        Assert.Equal(["Cy Clark (D)", "Cy Clark (WF)"], selections.Select(s => s.Text("name")).Where(n => n.StartsWith("Cy", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        var sheriff = await tenant.Owner.ReadAsync($"/api/v1/contests/{contests.Single(c => c.Text("name") == "Sheriff, Bibb").Text("id")}/results?count_item_type=other");
        Assert.Equal(3, sheriff.List("units").Single().List("votes").Single().GetInt32());

        var unit = (await tenant.Owner.ReadAsync("/api/v1/reporting-units?limit=100")).List("items").Single(u => u.Text("name") == "Bibb: 1");
        Assert.Equal((2000, 1300), (unit.GetProperty("registered_voters").GetInt32(), unit.GetProperty("ballots_cast").GetInt32()));
        var again = await tenant.Owner.ImportAndRunAsync("openelections", "20231107__ga__municipal__bibb__precinct.csv", Encoding.UTF8.GetBytes(File));
        Assert.Equal((0, 0), (again.GetProperty("run").GetProperty("created").GetInt32(), again.GetProperty("run").GetProperty("updated").GetInt32()));
        var exported = await tenant.Owner.ExportAsync("openelections", "csv");
        var written = Encoding.UTF8.GetString(Unpacked(exported).Single().Value);
        Assert.Contains(",'=1+1,", written, StringComparison.Ordinal);
        Assert.Contains(",Ada Alvarez (I),", written, StringComparison.Ordinal);
        var other = await system.NewTenantAsync();
        Assert.Equal(0, (await other.Owner.ImportAndRunAsync("openelections", "o.zip", exported)).GetProperty("run").GetProperty("rejected").GetInt32());
        Assert.Equal(written, Encoding.UTF8.GetString(Unpacked(await other.Owner.ExportAsync("openelections", "csv")).Single().Value));
        foreach (var kind in (string[])["elections", "contests", "selections", "reporting_units", "results"])
            Assert.Equal(Encoding.UTF8.GetString(await tenant.Owner.ExportAsync(kind, "csv")), Encoding.UTF8.GetString(await other.Owner.ExportAsync(kind, "csv")));
    }

    [Fact]
    public async Task A_certified_election_takes_no_other_counts_and_bears_the_same_ones_again()
    {
        var tenant = await system.NewTenantAsync();
        const string Name = "20231107__ga__municipal__county.csv";
        var file = "county,office,district,party,candidate,votes\nBibb,Mayor,,,Ada,10\nBibb,Mayor,,,Bo,9\n"u8.ToArray();
        await tenant.Owner.ImportAndRunAsync("openelections", Name, file);
        var election = (await tenant.Owner.ReadAsync("/api/v1/elections")).List("items").Single().Text("id");
        Assert.Equal(HttpStatusCode.OK, (await tenant.Owner.CertifyAsync(election)).StatusCode);
        Assert.Equal("7 0 0 7 0", (await tenant.Owner.ImportAndRunAsync("openelections", Name, file)).Counts());
        var other = await tenant.Owner.ImportAndRunAsync("openelections", Name, "county,office,district,party,candidate,votes\nBibb,Mayor,,,Ada,11\nBibb,Mayor,,,Cy,9\nDade,Mayor,,,Ada,1\n"u8.ToArray());
        Assert.Equal("9 0 0 4 5", other.Counts());
        Assert.All(Codes(await tenant.Owner.RejectsAsync(other)), c => Assert.True(c is "elections.certified" or "elections.no_such_selection" or "elections.no_such_unit", c));
        Assert.Equal(["19"], await system.Site.TextsAsync($"select sum(votes)::text from {tenant.Tenant.Schema}.vote_counts"));
    }

    [Theory]
    [InlineData("results.csv", "county,office,candidate,votes\nA,B,C,1\n", "elections.bad_file_name")]
    [InlineData("20241399__ga__general__county.csv", "county,office,candidate,votes\nA,B,C,1\n", "elections.bad_file_name")]
    [InlineData("20241105__zz__general__county.csv", "county,office,candidate,votes\nA,B,C,1\n", "elections.bad_file_name")]
    [InlineData("20241105__ga__general__county.csv", "name,classification\nA,B\n", "elections.not_openelections")]
    [InlineData("20241105__ga__general__county.csv", "county,office,candidate,votes\n", "transfer.no_records")]
    [InlineData("20241105__ga__general__county.csv", "PK\u0003\u0004", "transfer.bad_archive")]
    public async Task What_is_no_such_file_is_refused_as_it_comes(string name, string content, string code)
    {
        var tenant = await system.SharedTenantAsync();
        using var form = new MultipartFormDataContent { { new ByteArrayContent(Encoding.UTF8.GetBytes(content)), "file", name } };
        using var answer = await tenant.Owner.PostAsync("/api/v1/imports?kind=openelections", form);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True((int)answer.StatusCode is >= 400 and < 500, text);
        Assert.Equal(code, JsonSerializer.Deserialize<JsonElement>(text).Text("code"));
    }

    [Fact]
    public async Task Rows_of_any_content_are_told_and_none_is_lost()
    {
        var tenant = await system.NewTenantAsync();
        var file = Encoding.UTF8.GetBytes($"county,precinct,office,district,party,candidate,votes\nA,1,Mayor,,,{new string('x', 5000)},1\nA,1,Mayor,,,B\0C,1\nA\nA,1,Mayor,,,D,-5\nA,1,Mayor,,,D,99999999999\nA,1,Mayor,,,\"E\nE\",1\nA,1,Mayor,,,'; drop table elections; --,1\n");
        var import = await tenant.Owner.ImportAndRunAsync("openelections", "20241105__ga__general__x__precinct.csv", file);
        Assert.Equal("succeeded", import.Text("state"));
        Assert.Equal(5, import.GetProperty("run").GetProperty("rejected").GetInt32());
        Assert.Equal(2, (await tenant.Owner.ReadAsync("/api/v1/vote-counts")).List("items").Count);
    }

    private static async Task AssertSumsAsync(TestTenant tenant, List<Dictionary<string, string>> rows, List<string> ways)
    {
        var election = (await tenant.Owner.ReadAsync("/api/v1/elections")).List("items").Single().Text("id");
        var expected = rows.GroupBy(r => (r["office"], r["district"], r["candidate"])).ToDictionary(g => g.Key, g => g.Sum(r => ways.Sum(w => int.Parse(r[w]))));
        var seen = 0;
        for (string? after = ""; after is not null;)
        {
            var page = await tenant.Owner.ReadAsync($"/api/v1/elections/{election}/results?limit=100{(after.Length > 0 ? "&after=" + after : "")}");
            foreach (var contest in page.List("items"))
            {
                foreach (var selection in contest.List("selections"))
                {
                    var district = contest.TryGetProperty("district", out var d) ? d.GetString()! : "";
                    Assert.Equal(expected[(contest.Text("office"), district, selection.Text("name"))], selection.GetProperty("votes").GetInt32());
                    seen++;
                }
            }
            after = page.GetProperty("next").GetString();
        }
        Assert.Equal(expected.Count, seen);
    }

    private static IEnumerable<string> Codes(string[] rejects)
    {
        using var csv = CsvReader.Create(Encoding.UTF8.GetBytes(string.Join("\r\n", rejects)), new CsvReaderOptions { HasHeader = true, Separator = ',' });
        var codes = new List<string>();
        while (csv.Read()) codes.Add(csv.GetString("problem"));
        return codes.Order(StringComparer.Ordinal);
    }

    private static string Line(Dictionary<string, string> row) => string.Join('|', row.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => $"{c.Key}={c.Value}"));

    private static List<Dictionary<string, string>> Rows(byte[] file)
    {
        using var csv = CsvReader.Create(file, new CsvReaderOptions { HasHeader = false, Separator = ',' });
        var rows = new List<Dictionary<string, string>>();
        string[]? heading = null;
        while (csv.Read())
        {
            var cells = Enumerable.Range(0, csv.FieldCount).Select(csv.GetString).ToArray();
            if (heading is null) heading = cells;
            else rows.Add(heading.Zip(cells).ToDictionary(c => c.First, c => c.Second, StringComparer.Ordinal));
        }
        return rows;
    }

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

    private static byte[] Packed(params (string Name, byte[] Content)[] files)
    {
        using var packed = new MemoryStream();
        using (var archive = new ZipArchive(packed, ZipArchiveMode.Create))
        {
            foreach (var (name, content) in files)
            {
                using var part = archive.CreateEntry(name).Open();
                part.Write(content);
            }
        }
        return packed.ToArray();
    }

    private async Task<string> EntriesAsync(TestTenant tenant) => (await system.Site.TextsAsync(
        $"select (select count(*) from {tenant.Tenant.Schema}.audit_entries where entity not in ('jobs', 'imports', 'import_runs', 'import_rejects') and operation in ('insert', 'update', 'delete'))::text || ' ' || (select count(*) from {tenant.Tenant.Schema}.outbox)"))[0];
}
